"""Names of containers: what is read of them, and what the forms of an entry match."""

from __future__ import annotations

import pytest

from crawler.rules.class_names import LONGEST, entry_pattern, name_words


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("related-posts", "related-posts"),
        ("relatedPosts__list", "related-posts-list"),
        ("Story_Body wide", "story-body wide"),
        ("md:mt-2 !p-0 w-[3px] lead", "lead"),
        ("tag-sports category-news post", "post"),
        ("has-small-font-size", ""),
        ("a " * LONGEST + "end", " ".join("a" * (LONGEST // 2))),
    ],
)
def test_names_become_words(name: str, words: str) -> None:
    assert name_words(name) == words


@pytest.mark.parametrize(
    ("entry", "found", "not_found"),
    [
        ("comment", ["comment", "comments-area", "post-comment", "wide comment"], ["nocomment"]),
        ("ad.", ["ad", "ad-slot", "top-ad", "wide ad wide"], ["adult", "ad2", "load"]),
        ("^photo", ["photo", "photograph", "wide photo-box"], ["story-photo"]),
        ("^toc.", ["toc", "wide toc-list"], ["tocantins", "ez-toc"]),
        ("=hidden", ["hidden", "wide hidden box"], ["hidden-xs", "is-hidden"]),
    ],
)
def test_forms_of_an_entry(entry: str, found: list[str], not_found: list[str]) -> None:
    pattern = entry_pattern([entry])
    assert [bool(pattern.search(name)) for name in found + not_found] == [True] * len(found) + [False] * len(not_found)


def test_entries_of_all_forms_are_found_together() -> None:
    pattern = entry_pattern(["ad.", "adslot", "^photo", "=hidden", "share."])
    assert all(pattern.search(name) for name in ("top-ad", "adslot2", "photos", "hidden", "share-it"))
    assert not any(pattern.search(name) for name in ("adult", "story-photo", "hidden-xs", "sharecrop"))
