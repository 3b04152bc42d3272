"""Is this a page that only scripts draw? Its server sends a frame, and what fills it comes from elsewhere.

A wall that looks for robots is none: this crawler says what it is, and does not ask twice where robots are unwelcome.
"""

from __future__ import annotations

from collections.abc import Iterable

from crawler.pages.article import Extraction
from crawler.pages.dom.page import Page
from crawler.rules.walls import folded, wall_words
from crawler.text.boilerplate import clean_text

_KIND = "a check for robots or for scripts"
_SCRIPTS = ("javascript", "enable js", "자바스크립트", "جافا سكريبت")
"""What a sentence of such a page names."""
_LETTERS = 200
"""A frame has no more text than this: a menu, a notice, a line at its foot."""
_STORY = 8
"""No story has fewer letters, once boilerplate is cut."""
_PROGRAMS = ("", "module", "text/javascript", "application/javascript")
"""Types of script elements that are run; others hold data."""


def is_drawn_by_scripts(found: Extraction) -> bool:
    """Whether a page without a story would have one if its scripts were run, so far as its plain form shows."""
    text = found.body.text()
    if _letters(text) > _LETTERS or not _has_programs(found.page):
        return False
    if found.article is not None or found.reason == "not-article":
        return _letters(clean_text(text, found.metadata.language).text) < _STORY
    return found.reason == "wall" and not _looks_for_robots(found.page, text)


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def _has_programs(page: Page) -> bool:
    return any((script.get("type") or "").strip().lower() in _PROGRAMS for script in page.tagged("script"))


def _looks_for_robots(page: Page, text: str) -> bool:
    """Whether a wall says more than that scripts are needed."""
    said = [folded(line) for line in (page.tree.findtext(".//title") or "", *text.split("\n")) if line.strip()]
    return not any(_names_scripts(line) for line in said) or any(_words_of_robots(said, page.html.casefold()))


def _words_of_robots(said: list[str], source: str) -> Iterable[bool]:
    for group in wall_words():
        if group.kind != _KIND or group.place == "word":
            continue
        for word in group.words:
            plain = word.removesuffix(".")
            if not _names_scripts(plain):
                yield plain in source if group.place == "markup" else any(plain in line for line in said)


def _names_scripts(text: str) -> bool:
    return any(name in text for name in _SCRIPTS)
