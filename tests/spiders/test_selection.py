"""Which stories a run wants."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from crawler.items import Article, Link
from crawler.spiders.selection import Selection

NOW = "2026-03-10T12:00:00Z"


@pytest.mark.parametrize(
    ("published", "old"),
    [
        ("2026-03-09T11:59:59+00:00", True),
        ("2026-03-09T12:00:01+00:00", False),
        ("2026-03-09T19:59:00+08:00", True),
        ("2026-03-09", False),
        ("2026-03-08", True),
        ("2026-03", False),
        ("2025", True),
        (None, False),
        ("soon", False),
    ],
)
def test_a_day_back_counts_from_when_the_page_was_fetched(published: str | None, old: bool) -> None:
    selection = Selection(since=timedelta(hours=24))
    assert selection.article_too_old(Article(date_published=published), NOW) is old


def test_a_date_is_a_bound_of_its_own() -> None:
    selection = Selection(since=datetime(2026, 1, 31, tzinfo=UTC))
    assert selection.link_too_old("https://news.example/2026/01/29/story.html", NOW)
    assert not selection.link_too_old("https://news.example/2026/02/01/story.html", NOW)
    assert not selection.link_too_old("https://news.example/story.html", NOW)


def test_without_a_bound_nothing_is_too_old() -> None:
    assert not Selection().link_too_old("https://news.example/1999/01/01/story.html", NOW)


@pytest.mark.parametrize(
    ("language", "wrong"),
    [
        ("zh-Hans", False),
        ("zh-Hant", False),
        ("EN", False),
        ("en-GB", False),
        ("de", True),
        (None, True),
        ("zhx", True),
    ],
)
def test_a_language_takes_its_scripts_and_regions(language: str | None, wrong: bool) -> None:
    assert Selection(language=("zh", "en")).wrong_language(language) is wrong


def test_no_language_asked_for_takes_all() -> None:
    assert not Selection().wrong_language(None)


@pytest.mark.parametrize(
    ("scope", "url", "reason"),
    [
        ("site", "https://other.example/2026/story", "scope"),
        ("site", "https://news.example/2026/story", None),
        ("site", "https://sport.news.example/2026/story", None),
        ("any", "https://other.example/2026/story", None),
    ],
)
def test_scope_site_stays_on_the_seeds_registrable_domain(scope: str, url: str, reason: str | None) -> None:
    selection = Selection(scope=scope, depth=2)
    link = Link(source_id="1", target_id="2", url=url, kind="related", relevance=1.0)
    assert selection.refuses(link, "https://www.news.example/2026/seed", 0, NOW) == reason
