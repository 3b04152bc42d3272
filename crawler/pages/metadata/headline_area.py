"""Where on a page the story's head is: its heading, and the elements around it in order of closeness."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Sequence, Set
from itertools import chain, islice, product

from lxml import etree

from crawler.pages.dom.page import Page
from crawler.pages.metadata.attribute_roles import holds_others_words
from crawler.pages.metadata.headline import key
from crawler.text.normalize import line

Heading = tuple[etree._Element, str]
Placed = tuple[int, etree._Element]
_JUST_BEFORE, _BEFORE, _AFTER, _BESIDE, _DEEPEST = 16, 50, 200, 30, 40
_MOST_HEADINGS = 120
_LONGEST = 600
_MOST_SCANNED = 5000
_BREAKS = ("br", "div", "p", "li", "hr")
_BLOCK = re.compile(r"display\s{0,9}:\s{0,9}(?:block|flex|grid|table)")
_MOST_LABELS, _LEAST, _MARKS = 12, 8, " :|｜·•/–—-"
_HEADING_DEPTH = 8
_PLAIN = ("td", "div", "span", "p", "font")
_LESSER = ("h2", "h3", "h4", "strong", "b")


def headings(page: Page, *tags: str) -> list[Heading]:
    """The page's headings of these tags (h1 where none is named) that hold text, in order, with that text."""
    found = []
    for element in islice(page.tagged(*(tags or ("h1",))), _MOST_HEADINGS):
        text = line(spaced(element))[:400]
        if text:
            found.append((element, text))
    return found


def spaced(element: etree._Element, depth: int = 0) -> str:
    """A heading's text with a blank where a line breaks, and between a badge or kicker and the words beside it."""
    pieces = [element.text or ""]
    for child in islice(element, 60):
        inner = spaced(child, depth + 1) if isinstance(child.tag, str) and depth < _HEADING_DEPTH else ""
        apart = _is_block(child) or (
            child.get("class") and len(inner.strip()) > 1 and _parts(pieces, inner, child.tail)
        )
        pieces += [" ", inner, " ", child.tail or ""] if apart else [inner, child.tail or ""]
    return "".join(pieces)


def _is_block(element: etree._Element) -> bool:
    """Whether a line breaks before an element and behind it."""
    return element.tag in _BREAKS or _BLOCK.search(element.get("style") or "") is not None


def without_labels(heading: Heading, said: Collection[str]) -> Heading:
    """The heading without the kicker, badge or button at its ends, where the page elsewhere says the title without it.

    said: the folded wordings of the title element, of meta tags and of structured data."""
    element, text = heading
    if len(element) == 0 or any(key(text) in wording for wording in said):
        return heading
    inner = [words for e in islice(element.iter(), 1, _MOST_LABELS) if (words := line(spaced(e))) and words != text]
    for first, last in product(["", *filter(text.startswith, inner)], ["", *filter(text.endswith, inner)]):
        rest = text[len(first) : len(text) - len(last)].strip(_MARKS)
        if len(key(rest)) >= _LEAST and any(wording.startswith(key(rest)) for wording in said):
            return element, rest
    return heading


def _parts(before: Sequence[str], inner: str, after: str | None) -> bool:
    """Whether words of their own meet at an element's edges: "KickerHeadline", but not "head<b>line</b>s"."""
    left, right = "".join(before)[-1:], (after or "")[:1]
    return not inner or (
        not (left.isalpha() and inner[:1].islower()) and not (inner[-1:].isalpha() and right.islower())
    )


def heading_of(page: Page, title: str, heads: Sequence[Heading]) -> etree._Element | None:
    """What holds the title: an h1, a lesser heading, the likest h1, any element; else the first long paragraph."""
    found = _holding(title, heads, last=True)
    if found is None:
        found = _holding(title, headings(page, *_LESSER), last=False)
    if found is None:
        found = _element_of(title, page)
    if found is None and heads:
        return heads[0][0]
    return (
        found if found is not None else next((e for e in islice(page.tagged("p"), 60) if len(e.text or "") > 80), None)
    )


def _holding(title: str, heads: Sequence[Heading], *, last: bool) -> etree._Element | None:
    """Sites repeat the title in hidden or sticky headers above the story: the last h1 that holds it heads the story."""
    folded, words = key(title), set(title.casefold().split())
    exact = [e for e, text in heads if folded and folded in key(text)]
    if exact:
        return exact[-1 if last else 0]
    return next((e for e, text in heads if len(words & set(text.casefold().split())) * 5 >= len(words) * 3 > 0), None)


