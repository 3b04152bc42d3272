"""What a reader sees in an element and right around it, in one line; microdata that stands in its attributes."""

from __future__ import annotations

from itertools import islice

from lxml import etree

from crawler.pages.metadata.evidence import Evidence
from crawler.text.normalize import line

LONGEST = 160
"""Characters of a byline or credit that are read."""
LABEL_LENGTH = 30
"""The longest label, in characters."""
_BY_LENGTH = 100


def read_microdata(
    element: etree._Element, attributes: dict[str, str], micro: Evidence, *, writers: bool = True
) -> None:
    """Add what an element's itemprop or property says of dates, and of writers where these are asked for."""
    value = attributes.get("content") or attributes.get("datetime") or ""
    for name in (attributes.get("itemprop") or attributes.get("property") or "").split():
        name = name.rpartition(":")[2].lower()
        if name in ("datepublished", "datecreated"):
            micro.published.append(value or text_of(element))
        elif name == "datemodified":
            micro.modified.append(value or text_of(element))
        elif writers and name in ("author", "creator"):
            inner = next(
                (e for e in islice(element.iter(), 20) if (e.get("itemprop") or "").lower() == "name"), element
            )
            micro.authors.append(inner.get("content") or text_of(inner)[:LONGEST])


def pieces_of(element: etree._Element) -> str:
    """The element's text with a bar between its pieces."""
    return " | ".join(piece for raw in islice(element.itertext(), 40) if (piece := line(raw)))[:1000]


def text_of(element: etree._Element) -> str:
    """The element's text in one line."""
    return line(" ".join(islice(element.itertext(), 40))[:1000])


def text_behind(element: etree._Element) -> str:
    """What follows an element in its line: the text behind it, else the next element's."""
    tail, following = line((element.tail or "")[:LONGEST]), element.getnext()
    return tail or (text_of(following)[:_BY_LENGTH] if following is not None else "")


def text_before(element: etree._Element) -> str:
    """The end of what stands before an element in its line: text, else the element before it."""
    previous, parent = element.getprevious(), element.getparent()
    text = previous.tail if previous is not None else parent.text if parent is not None else ""
    if previous is not None and not (text or "").strip() and isinstance(previous.tag, str):
        text = text_of(previous)
        text = text if len(text) <= LABEL_LENGTH and not any(map(str.isdigit, text)) else ""  # a date has its own label
    return (text or "")[-40:]


def in_a_sentence(link: etree._Element) -> bool:
    """Whether a link stands in a longer text: one to an author's page is about whom the story speaks of."""
    parent = link.getparent()
    return parent is not None and len(text_of(parent)) > LONGEST
