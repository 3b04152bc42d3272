"""Dates told from now, in the words of the page's language."""

from datetime import UTC, datetime

import pytest

from crawler.text.dates import parse_date
from crawler.text.relative_dates import is_relative

FETCHED = datetime(2026, 11, 26, 8, tzinfo=UTC)
TWO_DAYS_AGO = [
    ("sk", "pred 2 dňami"), ("hu", "2 napja"), ("lv", "pirms 2 dienām"), ("sl", "pred 2 dnevi"), ("mk", "пред 2 дена"),
    ("kk", "2 күн бұрын"), ("uz", "2 kun oldin"), ("ml", "2 ദിവസം മുമ്പ്"), ("kn", "2 ದಿನಗಳ ಹಿಂದೆ"),
    ("mr", "2 दिवसांपूर्वी"),
    ("si", "දින 2කට පෙර"), ("fil", "2 araw ang nakalipas"), ("sw", "siku 2 zilizopita"), ("ca", "fa 2 dies"),
    ("gl", "hai 2 días"), ("eu", "duela 2 egun"), ("sq", "2 ditë më parë"), ("is", "fyrir 2 dögum"),
    ("ka", "2 დღის წინ"),
    ("hy", "2 օր առաջ"), ("mn", "2 өдрийн өмнө"), ("af", "2 dae gelede"), ("am", "ከ2 ቀናት በፊት"), ("ur", "2 دن پہلے"),
    ("ms", "2 hari lepas"), ("pt", "2 dias atrás"), ("az", "2 gün əvvəl"), ("zh-Hant", "兩天前"), ("zh-Hans", "两天前"),
]  # fmt: skip
TWO_DAYS_IN_A_WORD = [
    ("ar", "منذ يومين"), ("he", "לפני יומיים"), ("fr", "avant-hier"), ("pl", "przedwczoraj"),
    ("ar", "أول أمس"), ("ko", "그제"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text"), [*TWO_DAYS_AGO, *TWO_DAYS_IN_A_WORD])
def test_two_days_ago_in_the_language_of_the_page(language: str, text: str) -> None:
    assert parse_date(text, language=language, fetched_at=FETCHED) == ("2026-11-24", "day")


@pytest.mark.parametrize(
    ("language", "text", "moment"),
    [
        ("ar", "منذ ساعة", "07:00"),
        ("ar", "منذ ساعتين", "06:00"),
        ("he", "לפני שעה", "07:00"),
        ("ru", "час назад", "07:00"),
        ("it", "un'ora fa", "07:00"),
        ("zh-Hans", "半小时前", "07:30"),
        ("ru", "полчаса назад", "07:30"),
    ],
)
def test_a_unit_may_hold_its_number(language: str, text: str, moment: str) -> None:
    assert parse_date(text, language=language, fetched_at=FETCHED) == (f"2026-11-26T{moment}+00:00", "minute")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "la semaine dernière"),
        ("ru", "часть назад"),
        ("zh-Hans", "以前"),
        (None, "2 napja"),
        ("en", "2 napja"),
    ],
)
def test_words_that_tell_no_day_are_no_dates(language: str | None, text: str) -> None:
    assert not is_relative(text, language)
