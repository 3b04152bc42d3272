"""A data set of a million articles: `python -m benchmarks.dataset [--articles N] [--runs 4] [--twice]`.

Makes runs of chance stories in English letters and in Chinese, one in ten a trimmed copy on another site, four links
each; then `build` in a process of its own. Prints what came out, its size, the time of each step and the peak memory of
that process; with --twice it builds again and compares every byte.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import resource
import sys
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from crawler.dataset.build import build
from crawler.dataset.card import Facts
from crawler.items import Article, Crawl, Link, row
from crawler.items.runs import find_runs
from crawler.urls.canonical import page_id

WORDS = 150
"""Words of a story of letters: some 1,000 characters. A Chinese one has three times as many characters."""
SITES = 2_000
LINKS = 4
COPIES = 10
"""One in so many stories is a copy of one of the hundred before it."""
BLOCK = 1_000


def main() -> int:
    parser = argparse.ArgumentParser(description="Time, memory and size of a large data set.")
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=4)
    parser.add_argument("--formats", default="jsonl,parquet")
    parser.add_argument("--twice", action="store_true", help="build again and compare the bytes")
    parser.add_argument("--folder", type=Path, help="where the runs and the data set are made; a temporary one")
    arguments = parser.parse_args()
    with TemporaryDirectory(dir=arguments.folder) as name:
        folder = Path(name)
        start = time.perf_counter()
        make_runs(folder / "runs", arguments.articles, arguments.runs)
        made = time.perf_counter() - start
        print(
            f"{arguments.articles:,} articles made in {made:.0f} s: {_size(folder / 'runs') / 1e9:.2f} GB", flush=True
        )
        digests = [
            measure(folder / "runs", folder / f"out{n}", arguments.formats.split(","))
            for n in range(1 + arguments.twice)
        ]
    if arguments.twice:
        print("the second data set is the same to the byte" if digests[0] == digests[1] else "THE BYTES DIFFER")
    return int(len(set(digests)) > 1)


def measure(runs: Path, out: Path, formats: list[str]) -> str:
    """Build in a process of its own, so that its memory is its own; a digest of all files."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        facts, steps, (seconds, processor), peak = pool.apply(_build, (runs, out, formats))
    rows = ", ".join(f"{facts.count(feed):,} {feed}" for feed in ("articles", "duplicates", "links"))
    took = f"{seconds:.0f} s, {processor:.0f} s of them on the processor"
    print(f"{rows}: {_size(out) / 1e9:.2f} GB in {took}, {peak:.0f} MB at the peak")
    for step, spent in steps.items():
        print(f"  {step:32}{spent:8.1f} s of the processor")
    return _digest(out)


def _build(runs: Path, out: Path, formats: list[str]) -> tuple[Facts, dict[str, float], tuple[float, float], float]:
    steps: dict[str, float] = {}
    start, last = time.perf_counter(), time.process_time()

    def progress(step: str, done: int) -> None:
        nonlocal last
        now = time.process_time()
        steps[step] = steps.get(step, 0.0) + now - last
        last = now
        if done % 100_000 == 0 and done:
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            passed = time.perf_counter() - start
            print(f"{passed:7.0f} s  {step}: {done:,}, {peak:.0f} MB", file=sys.stderr, flush=True)

    facts = build(find_runs([runs]), out, formats=formats, split="hash", progress=progress)
    spent = time.perf_counter() - start, time.process_time()
    steps["graphs, card, description"] = time.process_time() - last
    return facts, steps, spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def make_runs(folder: Path, articles: int, runs: int) -> None:
    """Write so many articles as the feeds of so many runs."""
    for number in range(runs):
        run = folder / f"run{number}"
        run.mkdir(parents=True)
        (run / "manifest.json").write_text(json.dumps({"started_at": f"2026-03-{number + 1:02}T09:00:00Z"}))
        first, last = articles * number // runs, articles * (number + 1) // runs
        with (run / "articles.jsonl").open("w") as stories, (run / "links.jsonl").open("w") as links:
            for place, text in zip(range(first, last), _texts(number, last - first), strict=True):
                stories.write(json.dumps(_article(place, text), ensure_ascii=False) + "\n")
                for rank in range(1, LINKS + 1):
                    links.write(json.dumps(_link(place, rank, articles)) + "\n")


def _texts(seed: int, count: int) -> Iterator[str]:
    """Chance texts whose words follow Zipf's law; every tenth is most of an earlier one."""
    rng = np.random.default_rng(seed)
    words = np.array(["".join(rng.choice(list("bdfglmnrst aeiou".replace(" ", "")), 6)) for _ in range(20_000)])
    characters = np.array([chr(0x4E00 + n) for n in range(4_000)])
    last: list[str] = []
    for start in range(0, count, BLOCK):
        drawn = _drawn(rng, len(words), BLOCK * WORDS), _drawn(rng, len(characters), BLOCK * WORDS * 3)
        lettered, chinese = words[drawn[0]].reshape(BLOCK, -1), characters[drawn[1]].reshape(BLOCK, -1)
        for n in range(min(BLOCK, count - start)):
            if n % COPIES == COPIES - 1:
                text = last[int(rng.integers(len(last)))]
                yield text[: len(text) * 8 // 10]
                continue
            units, joint, width = (lettered[n], " ", 50) if n % 2 else (chinese[n], "", 150)
            pieces = (joint.join(units[at : at + width]) for at in range(0, len(units), width))
            last = [*last[-99:], "\n\n".join(pieces)]
            yield last[-1]


def _drawn(rng: np.random.Generator, kinds: int, count: int) -> Any:
    weights = np.cumsum(1 / (np.arange(kinds) + 10))
    return np.searchsorted(weights / weights[-1], rng.random(count))


def _url(place: int) -> str:
    return f"https://outlet{place * 7919 % SITES}.example/2026/{place}"


def _article(place: int, text: str) -> dict[str, Any]:
    url = _url(place)
    day = f"2026-{place % 12 + 1:02}-{place % 28 + 1:02}"
    made = Article(
        id=page_id(url), url=url, requested_url=url, canonical_url=url, site=url.split("/")[2],
        title=f"Story {place}: {text[:40]}", text=text, language="en" if text.isascii() else "zh-Hans",
        date_published=day, published_utc=day, cluster_id=page_id(url), authors=[f"Author {place % 5000}"],
    )  # fmt: skip
    made.crawl = Crawl(run_id="r", fetched_at="2026-03-01T10:00:00Z", status=200, encoding="utf-8")
    return row(made)


def _link(place: int, rank: int, articles: int) -> dict[str, Any]:
    source, target = _url(place), _url((place * 31 + rank * 7877) % articles)
    return row(
        Link(
            source_id=page_id(source), source_url=source, url=target, canonical_url=target, target_id=page_id(target),
            rank=rank, heading="Related", title=f"Title of {target}", found_at="2026-03-01T10:00:00Z",
        )
    )  # fmt: skip


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _digest(folder: Path) -> str:
    """SHA-256 of all files and their names."""
    digest = sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        digest.update(os.fsencode(path.relative_to(folder)))
        with path.open("rb") as file:
            while chunk := file.read(1 << 20):
                digest.update(chunk)
    return digest.hexdigest()


if __name__ == "__main__":
    sys.exit(main())