def _element_of(title: str, page: Page) -> etree._Element | None:
    """The first element of any name that holds the title and nothing else: <div class=title>."""
    folded = key(title)
    texts = ((e, e.text) for e in islice(page.tree.iter(*_PLAIN), _MOST_SCANNED) if e.text)
    return next((e for e, text in texts if len(text) >= len(title) and folded and key(text) == folded), None)


def around(
    page: Page,
    heading: etree._Element | None,
    *,
    last: etree._Element | None = None,
    aside: Collection[etree._Element] = (),
) -> Iterator[tuple[int, etree._Element, int]]:
    """(distance in elements, element, how many elements behind the story's end, 0 before it): just before the heading,
    after it, farther before it; the page's first elements where there is no heading.

    last: the element of the story's last paragraph, behind which readers' comments and other stories are left out;
    aside: elements that are left out with all that they hold, but for those that hold the heading.
    """
    heads = set() if heading is None else {heading, *heading.iterancestors()}
    others = {element for element in aside if element not in heads}
    before: Iterator[Placed] = iter(())
    if heading is None:
        body = next(iter(page.tagged("body")), page.tree)
        after = enumerate(islice(body.iter(), _AFTER), 1)
    else:
        # What stands before the heading counts as farther than what stands after it.
        before = ((2 * distance, e) for distance, e in enumerate(_outside_before(heading, others, _BEFORE), 1))
        after = enumerate(islice(chain((heading,), _following(heading)), _AFTER + 1))
        yield from ((distance, element, 0) for distance, element in islice(before, _JUST_BEFORE))
    ending = set(last.iter()) if last is not None else set()
    end, passed, parted = _AFTER + 1, set[etree._Element](), last is not None and _is_apart(last)
    for distance, element in _outside(after, others):
        if element in ending:
            end = distance
        if distance > end and (element in passed or (parted and holds_others_words(element))):
            passed.update(islice(element.iter(), _AFTER))
        else:
            yield distance, element, max(0, distance - end)
    yield from ((distance, element, 0) for distance, element in before)


def beside(first: etree._Element, last: etree._Element, aside: Collection[etree._Element] = ()) -> Iterator[Placed]:
    """(distance in elements, element) right before the story's first paragraph, then right behind its last."""
    others = set(aside)
    yield from enumerate(_outside_before(first, others, _BESIDE), 1)
    behind = list(islice(chain.from_iterable(sibling.iter() for sibling in _later_siblings(last)), _BESIDE))
    others.update(filter(holds_others_words, behind if _is_apart(last) else ()))
    yield from _outside(enumerate(behind, 1), others)


def _is_apart(last: etree._Element) -> bool:
    """Whether a story stands in no box that is named after comments or other stories: then its own date may, too."""
    return not any(holds_others_words(e) for e in islice(last.iterancestors(), _DEEPEST))


def _outside(placed: Iterable[Placed], others: Set[etree._Element]) -> Iterator[Placed]:
    """Of elements in document order those that stand in none of the others."""
    inner: set[etree._Element] = set()
    for distance, element in placed:
        if element in others:
            inner.update(islice(element.iter(), _AFTER))
        if element not in inner:
            yield distance, element


def _outside_before(element: etree._Element, others: Set[etree._Element], most: int) -> Iterator[etree._Element]:
    """So many elements before one, nearest first, less those that stand in one of the others."""
    for near in islice(_preceding(element), most):
        lineage = chain((near,), islice(near.iterancestors(), _DEEPEST)) if others else ()
        if not any(e in others for e in lineage):
            yield near


def _following(element: etree._Element) -> Iterator[etree._Element]:
    """The element's own descendants and what follows it, in document order."""
    yield from islice(element.iter(), 1, None)
    for sibling in _later_siblings(element):
        yield from sibling.iter()


def _later_siblings(element: etree._Element) -> Iterator[etree._Element]:
    """What follows the element, and each of its ancestors, in its parent."""
    for inner in islice(chain((element,), element.iterancestors()), _DEEPEST):
        yield from inner.itersiblings()


def _preceding(element: etree._Element) -> Iterator[etree._Element]:
    """What precedes an element, nearest first."""
    for inner in islice(chain((element,), element.iterancestors()), _DEEPEST):
        for sibling in islice(inner.itersiblings(preceding=True), _BEFORE):
            yield from reversed(deque(islice(sibling.iter(), _MOST_SCANNED), maxlen=_BEFORE))
