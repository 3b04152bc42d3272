"""Reads what a row's heading, and the labels of its cards, announce and name."""

from __future__ import annotations

from collections import Counter
from math import log2

from crawler.pages.links.anchors import HEADINGS, Element
from crawler.pages.links.evidence import Evidence
from crawler.pages.links.feature_words import element_words, heading_words, title_terms
from crawler.pages.links.page_evidence import SAMPLE, PageEvidence, tag_of
from crawler.rules.related import heading_kind, is_label


def read_labels(evidence: Evidence, page: PageEvidence, index: int) -> None:
    """A label before the titles of the cards, or before several lone cards of the page: X in "X | title"."""
    cards = page.rows[index].cards[:SAMPLE]
    if not page.labels[index]:
        return
    text, count = Counter(page.labels[index]).most_common(1)[0]
    kind, again = heading_kind(text), count > 1 or page.leads[text] > 1
    if count >= max(2, 0.7 * len(cards)) or (len(cards) == 1 and (again or kind)):
        evidence.flags |= {"label=repeated" if again else "label=once", f"label.kind={kind}"}
        evidence.words.update(f"label.{word}" for word in heading_words(text))


def read_heading(evidence: Evidence, page: PageEvidence) -> None:
    """What the heading announces, how it is made, and whether it names the story's subject, the section or the site."""
    heading, flags = evidence.heading, evidence.flags
    if heading is None:
        flags.add("heading=none_found")
        return
    flags.add(f"heading={heading.kind or 'unknown'}")
    if is_label(heading.text):
        flags.add(f"heading.whole={heading.kind}")
    evidence.numbers |= {"heading.up": heading.up, "heading.length": log2(1 + len(heading.text))}
    evidence.words.update(f"heading.{word}" for word in heading_words(heading.text))
    _read_heading_element(evidence, heading.element)
    said = title_terms(heading.text)
    if said & page.headline:
        flags.add("heading.of_story=headline")
    elif said & page.keywords:
        flags.add("heading.of_story=keyword")
    elif said and said <= page.story:
        flags.add("heading.of_story=text")
    if said & page.section:
        flags.add("heading.of_section")
    if any(len(word) > 3 and word in page.host for word in said):
        flags.add("heading.of_site")


def _read_heading_element(evidence: Evidence, element: Element | None) -> None:
    if element is None:
        evidence.flags.add("heading.tag=text")
        return
    inner = tag_of(element) if element.tag in HEADINGS else next((tag_of(h) for h in element.iter(*HEADINGS)), "other")
    evidence.flags.add(f"heading.tag={inner}")
    if next(element.iter("a"), None) is not None:
        evidence.flags.add("heading.linked")
    evidence.words |= element_words(element, "head.class")
