"""Month names beyond the Latin script, other calendars, and dates whose parts stand in unusual places."""

from datetime import UTC, date, datetime

import pytest

from crawler.rules.dates import date_rules
from crawler.text.calendars import gregorian
from crawler.text.date_forms import find_dates, has_year, url_year
from crawler.text.date_labels import label_of, labels_of
from crawler.text.dates import DateHints, parse_date

FETCHED = datetime(2026, 11, 26, 8, tzinfo=UTC)


def read(raw: str, language: str | None) -> str | None:
    found = parse_date(raw, language=language, fetched_at=FETCHED)
    return found[0] if found else None


@pytest.mark.parametrize("language", sorted(date_rules().months))
def test_every_name_of_a_month_dates_a_day_in_words(language: str) -> None:
    for number, names in enumerate(date_rules().months[language], 1):
        for name in names:
            assert read(f"24 {name} 2025", language) == f"2025-{number:02}-24", name
            assert list(find_dates(f"({name} 24, 2025)", language=language)) == [f"{name} 24, 2025"], name


@pytest.mark.parametrize("calendar", ["solar", "ethiopic"])
def test_every_name_of_another_calendars_month_dates_a_day(calendar: str) -> None:
    rules = date_rules().calendars[calendar]
    year = {"solar": 1404, "ethiopic": 2018}[calendar]
    for number, names in enumerate(rules.months, 1):
        day = gregorian(year, number, 5, calendar=calendar)  # type: ignore[arg-type]
        for name in names:
            for language in rules.languages:
                assert day is not None
                assert read(f"5 {name} {year}", language) == day.isoformat(), name


@pytest.mark.parametrize(
    ("raw", "language", "expected"),
    [
        ("26 تشرين الثاني/نوفمبر 2025", "ar", "2025-11-26"),
        ("12 كانون الثاني (يناير) 2026", "ar", "2026-01-12"),
        ("5 سبتمبر، 2026", "ar", "2026-09-05"),
        ("05 ก.ย. 2569 14:30 น.", "th", "2026-09-05T14:30"),
        ("วันที่ 5 กันยายน พ.ศ. 2569 เวลา 14.30 น.", "th", "2026-09-05T14:30"),
        ("5 ก.ย. 69", "th", "2026-09-05"),
        ("05/09/69", "th", "2026-09-05"),
        ("2569-09-05T10:00:00+07:00", "th", "2026-09-05T10:00:00+07:00"),
        ("۱۴ آبان ۱۴۰۵ - ۱۰:۳۰", "fa", "2026-11-05T10:30"),
        ("1405-08-14T10:30:00+03:30", "fa", "2026-11-05T10:30:00+03:30"),
        ("14 آبان", "fa", "2026-11-05"),
        ("14 عقرب 1405", "ps", "2026-11-05"),
        ("ኅዳር 17 2019", "am", "2026-11-26"),
        ("115年11月24日", "zh-Hant", "2026-11-24"),
        ("115/11/24", "zh-Hant", "2026-11-24"),
        ("115/11/24", "en", None),
        ("中華民國一一五年十一月二十四日", "zh-Hant", "2026-11-24"),
        ("民國一百一十五年十一月二十四日", "zh-Hant", "2026-11-24"),
        ("民國九十五年十一月二十四日", "zh-Hant", "2006-11-24"),
        ("令和八年十一月二十四日", "ja", "2026-11-24"),
        ("2026（令和8）年11月24日", "ja", "2026-11-24"),
        ("주체115(2026)년 11월 24일", "ko", "2026-11-24"),
        # The moon's calendar, one whose years cannot be, and days that no month has.
        ("14 ربيع الآخر 1448", "ar", None),
        ("2083/08/09", "ne", None),
        ("1405-08-14", "en", None),
        ("1405/12/30", "fa", None),
        ("31 آبان 1404", "fa", None),
        ("ጳጉሜን 6 2018", "am", None),
    ],
)
def test_dates_of_other_calendars(raw: str, language: str, expected: str | None) -> None:
    assert read(raw, language) == expected


def test_a_year_of_the_buddhist_era_is_one_that_no_other_calendar_in_use_has() -> None:
    found = [gregorian(year, 9, 5) for year in (2449, 2450, 2699, 2700)]
    assert found == [date(2449, 9, 5), date(1907, 9, 5), date(2156, 9, 5), date(2700, 9, 5)]


def test_leap_years_of_the_solar_calendar() -> None:
    assert gregorian(1404, 8, 30, language="fa") == date(2025, 11, 21)
    assert gregorian(1403, 12, 30, language="fa") == date(2025, 3, 20)
    assert gregorian(1357, 11, 22, language="fa") == date(1979, 2, 11)
    assert gregorian(1404, 12, 30, language="fa") is None


