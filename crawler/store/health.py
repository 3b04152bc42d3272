"""Sites and seeds that changed, seen over the runs that a store remembers: the last runs against those before.

News sites change without a word: a seed goes silent, a new template hides the text, a wall goes up. None of it is a
failure of a run; all of it shows in how the last runs differ from the earlier ones of the same command.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

from crawler.store.contents import RunNote
from crawler.text.plurals import counted

RUNS_LOOKED_AT = 500
"""Three weeks of hourly runs."""
_SPOKE = 5
"""Runs in which a seed led to stories, before its silence says something."""
_SILENT = 3600.0
"""Seconds without a story, before silence says something: runs that lie closer are somebody's tries."""
LAST_RUNS = 5
"""Runs that are held against those before."""
_FEW = 5
"""Pages of a site in the last runs, from which a share says something."""
_MANY = 20
"""Pages of a site in the runs before, likewise."""
_USUAL = 0.5
"""A share of pages from which on what they have is what the site's pages have."""
_DROP = 0.25
"""The least share that is left of the usual one: templates change for all pages, not for some."""
_WALLS = 0.3
"""A share of pages with a wall that is more than a few subscribers' stories."""
_RISE = 3.0
"""How many times as many walls as usual are a rise."""

ProblemKind = Literal["silent", "no-text", "no-related-links", "no-date", "walls"]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that whoever runs the crawl should look at."""

    kind: ProblemKind
    subject: str
    """The seed's URL, or the site."""
    detail: str
    """What was seen, in a sentence."""


@dataclass(frozen=True, slots=True)
class _Share:
    """A property of pages: how many of them have it."""

    kind: ProblemKind
    has: str
    """Key of the count of pages that have it."""
    of: tuple[str, ...]
    """Keys of the counts that make up all pages."""
    what: str


_SHARES = (
    _Share("no-text", "pages", ("pages", "textless"), "have a text"),
    _Share("no-related-links", "linked", ("pages",), "have related links"),
    _Share("no-date", "dated", ("pages",), "have a date"),
)


def find_problems(runs: Iterable[RunNote]) -> list[Problem]:
    """The problems of the seeds and sites of all commands; runs: in any order, those that have not ended are left out.

    A seed or site that two commands share is looked at in each, and its problems are named once.
    """
    found: dict[Problem, None] = {}
    for same in _by_command(runs).values():
        found |= dict.fromkeys([*_silent_seeds(same), *_changed_sites(same)])
    return sorted(found, key=lambda problem: (problem.kind, problem.subject, problem.detail))


def _by_command(runs: Iterable[RunNote]) -> dict[str, list[RunNote]]:
    """The ended runs of each command, in order of time."""
    ended = [run for run in runs if "sites" in run.note and run.started is not None]
    commands: dict[str, list[RunNote]] = {}
    for run in sorted(ended, key=lambda run: (run.started, run.run_id)):
        name = f"{run.note.get('spider')} {sorted(run.note.get('arguments', {}).items())}"
        commands.setdefault(name, []).append(run)
    return commands


def _silent_seeds(runs: Sequence[RunNote]) -> Iterator[Problem]:
    for seed in runs[-1].note.get("seeds", {}):
        spoke = [_time(run) for run in runs if run.note.get("seeds", {}).get(seed, {}).get("articles")]
        if len(spoke) < _SPOKE:
            continue
        longest = max(later - earlier for earlier, later in pairwise(spoke))
        silent = _time(runs[-1]) - spoke[-1]
        now, before = _span(silent), _span(longest)
        if silent >= _SILENT and silent > longest and now != before:  # a clock's seconds make no difference
            yield Problem("silent", seed, f"no story for {now}; never more than {before} before")


def _changed_sites(runs: Sequence[RunNote]) -> Iterator[Problem]:
    last, before = runs[-LAST_RUNS:], runs[:-LAST_RUNS]
    for site in sorted({site for run in last for site in run.note["sites"]}):
        now, usual = _sum(last, site), _sum(before, site)
        for share in _SHARES:
            pages, earlier = sum(now[key] for key in share.of), sum(usual[key] for key in share.of)
            if pages < _FEW or earlier < _MANY or usual[share.has] / earlier < _USUAL:
                continue
            if now[share.has] / pages < _DROP * usual[share.has] / earlier:
                yield Problem(share.kind, site, _compared(now[share.has], pages, usual[share.has], earlier, share.what))
        yield from _walls(site, now, usual)


def _walls(site: str, now: dict[str, int], usual: dict[str, int]) -> Iterator[Problem]:
    pages, earlier = (counts["pages"] + counts["failures"] for counts in (now, usual))
    if pages < _FEW or earlier < _MANY or now["walls"] / pages < _WALLS:
        return
    if now["walls"] / pages > _RISE * usual["walls"] / earlier:
        yield Problem(
            "walls", site, _compared(now["walls"], pages, usual["walls"], earlier, "answered with a wall or 403")
        )


def _compared(now: int, pages: int, usual: int, earlier: int, what: str) -> str:
    return f"{now} of {pages} pages of the last runs {what}, {usual} of {earlier} before"


def _sum(runs: Iterable[RunNote], site: str) -> dict[str, int]:
    found = dict.fromkeys(("pages", "textless", "linked", "dated", "walls", "failures"), 0)
    for run in runs:
        counts: dict[str, Any] = run.note["sites"].get(site, {})
        for key in found:
            found[key] += counts.get(key, 0)
    return found


def _time(run: RunNote) -> float:
    return run.started or 0.0


def _span(seconds: float) -> str:
    hours = seconds / 3600
    if hours >= 72:
        return counted(round(hours / 24), "day")
    return counted(round(hours), "hour") if hours >= 2 else counted(round(seconds / 60), "minute")
