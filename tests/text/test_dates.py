"""Dates as pages print them."""

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.text.date_forms import find_dates, url_date, yearless_date
from crawler.text.dates import DateHints, parse_date
from crawler.text.zones import zone_of

FETCHED = datetime(2026, 1, 1, 12, 0, tzinfo=UTC)
THREE_HOURS = [
    "3h ago", "3 hrs ago", "3 saat önce", "3 giờ trước", "3 jam yang lalu", "3 घंटे पहले", "3 timmar sedan",
    "för 3 timmar sedan", "for 3 timer siden", "3 tuntia sitten", "před 3 hodinami", "πριν από 3 ώρες", "לפני 3 שעות",
    "3 ชั่วโมงที่แล้ว", "acum 3 ore", "3 ore în urmă", "3 ঘণ্টা আগে", "۳ ساعت پیش", "prije 3 sata", "3 órával ezelőtt",
]  # fmt: skip
YESTERDAY = ["dün", "i går", "eilen", "včera", "tegnap", "χθες", "אתמול", "hôm qua", "kemarin", "دیروز", "เมื่อวานนี้"]


@pytest.mark.parametrize(
    ("raw", "language", "expected"),
    [
        ("2023-06-09T08:01:02Z", None, ("2023-06-09T08:01:02+00:00", "second")),
        ("2023-06-09T08:01:02.345+08:00", None, ("2023-06-09T08:01:02+08:00", "second")),
        ("2023-06-09T08:01-0400", None, ("2023-06-09T08:01-04:00", "minute")),
        ("2023-06-09", None, ("2023-06-09", "day")),
        ("2023-06", None, ("2023-06", "month")),
        ("2023", None, ("2023", "year")),
        ("20230609T080102Z", None, ("2023-06-09T08:01:02+00:00", "second")),
        ("1686268800", None, ("2023-06-09T00:00:00+00:00", "second")),
        ("1686268800000", None, ("2023-06-09T00:00:00+00:00", "second")),
        ("Fri, 09 Jun 2023 08:01:00 +0800", None, ("2023-06-09T08:01:00+08:00", "second")),
        ("Fri Jun 9 08:01:02 CEST 2023", None, ("2023-06-09T08:01:02+02:00", "second")),
        ("June 9, 2023 8:01 p.m. EST", "en", ("2023-06-09T20:01-05:00", "minute")),
        ("9th June 2023", "en", ("2023-06-09", "day")),
        ("9-Jun-2023", "en", ("2023-06-09", "day")),
        ("9. März 2023, 08:01 Uhr", "de", ("2023-03-09T08:01", "minute")),
        ("Do 25.04.24 | 14:07 Uhr", "de", ("2024-04-25T14:07", "minute")),
        ("le 9 août 2023 à 8h01", "fr", ("2023-08-09T08:01", "minute")),
        ("9 de junio de 2023 a las 08:01", "es", ("2023-06-09T08:01", "minute")),
        ("Pubblicato il 9 giugno 2023 alle ore 8:01", "it", ("2023-06-09T08:01", "minute")),
        ("9 de março de 2023 às 8h01", "pt", ("2023-03-09T08:01", "minute")),
        ("9 juni 2023 om 08:01", "nl", ("2023-06-09T08:01", "minute")),
        ("9 września 2023, 08:01", "pl", ("2023-09-09T08:01", "minute")),
        ("9 июня 2023 в 08:01", "ru", ("2023-06-09T08:01", "minute")),
        ("2023年6月9日(金) 午後8時01分", "ja", ("2023-06-09T20:01", "minute")),
        ("令和5年6月9日", "ja", ("2023-06-09", "day")),
        ("2023.06.09. 오후 8:01", "ko", ("2023-06-09T20:01", "minute")),
        ("2023년 6월 9일 오전 8:01", "ko", ("2023-06-09T08:01", "minute")),
        ("٩ يونيو ٢٠٢٣", "ar", ("2023-06-09", "day")),
        ("9 tháng 6, 2023", "vi", ("2023-06-09", "day")),
        ("2023. június 9.", "hu", ("2023-06-09", "day")),
        ("2023年6月9日 08:01", "zh", ("2023-06-09T08:01", "minute")),
        ("2023年06月09日 星期五 08:01:02", "zh", ("2023-06-09T08:01:02", "second")),
        ("２０２３年６月９日　０８：０１", "zh", ("2023-06-09T08:01", "minute")),
        ("2023年6月9日下午3點05分", "zh", ("2023-06-09T15:05", "minute")),
        ("民國112年6月9日", "zh", ("2023-06-09", "day")),
        ("二〇二三年十二月二十一日", "zh", ("2023-12-21", "day")),
        ("9 يونيو 2023 - 8:01 م", "ar", ("2023-06-09T20:01", "minute")),
        ("9 يونيو 2023 8:01 ص", "ar", ("2023-06-09T08:01", "minute")),
        ("9 Ιουνίου 2023, 8:01 μ.μ.", "el", ("2023-06-09T20:01", "minute")),
        ("9/JUN/2023", "es", ("2023-06-09", "day")),
        ("9.jun.2023 às 8h01", "pt", ("2023-06-09T08:01", "minute")),
        ("2023. június 9. 8:01", "hu", ("2023-06-09T08:01", "minute")),
        ("9. novembra 2023.", "sr", ("2023-11-09", "day")),
        ("9 ноябр 2023", "uz", ("2023-11-09", "day")),
        ("8h01, 9 juin 2023", "fr", ("2023-06-09T08:01", "minute")),
        ("8h01 - 09/06/2023", "pt", ("2023-06-09T08:01", "minute")),
        ("08:01 h. 9 de junio de 2023", "es", ("2023-06-09T08:01", "minute")),
        ("08:01 Uhr, 9. Juni 2023", "de", ("2023-06-09T08:01", "minute")),
        ("9. 6. 2023 v 8:01", "cs", ("2023-06-09T08:01", "minute")),
        ("9. juna 2023 o 8:01", "sk", ("2023-06-09T08:01", "minute")),
        ("9.6.2023. u 08:01", "sr", ("2023-06-09T08:01", "minute")),
        ("9. junij 2023 ob 8:01", "sl", ("2023-06-09T08:01", "minute")),
        ("9.06.2023 r., godz. 8:01", "pl", ("2023-06-09T08:01", "minute")),
        ("9.06.2023 г. 08:01 ч.", "bg", ("2023-06-09T08:01", "minute")),
        ("2023. június 9., péntek 8:01", "hu", ("2023-06-09T08:01", "minute")),
        ("9 Haziran 2023 Cuma 08:01", "tr", ("2023-06-09T08:01", "minute")),
        ("2023 m. birželio 9 d.", "lt", ("2023-06-09", "day")),
        ("2023. gada 9. jūnijs, 8:01", "lv", ("2023-06-09T08:01", "minute")),
        ("2023, June 9", "en", ("2023-06-09", "day")),
        ("Jun 9,2023", "en", ("2023-06-09", "day")),
        ("9 giugno 2023", "en", ("2023-06-09", "day")),
        ("/Date(1686268800000)/", None, ("2023-06-09T00:00:00+00:00", "second")),
    ],
)
def test_printed_forms(raw: str, language: str | None, expected: tuple[str, str]) -> None:
    assert parse_date(raw, language=language, fetched_at=FETCHED) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("昨天 08:01", ("2025-12-31T08:01", "minute")),
        ("前天", ("2025-12-30", "day")),
        ("3小时前", ("2026-01-01T09:00+00:00", "minute")),
        ("30分钟前", ("2026-01-01T11:30+00:00", "minute")),
        ("2 hours ago", ("2026-01-01T10:00+00:00", "minute")),
        ("vor 3 Tagen", ("2025-12-29", "day")),
        ("il y a 2 heures", ("2026-01-01T10:00+00:00", "minute")),
        ("3시간 전", ("2026-01-01T09:00+00:00", "minute")),
        ("刚刚", ("2026-01-01T12:00+00:00", "minute")),
        *((text, ("2026-01-01T09:00+00:00", "minute")) for text in THREE_HOURS),
        *((text, ("2025-12-31", "day")) for text in YESTERDAY),
    ],
)
def test_relative_dates_count_from_the_fetch(raw: str, expected: tuple[str, str]) -> None:
    assert parse_date(raw, fetched_at=FETCHED) == expected


