"""Rules for single sites: data/sites/<domain>.toml, and a user's own folder of such files, loaded strictly.

A site rule is the last resort: it speaks where the general readers misread one site for good. It only selects; it
holds from one day to another, so that an archive is read the same whenever it is read, and a redesign ends it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from crawler.rules.load import RuleError

FIELDS = ("title", "authors", "editors", "date_published", "publisher", "source", "section", "description")
"""What a rule may select beside the text: fields of an Article."""
KINDS = ("related", "more", "sponsored")
_KEYS = {"domain", "why", "valid_from", "valid_until", "select", "block"}


@dataclass(frozen=True, slots=True)
class SiteRule:
    """How one site is read. Selectors are CSS with parsel's ::text and ::attr(name)."""

    domain: str
    """The registrable domain."""
    why: str
    """What the general readers get wrong there, in a sentence."""
    valid_from: date
    valid_until: date
    """The last day of a page's fetch on which the rule speaks."""
    select: Mapping[str, str]
    """Field (one of FIELDS) -> selector of its value."""
    text: str | None
    """Selector of the story's paragraphs."""
    blocks: tuple[tuple[str, str], ...]
    """(selector of a container, kind): what a list of links in there is."""

    def speaks_on(self, day: date) -> bool:
        """Whether the rule holds for a page that was fetched on this day."""
        return self.valid_from <= day <= self.valid_until


@cache
def bundled_site_rules() -> Mapping[str, SiteRule]:
    """The rules that the project brings: domain -> rule."""
    folder = files("crawler.rules").joinpath("data", "sites")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".toml"))
    return _by_domain((name, folder.joinpath(name).read_text(encoding="utf-8")) for name in names)


def read_site_rules(folder: Path) -> Mapping[str, SiteRule]:
    """The rules in a folder of a user's own: domain -> rule. RuleError names the file and the fault; it is one that
    there is no such folder, and that it holds no rule."""
    if not folder.is_dir():
        raise RuleError(f"{folder}: no such folder; it takes a folder of <domain>.toml files")
    paths = sorted(folder.glob("*.toml"))
    if not paths:
        raise RuleError(f"{folder}: no rule in it; it takes a folder of <domain>.toml files")
    return _by_domain((path.name, _text(path)) for path in paths)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RuleError(f"sites/{path.name}: cannot be read ({error})") from error


def _by_domain(texts: Any) -> dict[str, SiteRule]:
    return {rule.domain: rule for rule in (_rule(name, text) for name, text in texts)}


def _rule(name: str, text: str) -> SiteRule:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RuleError(f"sites/{name}: {error}") from error
    _check(name, data)
    select = dict(data.get("select", {}))
    paragraphs = select.pop("text", None)
    blocks = tuple((block["container"], block["kind"]) for block in data.get("block", ()))
    return SiteRule(data["domain"], data["why"], data["valid_from"], data["valid_until"], select, paragraphs, blocks)


def _check(name: str, data: Mapping[str, Any]) -> None:
    """RuleError at the first thing that is missing, unknown or of the wrong type."""

    def fault(what: str) -> RuleError:
        return RuleError(f"sites/{name}: {what}")

    if unknown := sorted(set(data) - _KEYS):
        raise fault(f"unknown key {unknown[0]}; there are {', '.join(sorted(_KEYS))}")
    for key in ("domain", "why"):
        if not isinstance(data.get(key), str) or not data[key]:
            raise fault(f"{key} must be a string")
    if name != f"{data['domain']}.toml":
        raise fault(f"the file of {data['domain']} is called {data['domain']}.toml")
    for key in ("valid_from", "valid_until"):
        if type(data.get(key)) is not date:
            raise fault(f"{key} must be a day, as 2026-11-26")
    for field, selector in data.get("select", {}).items():
        if field not in (*FIELDS, "text"):
            raise fault(f"select.{field}: unknown; there are {', '.join((*FIELDS, 'text'))}")
        if not isinstance(selector, str) or not selector:
            raise fault(f"select.{field} must be a CSS selector")
    for block in data.get("block", ()):
        if set(block) != {"container", "kind"} or block["kind"] not in KINDS:
            raise fault(f"each [[block]] has a container and a kind, one of {', '.join(KINDS)}")
