"""Is this page an article, and of what type?

A page is called not an article only on firm evidence: a missed story is worse than a list page read as one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from lxml import etree

from crawler.items import ArticleType
from crawler.pages.body.extract import Body
from crawler.pages.body.live_posts import live_blogs, split_posts
from crawler.pages.dom.page import Page
from crawler.pages.metadata.declared import Metadata
from crawler.pages.unreadable import Unreadable, find_unreadable
from crawler.rules.kinds import kind_rules, live_pattern, says_live_part, schema_type, spaced

# No story has fewer letters.
_LETTERS = 8
# A page that declares itself a list, and has less text, holds no story.
_SHORT = 600
# Most paragraphs of a list of stories stand right under a linked headline.
_LISTED = 0.6
# Of a menu, links have so large a share of the letters.
_LINKED = 0.8
_SENTENCE_END = re.compile(r"[^\W\d_]{2}[.!?…]['\"”’»)]*(?:\s|$)|[。！？।۔؟]")
# A live blog has so many dated or timed entries; one that calls itself live fewer.
_STAMPED, _CALLED_LIVE = 8, 2
# A post that tells something is as long, in characters.
_POST = 60
_INDEX = re.compile(r"/(?:(?:index|default|home)(?:\.[a-z]{2,5})?/?)?")


@dataclass(slots=True)
class Verdict:
    """type: what kind of story; no_article: why the page is none, or None where it is one."""

    type: ArticleType
    no_article: Unreadable | None = None


def judge(page: Page, meta: Metadata, body: Body, text: str) -> Verdict:
    """Decide from the body, the title, the URL and the declared types."""
    return Verdict(_type(page, meta, body), find_unreadable(page, meta, text) or _no_story(page, body, text))


def _no_story(page: Page, body: Body, text: str) -> Unreadable | None:
    detail = _no_text(text) or _list_page(page, body, text)
    return None if detail is None else Unreadable("not-article", detail)


def _no_text(text: str) -> str | None:
    letters = sum(map(str.isalpha, text[:1000]))
    return None if letters >= _LETTERS else "no text of a story was found on the page"


def _list_page(page: Page, body: Body, text: str) -> str | None:
    """A front, section, search or author page."""
    types = declared_types(page)
    declared = any("article" in t or "posting" in t or t == "report" for t in types)
    if not declared and _is_menu(body, text):
        return "all the text there is are links, as in a menu"
    if body.teasers >= _LISTED and not declared:
        return "the text is a list of teasers, each under a linked headline"
    listing = sorted(types & kind_rules().lists)
    if listing and not declared and (body.teasers > 0.3 or len(text) < _SHORT):
        return f"the page declares itself a {listing[0]} and holds no story of its own"
    path, query = _path_and_query(page.url)
    root = _INDEX.fullmatch(path or "/") is not None and not query
    if root and not declared and body.teasers > 0.3:
        return "the front page of a site, with teasers of its stories"
    return None


def _is_menu(body: Body, text: str) -> bool:
    """Whether a short text is links and what parts them: bars, arrows, the name of the section that is open. No menu
    says a sentence."""
    if len(text) >= _SHORT or _SENTENCE_END.search(text):
        return False
    elements = dict.fromkeys(block.element for block in body.blocks)
    linked = sum(_letters(link) for element in elements for link in element.iter("a"))
    return linked > 0 and linked >= _LINKED * sum(map(_letters, elements))


def _letters(element: etree._Element) -> int:
    return sum(map(str.isalnum, "".join(element.itertext())))


def declared_types(page: Page) -> set[str]:
    """schema.org types of the page's JSON-LD objects, in lower case, without their vocabulary."""
    found: set[str] = set()
    for item in page.json_ld:
        types = item.get("@type")
        for value in types if isinstance(types, list) else [types]:
            if isinstance(value, str):
                found.add(schema_type(value))
    return found


def _type(page: Page, meta: Metadata, body: Body) -> ArticleType:
    """The declared type, and what the body shows where none is declared."""
    if meta.type != "article":
        return meta.type
    if live_blogs(page):
        return "liveblog"
    path = _path_and_query(page.url)[0]
    live = _live().search(spaced(f"{path} {meta.title}")) is not None
    if body.stamps >= (_CALLED_LIVE if live else _STAMPED) or (live and split_posts(body.blocks, body.root)):
        return "liveblog"
    if _may_be_live(f"{path}/{meta.title}", body) and _has_told_posts(body):
        return "liveblog"
    return "gallery" if body.captions else "article"


def _may_be_live(names: str, body: Body) -> bool:
    """Whether a part of the title or the path says so, or the microdata around the story."""
    if says_live_part(kind_rules().live_part, names):
        return True
    around = () if body.root is None else (body.root, *body.root.iterancestors())
    return any("liveblog" in (element.get("itemtype") or "").lower() for element in around)


def _has_told_posts(body: Body) -> bool:
    """Whether the story is made of posts that tell something: a list of broadcasts has times and titles alone."""
    posts = split_posts(body.blocks, body.root)
    return sum(len(post.text) >= _POST for post in posts) > len(posts) / 2


def _path_and_query(url: str) -> tuple[str, str]:
    """Both empty for a URL that cannot be parsed."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", ""
    return parts.path, parts.query


@cache
def _live() -> re.Pattern[str]:
    return live_pattern(kind_rules().live)
