"""How the samples of data/metadata.toml are read: one small page a sample, by the code that reads pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

from crawler.pages.dom.page import Page
from crawler.pages.metadata.declared import Metadata
from crawler.pages.metadata.extract import complete, read_metadata
from crawler.text.names import is_person

URL = "https://news.example/harbour/ferry"
TITLE = "Ferry line opens a new quay"
NAME, DAY = "Jane Doe", "2023-06-09"
SIGNED, LABELLED = "— ", " = "
_MARKED = re.compile(r"⟦([^⟧]+)⟧")

Answer = list[str]
Reading = Callable[[str], Answer]


def unmarked(sample: str) -> str:
    """A sample as a page would print it."""
    return _MARKED.sub(r"\1", sample)


def marked(sample: str) -> Answer:
    """What a sample says is read of it."""
    return _MARKED.findall(sample)


def meta_tag(name: str, content: str) -> str:
    return f'<meta name="{escape(name)}" content="{escape(content)}">'


def read(head: str = "", body: str = "", heading: str = f"<h1>{TITLE}</h1>", lines: tuple[str, ...] = ()) -> Metadata:
    """The facts of a page with this in its head and below its heading; lines: the paragraphs of its story."""
    page = Page(f'<html lang="en"><head>{head}</head><body>{heading}{body}</body></html>', URL)
    return complete(read_metadata(page), page, lines)


def authors(credit: str) -> Answer:
    """The authors that a credit names: what an author's tag says, a label and its value, or a line that signs."""
    if credit.startswith(SIGNED):
        return read(lines=("The ferry runs again.", credit.removeprefix(SIGNED))).authors
    label, labelled, value = credit.partition(LABELLED)
    if labelled:
        return read(meta_tag("twitter:label1", label) + meta_tag("twitter:data1", value)).authors
    return read(meta_tag("author", credit)).authors


def person(name: str) -> Answer:
    return [name] if is_person(name) else []


def wire(credit: str) -> Answer:
    """The source that an author's tag names."""
    return [source] if (source := read(meta_tag("author", credit)).source) else []


def sign_off(name: str) -> Answer:
    """The source that stands in brackets behind the story's last sentence."""
    return [source] if (source := read(lines=("The quay is new.", f"The ferry runs daily. ({name})")).source) else []


def byline(name: str) -> Answer:
    return read(body=f'<div class="{name}">{NAME}</div>').authors


def no_byline(name: str) -> Answer:
    return [] if byline(name) else [NAME]


def author_link(path: str) -> Answer:
    return read(body=f'<p>x</p><a href="{path}">{NAME}</a>').authors


def labelled(credit: str) -> Answer:
    """The authors that a credit names in an author's tag, and in a line below the headline as well."""
    in_tag = authors(credit)
    in_line = in_tag if LABELLED in credit else read(body=f"<p>{escape(credit)}</p>").authors
    return in_tag if in_line == in_tag else []


def dated(name: str) -> Answer:
    """The day in an element of this class, where another day stands nearer to the headline."""
    day = read(body=f'<p>10 May 2022</p><div class="{name}">9 June 2023</div>').date_published
    return [NAME] if day == DAY else []


def updated(name: str) -> Answer:
    day = read(body=f'<time class="{name}" datetime="{DAY}">9 June 2023</time>').date_modified
    return [NAME] if day == DAY else []


def headline(name: str) -> Answer:
    """The title of a page that prints it in an element of this class."""
    found = read("<title>x</title>", "<p>y</p>", heading=f'<div class="{name}">{TITLE}</div>').title
    return [NAME] if found == TITLE else []


def no_headline(name: str) -> Answer:
    return [] if headline(name) else [NAME]


READINGS: dict[tuple[str, str], Reading] = {
    ("names", "articles"): person,
    ("names", "by"): labelled,
    ("names", "by_colon"): labelled,
    ("names", "never"): person,
    ("organizations", "names"): wire,
    **{("organizations", key): sign_off for key in ("endings", "words", "word_endings")},
    ("markup", "byline"): byline,
    ("markup", "not_byline"): no_byline,
    ("markup", "author_path"): author_link,
    ("markup", "date"): dated,
    ("markup", "updated"): updated,
    ("markup", "headline"): headline,
    ("markup", "not_headline"): no_headline,
}
"""List -> how its samples are read; `authors` where none is named. A class that counts is read as a name."""


def expected(table: str, key: str, sample: str, *, kept: bool = False) -> Answer:
    """What must be read of a sample: what it marks; of a class, a name, and none where it is kept."""
    if table == "markup":
        return [] if kept else [NAME]
    return marked(sample)
