"""Dates whose parts stand as the page's language has them: the year first, endings behind numbers, eras."""

from datetime import UTC, datetime

import pytest

from crawler.text.date_forms import find_dates, url_date
from crawler.text.dates import parse_date

FETCHED = datetime(2026, 11, 26, 8, tzinfo=UTC)


def read(raw: str, language: str | None) -> str | None:
    found = parse_date(raw, language=language, fetched_at=FETCHED)
    return found[0] if found else None


@pytest.mark.parametrize(
    ("language", "raw"),
    [
        ("eu", "2026ko azaroaren 24a"),
        ("eu", "2026(e)ko azaroak 24"),
        ("ky", "2026-жыл 24-ноябрь"),
        ("kk", "2026 жылғы 24 қараша"),
        ("uz", "2026-yil 24-noyabr"),
        ("ug", "2026-يىلى 24-نويابىر"),
        ("mn", "2026 оны 11 сарын 24"),
        ("mn", "2026 оны арваннэгдүгээр сарын 24"),
        ("hu", "2026. nov. 24."),
        ("lv", "2026. gada 24. novembrī"),
        ("lt", "2026 lapkričio 24 d."),
        ("ka", "24 ნოემბერს 2026"),
        ("tg", "24 ноябри 2026"),
        ("ro", "24 noi. 2026"),
        ("mt", "24 ta' Novembru 2026"),
        ("eo", "24-a de novembro 2026"),
        ("fil", "ika-24 ng Nobyembre, 2026"),
        ("vi", "24 Tháng Mười Một, 2026"),
        ("vi", "Tháng mười một 24, 2026"),
        ("vi", "24 Th11 2026"),
        ("km", "ថ្ងៃទី២៤ ខែវិច្ឆិកា ឆ្នាំ២០២៦"),
        ("th", "24พ.ย.2569"),
        ("zh-Hans", "二〇二六年十一月廿四日"),
        ("ja", "R8.11.24"),
    ],
)
def test_a_day_is_read_and_cut_out_of_its_line(language: str, raw: str) -> None:
    assert read(raw, language) == "2026-11-24"
    found = list(find_dates(f"Photo, {raw} | x", language=language))
    assert [read(date, language) for date in found] == ["2026-11-24"]


@pytest.mark.parametrize(
    ("language", "raw", "day"),
    [
        ("ko", "26.11.24", "2026-11-24"),
        ("ja", "26/11/24", "2026-11-24"),
        ("zh-Hans", "26-11-24", "2026-11-24"),
        ("zh-Hant", "24/11/26", "2026-11-24"),
        ("ko", "24/11/31", "2031-11-24"),
        ("de", "26.11.24", "2024-11-26"),
        ("fa", "05/09/03", "2026-11-24"),
        ("fa", "۳ آذر ۰۵", "2026-11-24"),
        ("fa", "۳ آذر ۷۸", "1999-11-24"),
        ("ja", "H30.11.24", "2018-11-24"),
        ("en", "R8.11.24", "2024-11-08"),
    ],
)
def test_a_year_of_two_digits_stands_where_the_language_has_years(language: str, raw: str, day: str) -> None:
    fetched = datetime(2032, 1, 1, tzinfo=UTC)
    assert parse_date(raw, language=language, fetched_at=fetched) == (day, "day")


@pytest.mark.parametrize(
    ("language", "raw", "moment"),
    [
        ("vi", "24/11/2026, 14:30 (GMT+7)", "2026-11-24T14:30+07:00"),
        ("en", "24 Nov 2026 14:30 (UTC+8)", "2026-11-24T14:30+08:00"),
        ("en", "24 Nov 2026 14:30 [GMT+7]", "2026-11-24T14:30+07:00"),
        ("id", "24 Nov 2026 14:30 WITA", "2026-11-24T14:30+08:00"),
        ("fr", "24 novembre 2026 à 14:30 est", "2026-11-24T14:30"),
        ("en", "24 Nov 2026 14:30 EST", "2026-11-24T14:30-05:00"),
        ("en", "24 Nov 2026 14:30 cest", "2026-11-24T14:30+02:00"),
        ("ms", "24 November 2026 2:30 PTG", "2026-11-24T14:30"),
        ("vi", "24/11/2026 02:30 CH", "2026-11-24T14:30"),
        ("es", "24/11/2026 2:30 de la tarde", "2026-11-24T14:30"),
        ("es", "24/11/2026 12:30 de la mañana", "2026-11-24T00:30"),
        ("de", "24. November 2026 um 14 Uhr", "2026-11-24T14:00"),
        ("lv", "24.11.2026. plkst. 14:30", "2026-11-24T14:30"),
        (None, "2026-11-24T14:30:00&#43;02:00", "2026-11-24T14:30:00+02:00"),
        (None, "/Date(1795523400000+0200)/", "2026-11-24T14:30:00+02:00"),
    ],
)
def test_clock_times_with_their_zones_and_halves_of_the_day(language: str | None, raw: str, moment: str) -> None:
    assert read(raw, language) == moment


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://a.example/news/24-11-2026/story", "2026-11-24"),
        ("https://a.example/news/11-24-2026/story", "2026-11-24"),
        ("https://a.example/news/11-11-2026.html", "2026-11-11"),
        ("https://a.example/news/10-11-2026/story", None),
        ("https://a.example/news/31-11-2026/story", None),
        ("https://a.example/news/24-11-2026-story", None),
    ],
)
def test_a_day_of_a_url_may_stand_before_its_year(url: str, day: str | None) -> None:
    assert url_date(url) == day
