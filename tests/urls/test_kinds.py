"""What an address says of its page."""

from __future__ import annotations

from urllib.parse import quote

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
        # a day and a headline under the name of a section are its story
        ("https://news.example/people/2024/03/12/the-captain-of-the-first-boat", "article"),
        ("https://news.example/people/2024/03/12/", "section"),
        ("https://news.example/people/the-captain-of-the-first-boat", "section"),
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


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        # a slug of four words, or of three that are long
        ("/harbour-bridge-opens-again", "article"),
        ("/extraordinary-council-meeting", "article"),
        ("/new-bridge-opens", "other"),
        ("/extraordinarycouncil-meeting", "other"),
        # a day in the path counts for a page below a folder
        ("/2026/03/storm", "article"),
        ("/sport/2026-03-05", "article"),
        ("/2026-03-05", "other"),
        # a code of eight letters and digits is a story's
        ("/abcdefg1", "article"),
        ("/abcdefgh", "other"),
        ("/abcdef1", "other"),
        ("/abcd-ef1", "other"),
        ("/sport/ferry", "other"),
    ],
)
def test_the_parts_of_a_path_that_name_a_story(path: str, kind: str) -> None:
    assert url_kind(f"https://news.example{path}") == kind


@pytest.mark.parametrize(("slug", "kind"), [("臺北", "other"), ("臺北捷", "other"), ("臺北捷運", "article")])
def test_two_signs_of_a_script_without_spaces_are_a_word(slug: str, kind: str) -> None:
    assert url_kind(f"https://news.example/{quote(slug)}") == kind


def test_where_the_sites_own_address_has_no_number_words_are_counted() -> None:
    own = "https://news.example/news/bridge-opens-after-long-repair"
    assert likeness(own, "https://news.example/sport/ferry-sails-again") is True
    assert likeness(own, "https://news.example/sport/ferry-sails") is False
    assert likeness("https://news.example/a-b-c", "https://news.example/one") is False, "one word is a section"


def test_an_address_is_judged_by_the_sites_own() -> None:
    own = "https://www.news.example/news/ferry-line-reopens-48213"
    assert likeness(own, "https://news.example/sport/wall-48214") is True
    assert likeness(own, "https://news.example/sport/fishing-news") is False
    assert likeness(own, "https://other.example/a-48214") is None
    slug = "https://news.example/ferry-line-reopens-after-two-years"
    assert likeness(slug, "https://news.example/storm-broke-the-sea-wall") is True
    assert likeness(slug, "https://news.example/sport") is False
