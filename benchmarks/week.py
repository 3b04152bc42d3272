"""A week of hourly runs of one job on one store, in simulated time: `python -m benchmarks.week`.

Says how many stories came out once, how many corrections came out as one version each, and how often pages that had
not changed were asked for, beside what asking every known story every hour would have cost.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

from scrapy.crawler import AsyncCrawlerRunner
from scrapy.settings import Settings
from scrapy.utils.defer import deferred_from_coro
from scrapy.utils.project import get_project_settings
from scrapy.utils.reactor import install_reactor

from benchmarks.weekweb import START, Made, WeekWeb, script, served
from crawler.spiders.arguments import read_arguments
from crawler.store.jobs import open_job

_STEP = 0.5
"""Hours from a change to the run after it, at the least: runs start on the half hour."""


@dataclass(frozen=True)
class Outcome:
    """What a week came to."""

    runs: int
    stories: int
    """That could be seen by a run before they were deleted."""
    once: int
    more_than_once: int
    missed: int
    copies: int
    copies_found: int
    corrections: int
    """That were on a page that the job knew, and stood there when the page was asked for again."""
    as_one_version: int
    together: int
    """Overtaken by the next correction before the next visit."""
    not_yet: int
    """Not visited again before the week was over."""
    false_versions: int
    hours_to_see: float
    """Median, from a correction to its version."""
    asked_unchanged: int
    hourly_unchanged: int
    share: float
    sent_nothing: int
    """Of the visits that found nothing changed, those answered with 304."""
    seconds: float


def run_job(web: WeekWeb, folder: Path, hours: int) -> list[Path]:
    """One run an hour; the folders of their feeds."""
    folders = [folder / f"{hour:03}" for hour in range(hours)]

    async def all_runs() -> None:
        for hour, output in enumerate(folders):
            web.now = hour + _STEP
            await _run(web, folder / "store.db", output)

    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    from twisted.internet.task import react

    try:
        react(lambda _: deferred_from_coro(all_runs()))
    except SystemExit as ended:
        if ended.code:
            raise
    return folders


async def _run(web: WeekWeb, store: Path, output: Path) -> None:
    given = {"url": f"{web.first}/feed,{web.first}/,{web.second}/feed", "mode": "refresh", "max_articles": "100000"}
    settings: Settings = get_project_settings()
    own = {
        "RELATED_OUTPUT": str(output),
        "RELATED_STORE": f"sqlite:///{store}",
        "RELATED_ALLOW_PRIVATE": "127.0.0.0/8",
        "RELATED_PROGRESS": "off",
        "DOWNLOAD_DELAY": 0,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 4,
        "LOG_ENABLED": False,
    }
    for name, value in own.items():
        settings.set(name, value, priority="cmdline")
    job = open_job(settings, "related", given, {})
    job.now = lambda: START + timedelta(hours=web.now)
    try:
        runner = AsyncCrawlerRunner(settings)
        await runner.crawl("related", arguments=read_arguments("related", given), given=given, job=job)
    finally:
        job.close()


def judge(web: WeekWeb, folders: list[Path], seconds: float) -> Outcome:
    """The week's outcome, by what the web's script says happened."""
    articles = [(hour, line) for hour, path in enumerate(folders) for line in _lines(path / "articles.jsonl")]
    duplicates = [line for path in folders for line in _lines(path / "duplicates.jsonl")]
    end = len(folders) - 1 + _STEP
    firsts = Counter(_number(line) for _, line in articles if line["version"] == 1)
    versions: dict[int, list[float]] = {}
    for hour, line in articles:
        if line["version"] > 1:
            versions.setdefault(_number(line), []).append(hour + _STEP)
    visible = [s for s in web.stories if _next_run(s.born) <= min(end, (s.deleted or end + 1) - 1e-9)]
    copied = [s for s in visible if s.copied is not None and _next_run(s.copied) <= end]
    found = {_number(line) for line in duplicates if "/wire/" in line["url"]}
    corrections = [_corrections(story, web, versions.get(story.number, []), end) for story in visible]
    asked, hourly = _costs(web, visible, end)
    delays = [delay for each in corrections for delay in each["delays"]]
    return Outcome(
        runs=len(folders),
        stories=len(visible),
        once=sum(firsts[s.number] == 1 for s in visible),
        more_than_once=sum(n > 1 for n in firsts.values()),
        missed=sum(firsts[s.number] == 0 for s in visible),
        copies=len(copied),
        copies_found=sum(s.number in found for s in copied),
        corrections=sum(each["all"] for each in corrections),
        as_one_version=len(delays),
        together=sum(each["together"] for each in corrections),
        not_yet=sum(each["not_yet"] for each in corrections),
        false_versions=sum(each["false"] for each in corrections),
        hours_to_see=round(median(delays), 1) if delays else 0.0,
        asked_unchanged=asked,
        hourly_unchanged=hourly,
        share=round(asked / max(hourly, 1), 4),
        sent_nothing=web.asked["unmodified"],
        seconds=round(seconds, 1),
    )


def _corrections(story: Made, web: WeekWeb, versions: list[float], end: float) -> dict[str, Any]:
    """How the corrections of one story, made after it was first read, came out."""
    visits = [(at, version) for at, version in web.visits.get(story.number, []) if at < (story.deleted or end + 1)]
    first_read = visits[0][0] if visits else end
    made = [at for at in story.corrected if first_read < at <= min(end, (story.deleted or end) - 1e-9)]
    seen_at: dict[float, list[float]] = {}
    not_yet = 0
    for at in made:
        after = [visit for visit, _ in visits if visit >= at]
        if after:
            seen_at.setdefault(after[0], []).append(at)
        else:
            not_yet += 1
    hits = [visit for visit in seen_at if visit in versions]
    return {
        "all": len(made),
        "delays": [visit - max(seen_at[visit]) for visit in hits],
        "together": sum(len(group) - 1 for group in seen_at.values()),
        "not_yet": not_yet,
        "false": len([at for at in versions if at not in seen_at]) + len(versions) - len(set(versions)),
    }


def _costs(web: WeekWeb, stories: Iterable[Made], end: float) -> tuple[int, int]:
    """Visits after the first that found nothing changed; and as many for one visit an hour."""
    asked = hourly = 0
    for story in stories:
        visits = web.visits.get(story.number, [])
        asked += sum(before[1] == after[1] for before, after in pairwise(visits))
        if visits:
            changes = sum(visits[0][0] < at <= end for at in story.corrected)
            hourly += int(end - visits[0][0]) - changes
    return asked, hourly


def _next_run(at: float) -> float:
    """The run that can see what happened."""
    return int(at + 1 - _STEP - 1e-9) + _STEP if at > _STEP else _STEP


def _number(line: dict[str, Any]) -> int:
    return int(line["url"].rpartition("-")[2].removesuffix(".html"))


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description="A week of hourly runs in simulated time.")
    parser.add_argument("--hours", type=int, default=168)
    parser.add_argument("--stories", type=int, default=400)
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--keep", type=Path, help="a folder for the runs, kept")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary, served(WeekWeb(script(options.hours, options.stories))) as web:
        began = time.monotonic()
        folders = run_job(web, options.keep or Path(temporary), options.hours)
        outcome = judge(web, folders, time.monotonic() - began)
    if options.json:
        json.dump(asdict(outcome), sys.stdout)
    else:
        print("\n".join(f"{name.replace('_', ' '):<18} {value}" for name, value in asdict(outcome).items()))


if __name__ == "__main__":
    main()
