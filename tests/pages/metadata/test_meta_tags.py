"""Every meta tag and schema.org type that data/metadata.toml names gives the field that it is listed under."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from crawler.pages.metadata.declared import Metadata
from crawler.rules.metadata import metadata_rules
from tests.pages.metadata.word_readings import DAY, NAME, meta_tag, read

FIELDS: dict[str, tuple[str, Callable[[Metadata], Any], Any]] = {
    "title": ("Five new bus lines", lambda m: m.title, "Five new bus lines"),
    "description": ("They start in May.", lambda m: m.description, "They start in May."),
    "author": (NAME, lambda m: m.authors, [NAME]),
    "published": (DAY, lambda m: m.date_published, DAY),
    "dated": (DAY, lambda m: m.date_published, DAY),
    "modified": (DAY, lambda m: m.date_modified, DAY),
    "publisher": ("Harbour Post", lambda m: m.publisher, "Harbour Post"),
    "source": ("Northern Press Agency", lambda m: m.source, "Northern Press Agency"),
    "section": ("City", lambda m: m.section, "City"),
    "keywords": ("buses, hills", lambda m: m.keywords, ["buses", "hills"]),
    "image": ("/bus.jpg", lambda m: m.image, "https://news.example/bus.jpg"),
}
"""Field -> what its tag says, where it is read, what is read."""
RULES = metadata_rules()
JANE = {"@type": "Person", "name": NAME}


def test_every_field_has_its_tags() -> None:
    assert FIELDS.keys() == RULES.meta.keys()


@pytest.mark.parametrize("field", FIELDS)
def test_every_tag_gives_its_field(field: str) -> None:
    content, value, wanted = FIELDS[field]
    assert value(read(meta_tag("x-unknown", content))) != wanted
    for name in RULES.meta[field]:
        assert value(read(meta_tag(name, content))) == wanted, name


@pytest.mark.parametrize("field", sorted(FIELDS.keys() - {"author", "dated", "keywords"}))
def test_the_first_tag_that_speaks_is_trusted_most(field: str) -> None:
    content, value, wanted = FIELDS[field]
    other = "2001-02-03" if content == DAY else "Another one"
    first, *rest = RULES.meta[field]
    assert value(read("".join(meta_tag(name, other) for name in rest) + meta_tag(first, content))) == wanted


def object_of(kind: str, **facts: Any) -> str:
    text = json.dumps({"@type": kind, "name": "Five new bus lines", **facts})
    return f'<script type="application/ld+json">{text}</script>'


def test_every_article_type_is_the_story_before_a_page() -> None:
    page = object_of("WebPage", author={"@type": "Person", "name": "Ann Lee"})
    for kind in RULES.types["article"]:
        assert read(page + object_of(kind, author=JANE)).authors == [NAME], kind
    assert read(page + object_of("Thing", author=JANE)).authors == ["Ann Lee"]


def test_every_page_type_speaks_where_no_story_does() -> None:
    for kind in RULES.types["page"]:
        assert read(object_of(kind, author=JANE)).authors == [NAME], kind
    assert read(object_of("Thing", author=JANE)).authors == []


def test_what_is_never_a_story_is_none_with_a_date() -> None:
    for kind in RULES.types["never"]:
        assert read(object_of(kind, author=JANE, datePublished=DAY)).authors == [], kind
    assert read(object_of("Thing", author=JANE, datePublished=DAY)).authors == [NAME]


@pytest.mark.parametrize("family", ["liveblog", "gallery", "video"])
def test_types_of_the_record(family: str) -> None:
    for kind in RULES.types[family]:
        assert read(object_of(kind)).type == family, kind
    assert read(object_of("NewsArticle")).type == "article"


def test_an_organisation_edits_nothing() -> None:
    for kind in RULES.types["organization"]:
        assert read(object_of("NewsArticle", editor={"@type": kind, "name": NAME})).editors == [], kind
    assert read(object_of("NewsArticle", editor={"@type": "Person", "name": NAME})).editors == [NAME]
