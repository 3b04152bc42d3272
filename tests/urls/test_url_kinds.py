"""What an address says of its page."""

from __future__ import annotations

import pytest

from crawler.urls.kinds import likeness, url_kind


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://news.example/2024/03/12/ferry.html", "article"),
        ("https://news.example/c/48213377", "article"),
        ("https://news.example/ferry-line-reopens-after-two-years", "article"),
        ("https://news.example/show?id=48213", "article"),
        ("https://news.example/sport/", "other"),
        ("https://news.example/", "front"),
        ("https://news.example/tag/ferries", "section"),
        ("https://news.example/author/jane-roe-of-the-harbour", "section"),
        ("https://news.example/list_48213", "other"),
        ("https://news.example/pier.jpg", "media"),
        ("https://www.facebook.com/sharer.php?u=x", "social"),
        ("https://trc.taboola.com/click?x=1", "sponsored"),
        ("https://news.example/advertorial/a-fine-new-kitchen", "sponsored"),
        ("https://[bad", "front"),
    ],
)
def test_kinds(url: str, kind: str) -> None:
    assert url_kind(url) == kind


def test_the_sites_own_make_decides() -> None:
    own = "https://www.news.example/news/ferry-line-reopens-48213"
    assert likeness(own, "https://news.example/sport/wall-48214") is True
    assert likeness(own, "https://news.example/sport/fishing-news") is False
    assert likeness(own, "https://other.example/a-48214") is None
    slug = "https://news.example/ferry-line-reopens-after-two-years"
    assert likeness(slug, "https://news.example/storm-broke-the-sea-wall") is True
    assert likeness(slug, "https://news.example/sport") is False