def test_a_relative_date_is_told_in_the_zone_of_the_page_else_in_that_of_the_fetch() -> None:
    fetched = datetime(2026, 1, 1, 12, 0, tzinfo=timezone(timedelta(hours=8)))
    assert parse_date("3小时前", fetched_at=fetched) == ("2026-01-01T09:00+08:00", "minute")
    berlin = DateHints(zone="Europe/Berlin")
    assert parse_date("3小时前", fetched_at=fetched, hints=berlin) == ("2026-01-01T02:00+01:00", "minute")


@pytest.fixture
def tokyo(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine whose clock is set to another zone."""
    with monkeypatch.context() as context:
        context.setenv("TZ", "Asia/Tokyo")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("tokyo")
def test_the_zone_of_the_machine_does_not_matter() -> None:
    assert parse_date("2023-06-09T08:01:02Z") == ("2023-06-09T08:01:02+00:00", "second")
    assert parse_date("1686268800") == ("2023-06-09T00:00:00+00:00", "second")
    assert parse_date("3小时前", fetched_at=FETCHED) == ("2026-01-01T09:00+00:00", "minute")


def test_a_relative_date_without_a_fetch_time_is_none() -> None:
    assert parse_date("3小时前") is None


def test_yearless_dates_take_the_year_of_other_evidence_else_the_last_one_before_the_fetch() -> None:
    assert parse_date("12月30日 08:01", fetched_at=FETCHED, hints=DateHints(near=date(2019, 1, 2))) == (
        "2018-12-30T08:01",
        "minute",
    )
    assert parse_date("12月30日", fetched_at=FETCHED) == ("2025-12-30", "day")


def test_the_order_of_numbers_is_told_by_size_mark_and_country() -> None:
    american = DateHints(month_first=True)
    assert parse_date("06/09/2023", hints=american) == ("2023-06-09", "day")
    assert parse_date("06/09/2023") == ("2023-09-06", "day")
    assert parse_date("06/23/2023") == ("2023-06-23", "day")
    assert parse_date("06.09.2023", hints=american) == ("2023-09-06", "day")


def test_clock_times_get_the_offset_of_the_pages_zone_and_utc_is_told_in_it() -> None:
    berlin = DateHints(zone="Europe/Berlin")
    assert parse_date("2023-06-09 08:01:00", hints=berlin) == ("2023-06-09T08:01:00+02:00", "second")
    assert parse_date("2023-06-09T22:30:00Z", hints=berlin) == ("2023-06-10T00:30:00+02:00", "second")
    assert parse_date("2023-06-09T22:30:00-04:00", hints=berlin) == ("2023-06-09T22:30:00-04:00", "second")


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "2027-05-01",
        "1889-01-01",
        "1950",
        "2030",
        "2023-13-45",
        "soon",
        "0000-00-00",
        "10°C",
        "0:00",
        "01/01/0001",
        "dünya",
        "3 hands ago",
        "for 3 hours",
    ],
)
def test_what_cannot_be_a_date_is_none(raw: str) -> None:
    assert parse_date(raw, language="en", fetched_at=FETCHED) is None


def test_dates_are_cut_out_of_a_line_with_their_clock_times() -> None:
    text = "发布时间：2023年6月9日 08:01　来源：城市日报 | Updated 9 June 2023 at 10:00"
    assert [d.strip() for d in find_dates(text, language="zh")] == ["2023年6月9日 08:01", "9 June 2023 at 10:00"]


@pytest.mark.parametrize(
    ("text", "language", "dates"),
    [
        ("05:01 PM,Jan 17,2012", "en", ["05:01 PM,Jan 17,2012"]),
        ("8h01, 24 novembre 2023", "fr", ["8h01, 24 novembre 2023"]),
        ("17 января 12 (16:49)", "ru", ["17 января 12"]),
        ("9 มิ.ย. 66 08:01 น.", "th", ["9 มิ.ย. 66 08:01 "]),
        ("20 septembrie 2020 16:20", "en", ["20 septembrie 2020 16:20"]),
        ("20 hotels 2020 opened", "en", []),
        ("24 listopada 2020", "en", []),  # November in Polish, October in Croatian
        ("17 people 12 boats", "en", []),
    ],
)
def test_dates_of_other_forms_are_cut_out(text: str, language: str, dates: list[str]) -> None:
    assert list(find_dates(text, language=language)) == dates


def test_numbers_that_are_no_dates_are_not_cut_out() -> None:
    assert list(find_dates("Room 1203, 20 people 2023 times, version 1.2.3", language="en")) == []


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://paper.example/2023/06/09/buses", "2023-06-09"),
        ("https://paper.example/2023/jun/09/buses", "2023-06-09"),
        ("https://paper.example/n1/2023/0609/c1-2.html", "2023-06-09"),
        ("https://paper.example/2023-06/09/content_1.htm", "2023-06-09"),
        ("https://paper.example/t20230609_12.html", "2023-06-09"),
        ("https://paper.example/2023/06/buses", "2023-06"),
        ("https://paper.example/2023/01/01/buses", "2023-01-01"),
        ("https://paper.example/2023/12/31/buses", "2023-12-31"),
        ("https://paper.example/2023/02/30/buses", "2023-02"),
        ("https://paper.example/2023/sea/09/buses", None),
        ("https://paper.example/1989/06/09/buses", "1989-06"),
        ("https://paper.example/20239999/1", None),
        ("https://paper.example/a?d=20230609", None),
    ],
)
def test_dates_in_urls(url: str, expected: str | None) -> None:
    assert url_date(url) == expected


def test_a_zone_comes_from_the_country_of_the_host_else_of_the_language() -> None:
    assert zone_of("news.example.cn", "zh") == "Asia/Shanghai"
    assert zone_of("news.example.com", "en", "gb") == "Europe/London"
    assert zone_of("news.example.com", "ja") == "Asia/Tokyo"
    assert zone_of("news.example.com", "en") is None


@given(st.text(max_size=300), st.sampled_from([None, "en", "zh-Hans", "de", "xx", "fa"]))
def test_any_text_is_read_without_an_error(text: str, language: str | None) -> None:
    parse_date(text, language=language, fetched_at=FETCHED)
    list(find_dates(text, language=language))
    url_date(text)


@given(st.datetimes(min_value=datetime(1990, 1, 2), max_value=datetime(2025, 12, 31)))
def test_iso_dates_come_back_as_they_were(moment: datetime) -> None:
    iso = moment.replace(microsecond=0).isoformat()
    assert parse_date(iso, fetched_at=FETCHED) == (iso, "second")


@pytest.mark.parametrize(
    ("text", "language", "date"),
    [
        ("24 March", "en", "24 March"),
        ("Mar 24, 10:30 am", "en", "Mar 24, 10:30 am"),
        ("24 March 2011", "en", None),
        ("24 Marchers", "en", None),
        ("24 boats", "en", None),
        ("24 March was the day on which the quay opened", "en", None),
    ],
)
def test_a_yearless_date_fills_its_line(text: str, language: str, date: str | None) -> None:
    assert yearless_date(text, language=language) == date