@pytest.mark.parametrize(
    ("raw", "language", "expected"),
    [
        ("1:05 p.m. EST Nov. 24, 2026", "en", "2026-11-24T13:05-05:00"),
        ("1:05 p.m. ET Tuesday, Nov. 24, 2026", "en", "2026-11-24T13:05-05:00"),
        ("13:05, 24 ноября 2026", "ru", "2026-11-24T13:05"),
        ("klo 14.30 24.11.2026", "fi", "2026-11-24T14:30"),
        ("2026-11-24 13:05 GMT+530", "en", "2026-11-24T13:05+05:30"),
        ("2026-11-24T13:05:00+14:00", "en", "2026-11-24T13:05:00+14:00"),
        ("2026-11-24T13:05:00+15:00", "en", "2026-11-24T13:05:00"),
        ("11:37 Uhr, 21.11.2026", "de", "2026-11-21T11:37"),
        ("Nov 24, 2026 1:05 PM Eastern Time", "en", "2026-11-24T13:05-05:00"),
        ("July 24, 2026 1:05 PM ET", "en", "2026-07-24T13:05-04:00"),
        ("2026-11-24 13:05 Europe/Berlin", "en", "2026-11-24T13:05+01:00"),
        ("2026-11-24T13:05:00Nov", "en", "2026-11-24T13:05:00"),
        ("2026-11-24T13:05:00EST", "en", "2026-11-24T13:05:00-05:00"),
        ("Fri, 20 Nov 26 10:00:00 +0300", "en", "2026-11-20T10:00:00+03:00"),
        ("20 Nov 10:30", "en", "2026-11-20T10:30"),
    ],
)
def test_clock_times_before_the_day_and_zones_in_words(raw: str, language: str, expected: str) -> None:
    assert read(raw, language) == expected


def test_a_clock_time_before_the_day_is_part_of_the_date() -> None:
    assert list(find_dates("Posted 1:05 p.m. EST Nov. 24, 2026 by the desk", language="en")) == [
        "1:05 p.m. EST Nov. 24, 2026"
    ]


@pytest.mark.parametrize("raw", ["5 September 2027", "September 5, 2027", "2027年9月5日", "5 de septiembre de 2027"])
def test_a_year_after_the_fetch_is_not_left_out_to_make_a_date(raw: str) -> None:
    assert read(raw, "es") is None


@pytest.mark.parametrize(
    ("text", "dates", "before", "labels"),
    [
        ("Aktualisiert am 24.11.2026, veröffentlicht am 20.11.2026", 2, "", ["updated", "published"]),
        ("Ultimo aggiornamento: 24.11.2026 Pubblicato: 20.11.2026", 2, "", ["updated", "published"]),
        ("Zaktualizowano: 24.11.2026 Opublikowano: 20.11.2026", 2, "", ["updated", "published"]),
        ("更新日：2026年11月24日 公開日：2026年11月20日", 2, "", ["updated", "published"]),
        ("2026年11月24日 更新 2026年11月20日 公開", 2, "", ["updated", "published"]),
        ("수정 2026.11.24 입력 2026.11.20", 2, "", ["updated", "published"]),
        ("更新时间：2026-11-24 发布时间：2026-11-20", 2, "", ["updated", "published"]),
        ("24.11.2026", 1, "Mis à jour le", ["updated"]),
        ("2026年11月24日10時00分更新", 1, "", [None]),
        ("24.11.2026", 1, "", [None]),
        ("Der Hafen, 24.11.2026", 1, "Aktualisiert:", [None]),
        ("no date", 0, "Updated", []),
    ],
)
def test_labels_say_which_date_is_the_last_change(text: str, dates: int, before: str, labels: list[str | None]) -> None:
    found = list(find_dates(text, language="ja"))
    assert len(found) == dates
    assert labels_of(text, found, before) == labels


@pytest.mark.parametrize(
    ("element", "before", "label"),
    [
        ("Updated 24 November 2026", "Published", "updated"),
        ("24 November 2026", "Published", "published"),
        ("24 November 2026", "By the desk", None),
        ("24 November 2026", "Unpublished", None),
        ("24 November 2026", "Updated" + 33 * " ", "updated"),
        ("24 November 2026", "Updated" + 34 * " ", None),
    ],
)
def test_the_words_within_an_element_say_more_than_those_before_it(
    element: str, before: str, label: str | None
) -> None:
    assert label_of(element, before) == label


@pytest.mark.parametrize(
    ("url", "year"),
    [
        ("https://a.example/2011/story", 2011),
        ("https://a.example/news-2011-story", 2011),
        ("https://a.example/hl?a=20170309-35097838", 2017),
        ("https://a.example/story/20111", None),
        ("https://2011.example/story", None),
    ],
)
def test_the_year_in_a_url(url: str, year: int | None) -> None:
    assert url_year(url) == year


def test_a_yearless_date_takes_the_hinted_year() -> None:
    found = parse_date("9 June", language="en", fetched_at=FETCHED, hints=DateHints(year=2011))
    assert found == ("2011-06-09", "day")


@pytest.mark.parametrize(
    ("raw", "says"),
    [("9 June 2011", True), ("9 June", False), ("2 hours ago", True), ("06-09 12:06", False), ("2011-06", True)],
)
def test_whether_a_date_says_its_year(raw: str, says: bool) -> None:
    assert has_year(raw) is says
