"""Articles that run over several pages: where the next page is, and how the pages become one record.

`next_page(page)` is asked of each page in turn; who crawls fetches it, extracts it and calls `join_pages`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlsplit

from lxml import etree

from crawler.items import Article
from crawler.pages.dom.page import Page
from crawler.rules.kinds import kind_rules, link_label
from crawler.urls.canonical import canonical

MOST_PAGES = 30
"""An article of more pages is cut there: a bound, not a judgement."""

_NUMBERED = re.compile(
    r"^(?P<stem>.*?)(?P<end>\.[a-z]{3,5})?"
    r"(?:[_\-/,.;](?P<word>(?:page|pagina|seite|strona|index|p)[_\-/=:]?)?(?P<number>\d{1,2}))(?P<ending>/?|\.[a-z]{3,5})$"
)
_ENDING = re.compile(r"(?:/?index)?\.[a-z]{3,5}$")
# A number after a year or a month is a date's.
_DATED = re.compile(r"(?:^|/)(?:(?:19|20)\d{2}|\d{1,2})$|(?:19|20)\d{2}[-_/]?\d{1,2}$")
_PAGE_KEYS = frozenset(
    """
    page p pn pageno page_no pagenum pagenumber pagen_1 paged pg currentpage seite pagina strona sida side sayfa
    """.split()  # noqa: SIM905
)
# Longer link texts do not name a page, but for those that begin with its name: "Next page: the harbour fills".
_LABEL, _LABEL_AND_TITLE = 30, 120
_NAME = r"(?:page|p[áa]gina|seite|stro?na|strana|sida|side|страница|sayfa|第)"
_BEFORE_TITLE = re.compile(rf"(.{{0,20}}?(?:{_NAME}|[页頁]|ページ|페이지))[:：\s]")
_FORWARD = re.compile(r"[\s»›→>＞▶]+")
_PAGE_LABEL = re.compile(
    rf"{_NAME}? ?(\d{{1,2}}) ?(?:页|頁|ページ)?(?: ?(?:of|von|sur|de|di|van|z|av|из|/) ?\d{{1,2}})?"
)
_PAGE_NAMED = re.compile(rf"(?:.{{0,20}}\s)?{_NAME} (\d{{1,2}})\b")
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to read a URL: as page `number` of what `stem` addresses; number None: as an address without one.

    explicit: whether a word beside the number says that it counts pages.
    """

    stem: tuple[str, str, tuple[tuple[str, str], ...]]
    number: int | None
    explicit: bool


@dataclass(frozen=True, slots=True)
class _Offer:
    """A link that may lead to the next page: its address, and the number it shows (None: it says `next`).

    says_page: whether it speaks of a page; a link by rel=next that has other words may lead to the next story."""

    href: str
    number: int | None
    says_page: bool = True


def next_page(page: Page) -> str | None:
    """The URL of the page that continues this one's article; None where there is none.

    A link by rel=next, by its words (下一页, next page) or by a page number counts only where its URL differs from
    this page's in nothing but a page number: rel=next is also how sites link their next article.
    """
    here = _readings(page.url)
    offers = list(_offers(page))
    for offer in offers:
        url = page.absolute(offer.href)
        if url is None or "comment" in url.partition("#")[2]:
            continue
        for there in _readings(url):
            if any(_continues(page, own, there, offer) for own in here if own.stem == there.stem):
                return url.partition("#")[0]
    return None


def join_pages(pages: Sequence[Article]) -> Article:
    """One record of an article's pages, in order: the first page's, with all their text and no repeated paragraph."""
    seen: set[str] = set()
    paragraphs: list[str] = []
    for number, article in enumerate(pages):
        fresh = [p for p in article.text.split("\n\n") if p and (number == 0 or p not in seen)]
        paragraphs += fresh
        seen.update(fresh)
    return replace(pages[0], text="\n\n".join(paragraphs), pages=[article.url for article in pages])


def _continues(page: Page, here: _Reading, there: _Reading, offer: _Offer) -> bool:
    """Whether a reading of an offered URL is the page after a reading of this page's."""
    if there.number is None or there.number > MOST_PAGES:
        return False
    if here.number is None:
        # Pages are counted from 1, or from 0: then the second page has the number 1, and a link that says 2 or next.
        counts = there.number == 2 or (there.number == 1 and offer.number in (None, 2))
        return counts and (offer.says_page or there.explicit)
    if there.number != here.number + 1:
        return False
    return here.explicit or offer.number is not None or _links_first_page(page, here)


def _links_first_page(page: Page, here: _Reading) -> bool:
    """Whether a page links the first page of what it is read as a part of: `day-3` is not the third page of `day`."""
    for _, href in page.anchors:
        if href and (url := page.absolute(href)) is not None:
            for reading in _readings(url):
                if reading.stem == here.stem and reading.number in (None, 0, 1):
                    return True
    return False


def _offers(page: Page) -> Iterator[_Offer]:
    """Links that may lead to the next page: rel=next first, then links that say so, then page numbers."""
    numbers: list[_Offer] = []
    words: list[_Offer] = []
    for element in page.tagged("link"):
        if element.get("rel") == "next":
            named = element.get("title")
            yield _Offer(element.get("href") or "", None, named is None or _label(named) is not None)
    for element, href in page.anchors:
        if element.get("rel") == "next":
            shown = _shown(element)
            yield _Offer(href, None, not shown or _label(shown) is not None)
    for element, href in page.anchors:
        if not _DIGIT.search(href) or len(element) > 2 or len(element.text or "") > _LABEL_AND_TITLE:
            continue
        label = _label(_shown(element))
        if label is not None:
            (words if label == 0 else numbers).append(_Offer(href, label or None))
    yield from words
    yield from numbers


def _shown(element: etree._Element) -> str:
    """What a link says: its text, or what its picture, its label or its title says in its place."""
    text = "".join(element.itertext()).strip()
    pictures = (picture.get("alt") for picture in element.iter("img"))
    return text or next(filter(None, pictures), None) or element.get("aria-label") or element.get("title") or ""


def _label(shown: str) -> int | None:
    """The number of the page that a link names, 0 for the next one, None where it names none."""
    label, labels = link_label(shown), kind_rules().next_page
    if label in labels or (not label and _FORWARD.fullmatch(shown)):
        return 0
    found = _PAGE_LABEL.fullmatch(label) if len(label) <= _LABEL else None
    found = found or _PAGE_NAMED.match(label)
    if found:
        return int(found[1])
    begins = _BEFORE_TITLE.match(label)
    return 0 if begins and begins[1] in labels else None


def _readings(url: str) -> list[_Reading]:
    """The ways to read a URL: as it stands, and without each of the numbers in it that may count pages."""
    try:
        parts = urlsplit(canonical(url))
        query = tuple(parse_qsl(parts.query, keep_blank_values=True))
    except ValueError:
        return [_Reading((url, "", ()), None, False)]
    path = _ENDING.sub("", parts.path).rstrip("/")
    found = [_Reading((parts.netloc, path, query), None, False)]
    for key, value in query if path else ():  # at the root, p is the number of a post
        number = value.rpartition(",")[2]
        if key.lower() in _PAGE_KEYS and number.isdecimal() and len(number) < 3:
            rest = tuple((k, v) for k, v in query if k != key)
            found.append(_Reading((parts.netloc, path, rest), int(number), True))
    match = _NUMBERED.match(parts.path)
    if match is not None and not _DATED.search(match["stem"]):
        stem = match["stem"].rstrip("/").removesuffix("/index")
        found.append(_Reading((parts.netloc, stem, query), int(match["number"]), match["word"] is not None))
    return found
