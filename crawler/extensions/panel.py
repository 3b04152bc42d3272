"""What a crawl shows while it runs: a calm panel on a terminal, a plain line a minute elsewhere."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field

from rich.cells import cell_len, set_cell_size

from crawler.store.frontier import SilentWorker
from crawler.text.plurals import counted

_WINDOW = 60.0
"""Seconds over which the rate is taken."""
_ENOUGH = 5.0
"""Seconds of a rate before it says when a crawl will be done."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A crawl at one moment."""

    spider: str
    run_id: str
    seconds: float
    """Since this process began."""
    articles: int = 0
    duplicates: int = 0
    failures: int = 0
    skipped: int = 0
    asked: int = 0
    waiting: int = 0
    """Requests in the frontier."""
    hosts: int = 0
    """Hosts that are being asked right now."""
    rate: float | None = None
    """Pages a second of late; None where it is too early to say."""
    most: int | None = None
    """max_articles."""
    reasons: Mapping[str, int] = field(default_factory=dict)
    """Reason of failures.jsonl -> failures."""
    stopping: bool = False
    silent: tuple[SilentWorker, ...] = ()
    """Other workers of the run that have hosts and may be dead."""
    before: int | None = None
    """Pages of which something came before this process took the run up again; None where it began it. All counts but
    `seconds` and `rate` are of the whole run."""

    @property
    def done(self) -> int:
        """Pages of which something came."""
        return self.articles + self.duplicates + self.failures + self.skipped

    @property
    def seconds_left(self) -> float | None:
        """At the most, as far as max_articles and what waits now say; None where that cannot be known."""
        if not self.rate or not self.done:
            return None
        left = self.waiting / self.rate
        if self.most is not None and self.articles:
            left = min(left, max(0, self.most - self.articles) / (self.rate * self.articles / self.done))
        return left


class Rate:
    """Pages a second over the last minute."""

    def __init__(self) -> None:
        self._samples: deque[tuple[float, int]] = deque()

    def add(self, seconds: float, done: int) -> float | None:
        """Take a sample; the rate where there is enough to say."""
        self._samples.append((seconds, done))
        while seconds - self._samples[0][0] > _WINDOW:
            self._samples.popleft()
        first, before = self._samples[0]
        return (done - before) / (seconds - first) if seconds - first >= _ENOUGH else None


def panel_lines(now: Snapshot, width: int) -> list[str]:
    """The panel, in lines of at most `width` cells."""
    title = f"{now.spider}  {'stopping' if now.stopping else 'running'} {clock(now.seconds)}  {now.run_id}"
    bound = f"of {now.most:,}" if now.most is not None else ""
    rate = "" if now.rate is None else f"{now.rate:.1f} pages/s"
    left = now.seconds_left
    rows = [
        ("stories", now.articles, bound),
        ("copies", now.duplicates, f"{now.skipped:,} left out" if now.skipped else ""),
        ("failed", now.failures, by_reason(now.reasons)),
        ("asked", now.asked, rate),
        ("queue", now.waiting, _at_work(now.hosts)),
    ]
    if now.silent:
        rows.append(("held", _held(now), f"hosts of a silent worker; free in {clock(_longest(now))}"))
    if now.before is not None:
        rows.append(("before", now.before, "pages of these, by an earlier start"))
    lines = [title, *(f"  {name:<8}{number:>9,}  {more}".rstrip() for name, number, more in rows)]
    if left is not None:
        lines.append(f"  {'left':<8}{clock(left):>9}  at most, at this rate")
    return [fit(line, width) for line in lines]


def plain_line(now: Snapshot) -> str:
    """The same on one line, for a log."""
    rate = "" if now.rate is None else f", {now.rate:.1f} pages/s"
    return (
        f"{clock(now.seconds)}: {counted(now.articles, 'story', 'stories')},"
        f" {counted(now.duplicates, 'copy', 'copies')}, {now.failures:,} failed ({by_reason(now.reasons) or 'none'});"
        f" {now.waiting:,} waiting, {_at_work(now.hosts)}{rate}{_of_the_silent(now)}{_earlier(now)}"
    )


def _of_the_silent(now: Snapshot) -> str:
    """Why hosts are waiting that nobody asks."""
    if not now.silent:
        return ""
    return f"; {counted(_held(now), 'host')} held by a silent worker, free in {clock(_longest(now))}"


def _held(now: Snapshot) -> int:
    return sum(worker.hosts for worker in now.silent)


def _longest(now: Snapshot) -> float:
    return max(worker.left for worker in now.silent)


def _earlier(now: Snapshot) -> str:
    return "" if now.before is None else f"; {counted(now.before, 'page')} of these by an earlier start"


def _at_work(hosts: int) -> str:
    return f"{counted(hosts, 'host')} at work" if hosts else "no host at work"


def by_reason(reasons: Mapping[str, int]) -> str:
    """Failures by reason, the most frequent first."""
    return ", ".join(f"{n:,} {name}" for name, n in sorted(reasons.items(), key=lambda one: (-one[1], one[0])) if n)


def clock(seconds: float) -> str:
    """A time as hours, minutes and seconds."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def fit(line: str, width: int) -> str:
    """A line cut to a number of cells."""
    return line if cell_len(line) <= width else f"{set_cell_size(line, width - 1).rstrip()}…"
