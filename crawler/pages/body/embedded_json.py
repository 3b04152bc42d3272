"""A story that stands only in a page's embedded JSON: JSON-LD's articleBody, or the state that a script draws from.

Asked only where the markup holds hardly any text. What JSON-LD calls the article's body is often cut, so the longest
candidate wins; in a state, the one beside the page's own headline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from itertools import islice
from typing import Any

from lxml import etree

from crawler.pages.body.flags import OUT
from crawler.pages.body.segment import segment
from crawler.pages.dom.embedded_json import decode, json_values
from crawler.pages.dom.page import Page, parse

_TITLE_KEYS = ("title", "headline", "heading", "articleTitle", "name")
_BODY_KEYS = frozenset(
    """
    body bodyhtml bodytext bodycontent htmlbody articlebody articlehtml articletext articlecontent content contenthtml
    contentbody contenttext htmlcontent contents html story storybody storytext storycontent text texthtml fulltext
    maintext maincontent newscontent postcontent rendered renderedhtml markdown richtext document
    paragraphs blocks editorblocks bodyblocks elements contentelements components sections cards
    """.split()  # noqa: SIM905 - a word list reads better than so many quotes
)
_TEXT_KEYS = frozenset(
    """
    text content html renderedhtml value body data paragraph paragraphs children items blocks innerblocks attributes
    model c storyelements nodes root
    """.split()  # noqa: SIM905
)
_SKIP_KEYS = re.compile(
    r"related|recommend|comment|caption|teaser|promo|nav|menu|footer|author|seo|meta|image|photo", re.I
)
_TYPES = ("type", "subtype", "kind", "_type", "__typename", "component")
_BESIDE = re.compile(_SKIP_KEYS.pattern + r"|interstitial|also-?_?read|read-?_?(?:more|also|next)|newsletter", re.I)
"""What names a block that is not of the story."""
_ENTITY = re.compile(r"&(?:[a-z]{2,8}|#\d{1,6}|#x[0-9a-f]{1,5});", re.I)
_MARKDOWN = re.compile(
    r"!\[[^\]]*\]\([^)\s]*\)|\[([^\]]+)\]\((?:https?:/)?/[^)\s]*\)|\*\*(?=\S)(.+?)(?<=\S)\*\*|^#{1,6} "
)
_MAX_VALUES = 100_000
_MOST_PARTS, _MOST_TEXTS = 5_000, 1_000_000
"""Values of one body, and of all bodies of a script, that are looked at: objects may lead to each other in circles."""
_DEPTH = 40
_PROSE, _STORY = 40, 200
_TITLED = 10
"""A text beside the page's headline counts as one so many times as long: terms of use and other stories are long."""
_HEADLINE = 15
"""A headline of so many characters may be a part of the one that the data have."""
_BLOCKS_DEEP = 8
"""Levels of an editor's tree that are read: document, section, list, item, paragraph, link, words."""
_PARAGRAPH = re.compile(r"p|h[1-6]|li|.*(?:para|block|heading|list-?_?item|quote).*", re.I | re.S)
_PIECE_KEYS = ("text", "value")
_PROPS, _DRAWN = 3, ("p", "h2", "h3", "h4", "blockquote", "li")
"""Where an element of a streamed tree keeps its properties, and the elements that hold text."""


@dataclass(slots=True)
class Story:
    """A story out of JSON: its paragraphs, and the script element that holds it."""

    paragraphs: list[str]
    element: etree._Element
    size: int


def find_story(page: Page, title: str) -> Story | None:
    """The longest story in the page's embedded JSON; None where there is none."""
    best: Story | None = None
    for embedded in json_values(page):
        element = embedded.element
        for text_parts, titled in _candidates(_linked(element, embedded.value), title.strip().casefold()):
            if not titled and not embedded.is_data:
                continue
            paragraphs = _paragraphs(text_parts)
            size = sum(len(p) for p in paragraphs) * (_TITLED if titled else 1)
            if size >= _STORY and (best is None or size > best.size):
                best = Story(paragraphs, element, size)
    return best


def _candidates(value: Any, title: str) -> Iterator[tuple[list[str], bool]]:
    """Texts that may be the story, each with whether it stands beside the page's headline."""
    stack: list[tuple[Any, bool, int]] = [(value, False, 0)]
    steps = iter(range(_MOST_TEXTS))
    seen: dict[tuple[int, bool], Any] = {}
    for _ in range(_MAX_VALUES):
        if not stack:
            return
        node, titled, depth = stack.pop()
        if depth > _DEPTH or (id(node), titled) in seen:
            continue
        seen[id(node), titled] = node  # held, so that no other value gets its id
        if isinstance(node, dict):
            titled = titled or (bool(title) and any(_is_title(node.get(key), title) for key in _TITLE_KEYS))
            for key, member in node.items():
                if not isinstance(member, str | list | dict) or _SKIP_KEYS.search(key):
                    continue
                if _plain(key) in _BODY_KEYS and (texts := list(_texts(member, islice(steps, _MOST_PARTS)))):
                    yield texts, titled
                if isinstance(member, str) and len(member) > _STORY and member.lstrip()[:1] in ("{", "["):
                    member = decode(member.lstrip())  # JSON in a string
                if isinstance(member, dict | list):
                    stack.append((member, titled, depth + 1))
        elif isinstance(node, list):
            if texts := _drawn_paragraphs(node):
                yield texts, titled
            stack.extend((member, titled, depth + 1) for member in node if isinstance(member, dict | list))


