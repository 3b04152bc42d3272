"""What a store holds, as lines for people and as a plain mapping for programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from crawler.store.contents import RunNote, StoreSummary
from crawler.store.health import LAST_RUNS, Problem
from crawler.text.plurals import counted
from crawler.text.timestamps import stamp

_SITES = 10


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it: for people, and for programs."""

    text: str
    document: dict[str, Any]


_STATES = {"failed": "failed or left out"}  # one state in the store: neither is asked for again for a while


def report(url: str, summary: StoreSummary) -> list[str]:
    """What a store holds, in lines."""
    sites = ", ".join(
        f"{site} {count}" for site, count in sorted(summary.sites.items(), key=lambda s: (-s[1], s[0]))[:_SITES]
    )
    pages = ", ".join(f"{count} {_STATES.get(state, state)}" for state, count in summary.pages.items())
    copies, versions = counted(summary.copies, "copy", "copies"), counted(summary.versions, "later version")
    return [
        f"{url}: {size(summary.bytes)}, schema {summary.schema}",
        f"  stories   {summary.stories:>8}  and {copies}, {versions}",
        f"  sites     {len(summary.sites):>8}  {sites or 'none'}{', …' if len(summary.sites) > _SITES else ''}",
        f"  pages     {sum(summary.pages.values()):>8}  {pages or 'none'}",
        f"  links     {summary.links:>8}  from one page to another",
        f"  waiting   {summary.waiting:>8}  requests left by jobs: stopped, at max_articles, or of hosts away",
        f"  runs      {summary.runs:>8}{'  the last:' * bool(summary.last_runs)}",
        *(f"    {_run(run)}" for run in summary.last_runs),
    ]


def as_mapping(url: str, summary: StoreSummary) -> dict[str, Any]:
    """The same for programs; the runs with their arguments and counts."""
    runs = [
        {"run_id": run.run_id, "started_at": stamp(datetime.fromtimestamp(run.started or 0, UTC)), **run.note}
        for run in summary.last_runs
    ]
    return {"store": url, **asdict(summary), "sites": dict(summary.sites), "last_runs": runs}


def health(url: str, runs: int, problems: Sequence[Problem]) -> Outcome:
    """What is to be looked at, out of so many runs."""
    lines = [f"{one.kind}: {one.subject}: {one.detail}" for one in problems]
    document = {"store": url, "runs": runs, "problems": [asdict(one) for one in problems]}
    return Outcome("\n".join(lines or [_all_well(runs)]), document)


def _all_well(runs: int) -> str:
    line = f"nothing to look at; runs looked at: {runs}"
    few = f" (it takes more than {LAST_RUNS} of one command before anything can be told)" if runs <= LAST_RUNS else ""
    return line + few


def size(count: int) -> str:
    """Bytes in MB."""
    return f"{count / 1e6:.1f} MB"


def _run(run: RunNote) -> str:
    began = datetime.fromtimestamp(run.started or 0, UTC).strftime("%Y-%m-%d %H:%M")
    what = f"{run.note.get('spider', '?')} {run.note.get('arguments', {}).get('mode', 'all')}"
    return f"{began}  {run.run_id}  {what:<16} {_outcome(run)}"


def _outcome(run: RunNote) -> str:
    if "stop_reason" in run.note:
        return f"stopped ({run.note['stop_reason']})"
    counts = run.note.get("counts", {})
    came = f"{counted(counts.get('articles', 0), 'article')}, {counted(counts.get('failures', 0), 'failure')}"
    return came if "reason" in run.note else "not ended"
