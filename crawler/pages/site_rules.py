"""A site's own rule applied to a page: what its selectors find stands above what the general readers see.

A selector that finds nothing says nothing: the general reading of that field stays.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from cssselect import SelectorError
from lxml import etree
from parsel import Selector
from parsel.csstranslator import HTMLTranslator

from crawler.items import LinkKind, Provenance
from crawler.pages.body.extract import Block, Body
from crawler.pages.dom.page import Page
from crawler.pages.links.extract import LinkBlock
from crawler.pages.links.named_list import named_list
from crawler.pages.metadata.bylines import people
from crawler.pages.metadata.declared import Metadata
from crawler.rules.load import RuleError
from crawler.rules.sites import SiteRule, bundled_site_rules, read_site_rules
from crawler.text.dates import parse_date
from crawler.text.normalize import line
from crawler.urls.canonical import site

SOURCE = "site-rule"
"""What provenance calls it."""


@dataclass(slots=True)
class SiteReading:
    """A site's rule on one page, and what it said.

    rule: None where the site has none; spoke: the fields, `text` and `block` among them, that it decided; expired:
    whether the page was fetched outside the days on which the rule holds, so that it stayed silent.
    """

    rule: SiteRule | None = None
    expired: bool = False
    spoke: list[str] = field(default_factory=list)

    @property
    def summary(self) -> str | None:
        """What became of the rule, in a sentence; None where the site has none."""
        if self.rule is None:
            return None
        name = f"sites/{self.rule.domain}.toml"
        if self.expired:
            return f"{name} holds from {self.rule.valid_from} to {self.rule.valid_until}: it was not applied"
        if not self.spoke:
            return f"{name} was applied and found nothing: has the site changed?"
        return f"{name} decided {', '.join(dict.fromkeys(self.spoke))}"

    @property
    def active(self) -> SiteRule | None:
        """The rule, where it speaks."""
        return None if self.expired else self.rule


def load_site_rules(folder: str | Path | None = None) -> Mapping[str, SiteRule]:
    """The project's rules and, above them, those in a user's own folder. RuleError names the file and the fault."""
    own = read_site_rules(Path(folder).expanduser()) if folder else {}
    for rule in own.values():
        if (registrable := site(f"http://{rule.domain}/")) != rule.domain:
            # It would load and never be asked: rules are looked up by registrable domain.
            raise RuleError(f"sites/{rule.domain}.toml: domain must be the registrable domain, {registrable}")
        for selector in (*rule.select.values(), rule.text or "*", *(container for container, _ in rule.blocks)):
            try:
                HTMLTranslator().css_to_xpath(selector)
            except SelectorError as error:
                raise RuleError(f"sites/{rule.domain}.toml: {selector!r} is no CSS selector: {error}") from error
    return {**bundled_site_rules(), **own}


def site_reading(page: Page, rules: Mapping[str, SiteRule] | None = None) -> SiteReading:
    """The rule for a page's site. rules: domain -> rule, those of the project where None."""
    rule = (bundled_site_rules() if rules is None else rules).get(site(page.url))
    fetched_at = page.fetched_at or datetime.now(UTC)
    return SiteReading(rule, rule is not None and not rule.speaks_on(fetched_at.date()))


def selected_body(page: Page, reading: SiteReading) -> Body | None:
    """The story, where the site's rule selects its paragraphs."""
    rule = reading.active
    if rule is None or rule.text is None:
        return None
    found = [selector.root for selector in Selector(root=page.tree, type="html").css(rule.text)]
    blocks = [
        Block(element, text, "paragraph")
        for element in found
        if isinstance(element, etree._Element) and (text := line("".join(element.itertext())))
    ]
    if not blocks:
        return None
    reading.spoke.append("text")
    return Body(blocks, _common_ancestor([block.element for block in blocks]))


def name_blocks(page: Page, body: Body, reading: SiteReading, blocks: list[LinkBlock]) -> None:
    """Give the lists of links inside the rule's containers the kind that it names; a container of which no link was
    seen is a list all the same."""
    rule = reading.active
    if rule is None:
        return
    for container, kind in rule.blocks:
        held = [selector.root for selector in Selector(root=page.tree, type="html").css(container)]
        for block in blocks:
            if block.element is not None and _inside(block.element, held):
                block.kind = _kind(kind)
                if block.judgement is not None:
                    block.judgement = replace(block.judgement, by="site rule")
                reading.spoke.append("block")
        for element in held:
            if not any(_inside(own, [element]) for block in blocks for own in block.elements):
                found = named_list(page, body, element, _kind(kind))
                if found is not None:
                    _take_from_sentences(blocks, found)
                    blocks.append(found)
                    reading.spoke.append("block")


def _take_from_sentences(blocks: list[LinkBlock], named: LinkBlock) -> None:
    """Leave out of the links in the story's sentences what a rule calls a list: it is offered once."""
    taken = {link.url for link in named.links}
    for block in blocks:
        if block.kind == "inline":
            left = [link for link in block.links if link.url not in taken]
            block.links = [replace(link, rank=rank) for rank, link in enumerate(left, 1)]
    blocks[:] = [block for block in blocks if block.links]


def overrule(page: Page, reading: SiteReading, meta: Metadata) -> None:
    """Put the values that the rule selects into the metadata, with their provenance."""
    rule = reading.active
    if rule is None:
        return
    for name, selector in rule.select.items():
        raws = [raw for found in Selector(root=page.tree, type="html").css(selector) if (raw := _words(found))]
        if raws and _set(meta, name, raws, page):
            reading.spoke.append(name)
            meta.provenance[name] = Provenance(SOURCE, "; ".join(raws)[:500])


def _set(meta: Metadata, name: str, raws: list[str], page: Page) -> bool:
    """Whether the words selected made a value of the field."""
    if name in ("authors", "editors"):
        names = [person for raw in raws for person in people(raw)]
        setattr(meta, name, list(dict.fromkeys(names)))
        return bool(names)
    if name == "date_published":
        found = parse_date(raws[0], language=meta.language, fetched_at=page.fetched_at)
        if found is None:
            return False
        meta.date_published, meta.date_precision = found
        meta.date_published_raw = raws[0]
        return True
    setattr(meta, name, raws[0])
    return True


def _words(found: Selector) -> str:
    root = found.root
    return line("".join(root.itertext()) if isinstance(root, etree._Element) else str(root))


def _common_ancestor(elements: list[etree._Element]) -> etree._Element:
    """The innermost element that holds all of them."""
    above = [[*reversed(list(element.iterancestors())), element] for element in elements]
    shared = [level[0] for level in zip(*above, strict=False) if all(other is level[0] for other in level)]
    innermost: etree._Element = shared[-1]
    return innermost


def _inside(element: etree._Element, held: Collection[etree._Element]) -> bool:
    return element in held or any(ancestor in held for ancestor in element.iterancestors())


def _kind(name: str) -> LinkKind:
    return "related" if name == "related" else "more" if name == "more" else "sponsored"
