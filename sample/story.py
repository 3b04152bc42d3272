"""Stories as data: a Markdown file each, whose head (between +++ lines) is TOML.

Paragraphs are separated by a blank line. `## ` starts a subheading, `[words](target)` is a link in a sentence,
`---` alone starts the story's next page. A target is a story's id, a path on the publisher's own host, or a URL.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

STORIES = Path(__file__).parent / "stories"
INLINE_LINK = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")


@dataclass(frozen=True)
class Listed:
    """An entry of a related list that is given word for word, not made out of its target."""

    to: str
    title: str
    teaser: str


@dataclass(frozen=True)
class Copy:
    """The same story in another publisher's hands."""

    publisher: str
    path: str
    published: datetime
    title: str = ""
    """The publisher's own headline; empty: the story's."""
    hook: str = ""
    keep: int = 0
    """How many paragraphs are kept; 0: all."""


@dataclass(frozen=True)
class Story:
    """What a story's file says."""

    id: str
    publisher: str
    path: str
    title: str
    published: datetime
    text: str
    hook: str = ""
    """What the title opens with that is no part of the headline: 每日速看！"""
    language: str = ""
    """BCP 47; empty: the publisher's."""
    kind: str = "article"
    """article, or spam."""
    authors: list[str] = field(default_factory=list)
    editors: list[str] = field(default_factory=list)
    source: str = ""
    section: str = ""
    keywords: list[str] = field(default_factory=list)
    related: list[str] = field(default_factory=list)
    """Targets of the list at the page's end."""
    within: list[str] = field(default_factory=list)
    """Targets of a second list, amid the story."""
    listed: list[Listed] = field(default_factory=list)
    """The list at the page's end where it is given word for word."""
    heading: str = ""
    """Heading of the list at the end; empty: the publisher's usual one."""
    date_style: str = "full"
    """full, yearless or relative: how the page prints its date."""
    encoding: str = "utf-8"
    moved_from: str = ""
    """The story's old path, answered by a 301."""
    copies: list[Copy] = field(default_factory=list)

    @property
    def parts(self) -> list[list[str]]:
        """The paragraphs of each page of the story, links still marked."""
        return [paragraphs(part) for part in re.split(r"^---$", self.text, flags=re.M)]


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text: what stands between blank lines."""
    return [" ".join(p.split("\n")).strip() for p in re.split(r"\n\s*\n", text) if p.strip()]


def plain(paragraph: str) -> str:
    """A paragraph as a reader sees it: without the marks of links and subheadings."""
    return INLINE_LINK.sub(r"\1", paragraph).removeprefix("## ")


def load_stories(folder: Path = STORIES) -> list[Story]:
    """All stories of a folder, in the order of their files' names; ValueError names a file that cannot be read."""
    return [_load(path) for path in sorted(folder.glob("*.md"))]


def _load(path: Path) -> Story:
    _, head, text = path.read_text(encoding="utf-8").split("+++\n", 2)
    try:
        given: dict[str, Any] = tomllib.loads(head)
        copies = [Copy(**c) for c in given.pop("copies", [])]
        listed = [Listed(**entry) for entry in given.pop("listed", [])]
        return Story(id=path.stem, text=text.strip(), copies=copies, listed=listed, **given)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{path}: {error}") from error
