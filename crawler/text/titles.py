"""The headline alone: without the site's name, the section before it, or a portal's hook."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from crawler.rules.boilerplate import title_pack
from crawler.rules.folding import fold

_SPACES = re.compile(r"\s+")
_STRONG = re.compile(r"\s*[_|]\s*|\s+[-·>~:<]{1,2}\s+|\s+[-]+|(?<=[^\x00-\x7f])-(?=[^\x00-\x7f\s]{2,12}$)")
_COLON = re.compile(r":\s+")
_NOT_NAME = re.compile(r"[\W_]+")
_DOMAIN = re.compile(r"^(?:www|m|amp|news|edition)\.|\.(?:com|org|net|co|gov|edu|ac)?(?:\.?[a-z]{2,6})$")
_SITE = 60
"""Longest site name before a colon, in characters."""
_ROUNDS = 6
"""Names and hooks taken off one title at most."""


def clean_title(title: str, *, language: str | None, site_names: Collection[str]) -> str:
    """The headline without what the site puts around it; the title itself, white space folded, where nothing is.

    site_names are the names that the site goes by: publisher, host, registrable domain. Where one ends or begins the
    title behind a separator (`- _ | · : >`), it goes, with a short section name before it. Hooks are rules
    (rules/data/titles.toml). A title is never emptied.
    """
    title = _SPACES.sub(" ", title).strip()
    names = {n for s in site_names for n in _spellings(s)}
    for _ in range(_ROUNDS):
        shorter = _without_site(title, names) or _without_hook(title)
        if not shorter:
            break
        title = shorter
    return title


def _without_site(title: str, names: set[str]) -> str | None:
    """The title without the site's name at its end or start; None where it has none."""
    folded = fold(title)
    cuts = list(_STRONG.finditer(folded))
    for n, sep in enumerate(reversed(cuts)):
        if n < 3 and _is_name(folded[sep.end() :], names) and sep.start() > 0:
            before = cuts[: len(cuts) - n - 1]
            return _without_section(title[: sep.start()], folded, before)
    for sep in [*cuts[:1], *_COLON.finditer(folded[:_SITE])]:
        if _is_name(folded[: sep.start()], names) and sep.end() < len(title):
            return title[sep.end() :]
    return None


def _without_section(title: str, folded: str, before: list[re.Match[str]]) -> str:
    """A title that a site's name ended, without the names of sections that the rules know."""
    rules = [r for r in title_pack().rules if r.where == "end" and r.match == "paragraph"]
    for sep in reversed(before):
        section = folded[sep.end() : len(title)].strip()
        if not any(r.find(section, 0, len(section)) for r in rules) or sep.start() == 0:
            break
        title = title[: sep.start()]
    return title.strip()


def _without_hook(title: str) -> str | None:
    pack = title_pack()
    folded = fold(title, pack.folding)
    for rule in pack.rules:
        if rule.match == "paragraph":
            continue
        found = rule.find(folded, 0, len(folded))
        if found and found.end() > found.start():
            rest = (title[: found.start()] + title[found.end() :]).strip()
            if rest:
                return rest
    return None


def _is_name(words: str, names: set[str]) -> bool:
    return bool(names & _spellings(words))


def _spellings(name: str) -> set[str]:
    """The forms in which a site's name is compared: letters only, with and without a domain's ending."""
    name = unicodedata.normalize("NFKC", name).casefold().strip()
    forms = {name, _DOMAIN.sub("", _DOMAIN.sub("", name)) if "." in name else name, name.removeprefix("the ")}
    return {f for n in forms if len(f := _NOT_NAME.sub("", n)) > 1}