def _linked(script: etree._Element, value: Any) -> Any:
    """A store of objects by name, with the objects in the place of references to them (Apollo's {"__ref": name})."""
    if not isinstance(value, dict) or '"__ref"' not in (script.text or ""):
        return value
    stack: list[Any] = [value]
    while stack:
        node = stack.pop()
        for key, member in list(node.items() if isinstance(node, dict) else enumerate(node)):
            name = member.get("__ref") if isinstance(member, dict) and len(member) == 1 else None
            if isinstance(name, str):
                node[key] = value.get(name)
            elif isinstance(member, dict | list):
                stack.append(member)
    return value


def _drawn_paragraphs(members: list[Any]) -> list[str]:
    """The texts of paragraphs that stand side by side in a streamed tree: ["$", "p", key, {"children": …}]."""
    drawn = [m for m in members if isinstance(m, list) and len(m) > _PROPS and m[0] == "$" and m[1] in _DRAWN]
    texts = ["".join(_drawn_text(m[_PROPS])) for m in drawn]
    return texts if sum(m[1] == "p" for m in drawn) > 1 else []


def _drawn_text(node: Any, depth: int = 0) -> Iterator[str]:
    """The text in the properties of an element of such a tree."""
    if isinstance(node, str) and depth:
        yield node
    elif isinstance(node, dict):
        yield from _drawn_text(node.get("children"), depth + 1)
    elif isinstance(node, list) and depth < _DEPTH:
        if node[:1] == ["$"]:
            yield from _drawn_text(node[_PROPS] if len(node) > _PROPS else None, depth + 1)
        else:
            for member in node:
                yield from _drawn_text(member, depth + 1)


def _is_title(value: Any, title: str) -> bool:
    if isinstance(value, list):
        return any(isinstance(member, str) and _is_title(member, title) for member in value)
    if not isinstance(value, str) or len(value) <= 5:
        return False
    name = value.strip().casefold()
    return name in title or (len(title) >= _HEADLINE and title in name)


def _texts(value: Any, steps: Iterator[int], depth: int = 0) -> Iterator[str]:
    """The texts of a body, in order: a string, or the strings of its blocks.

    steps: one for each value that may be looked at.
    """
    if next(steps, None) is None:
        return
    if isinstance(value, str):
        if _is_text(value) and (depth or (len(value) >= _PROSE and not value.startswith(("http", "{", "/")))):
            yield value
    elif depth < _BLOCKS_DEEP:
        if line := _line(value):
            yield line
        elif isinstance(value, list):
            for member in value[:2000]:
                yield from _texts(member, steps, depth + 1)
        elif isinstance(value, dict):
            for key, member in () if _is_beside(value) else value.items():
                if _plain(key) in _TEXT_KEYS or key.isdecimal():
                    yield from _texts(member, steps, depth + 1)


def _is_beside(block: dict[str, Any]) -> bool:
    """Whether a block of a body says that it is a picture, a link to other stories or the like."""
    return any(isinstance(block.get(key), str) and _BESIDE.search(block[key]) for key in _TYPES)


def _line(value: Any) -> str:
    """The text of a paragraph that an editor keeps in pieces ({"children": [{"text": "A "}, {"text": "b"}]}); "" for
    anything else."""
    if not isinstance(value, dict):
        return ""
    named = _PARAGRAPH.fullmatch(str(value.get("type") or value.get("_type") or value.get("nodeType") or ""))
    for key in ("children", "content", "nodes"):
        pieces = value.get(key)
        if isinstance(pieces, list) and (named or key == "children") and any(map(_is_piece, pieces)):
            return "".join(_pieces(pieces)).strip()
    return ""


def _is_piece(node: Any) -> bool:
    """Whether a value is words within a line: it has a text, and no other lines in it."""
    return (
        isinstance(node, dict)
        and any(isinstance(node.get(key), str) for key in _PIECE_KEYS)
        and str(node.get("type") or node.get("_type") or node.get("nodeType") or "text").lower() in ("text", "span")
    )


def _pieces(nodes: list[Any], depth: int = 0) -> Iterator[str]:
    for node in nodes[:_MOST_PARTS] if depth < _BLOCKS_DEEP else ():
        if _is_piece(node):
            yield next(node[key] for key in _PIECE_KEYS if isinstance(node.get(key), str))
        elif isinstance(node, dict):  # a link around some of them
            for key in ("children", "content", "nodes"):
                if isinstance(node.get(key), list):
                    yield from _pieces(node[key], depth + 1)


def _plain(key: str) -> str:
    """A key without what joins its words."""
    return key.lower().replace("_", "").replace("-", "")


def _is_text(value: str) -> bool:
    return " " in value.strip() or (len(value) > 3 and not value.isascii())


def _paragraphs(texts: list[str]) -> list[str]:
    """Paragraphs out of texts that are plain or HTML, each once."""
    found: dict[str, None] = {}
    for text in map(_readable, texts):
        if "<" in text and ">" in text:
            for block in segment(parse(text)).blocks:
                if not block.container.flags & OUT:
                    found.setdefault(block.text)
        else:
            for line in text.split("\n"):
                if said := _MARKDOWN.sub(_said, line).split():
                    found.setdefault(" ".join(said))
    return list(found)


def _readable(text: str) -> str:
    """A text with what it was escaped with, once or twice, undone."""
    if "\\n" in text and "\n" not in text:
        text = text.replace("\\r", "").replace("\\n", "\n")
    for _ in range(2):
        text = unescape(text) if "<" not in text and _ENTITY.search(text) else text
    return text


def _said(marked: re.Match[str]) -> str:
    """The words that are marked in Markdown; none of a picture."""
    return marked[1] or marked[2] or ""
