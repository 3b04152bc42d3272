"""Copies: are they found, are strangers left apart, how fast, at what size?

    python -m benchmarks.dedupe [--shared PATH] [--stories 1000000] [--measured 20000]

Quality: the news web under PATH (eval/newsweb/truth.jsonl, eval/pages/articles.jsonl), in order and three shuffles,
then stories of our own making, copied in known ways or off one template. Speed: the store is first filled with the
sketches of `--stories` chance stories through its own insertion, then `--measured` real texts go the whole way; the
other finders, which hold everything in memory, go the whole way over the measured texts alone. CPU time, one core.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from pathlib import Path

import numpy as np
from datasketch import MinHash
from rensa import RMinHash

from benchmarks.copy_finders import Finder, MinHashFinder, OurFinder, SimHashFinder
from benchmarks.made_stories import COPIES, series, story
from crawler.store.base import Story
from crawler.text.fingerprint import KEY_BITS, SAMPLE, SPAN_CHARS, VALUE_BITS, Sketch, sketch
from crawler.text.likeness import SAME, likeness, same_story
from crawler.urls.canonical import canonical, page_id

Labelled = tuple[str, str, str]  # page id, text, true cluster


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        if (options.shared / "eval").is_dir():
            web = read_newsweb(options.shared)
            print_quality(web, Path(folder))
            print_distributions(web)
            print_strangers(read_pages(options.shared), Path(folder))
        else:
            print(f"no evaluation pages under {options.shared}: their figures are left out", file=sys.stderr)
        print_made()
        print_speed(Path(folder), options.stories, options.measured)


def read_newsweb(shared: Path) -> list[Labelled]:
    rows = _rows(shared / "eval/newsweb/truth.jsonl")
    return [(page_id(canonical(r["url"])), "\n\n".join(r["paragraphs"]), r["cluster"]) for r in rows]


def read_pages(shared: Path) -> list[Labelled]:
    """Real stories, every one another."""
    rows = [r for r in _rows(shared / "eval/pages/articles.jsonl") if r.get("text")]
    return [(page_id(canonical(r["url"])), r["text"], r["id"]) for r in rows]


def print_quality(web: list[Labelled], folder: Path) -> None:
    print(f"\nNews web: {len(web)} pages of {len({cluster for *_, cluster in web})} stories")
    print(f"{'':26}{'order':>12}{'precision':>11}{'recall':>9}{'stories':>9}{'µs a story':>12}")
    for number in range(4):
        order = list(web)
        if number:
            random.Random(number).shuffle(order)
        name = f"shuffle {number}" if number else "as given"
        ours = OurFinder(folder / f"web{number}.db")
        _print_run(ours, name, order)
        ours.close()
        if number == 0:
            for finder in (MinHashFinder(), SimHashFinder()):
                _print_run(finder, name, order)


def _print_run(finder: Finder, name: str, stories: list[Labelled]) -> None:
    clusters, seconds = _timed(finder, stories)
    precision, recall = pair_scores(clusters, [true for *_, true in stories])
    per_story = seconds / len(stories) * 1e6
    print(
        f"{finder.name:26}{name:>12}{precision:11.4f}{recall:9.4f}{len(set(clusters)):9}{per_story:12.0f}", flush=True
    )


def pair_scores(found: Sequence[str], true: Sequence[str]) -> tuple[float, float]:
    """Precision and recall over the pairs of stories that are put together."""
    both = count_pairs(zip(found, true, strict=True))
    return both / max(count_pairs(found), 1), both / max(count_pairs(true), 1)


def print_distributions(web: list[Labelled]) -> None:
    """Containment of copies, and of those pairs of strangers that share the most."""
    sketches = [(sketch(text), cluster) for _, text, cluster in web]
    under: dict[int, list[int]] = {}
    for number, (known, _) in enumerate(sketches):
        for value in known.values():
            under.setdefault(value, []).append(number)
    pairs = {pair for numbers in under.values() for pair in combinations(numbers, 2)}
    true, false = [], []
    for a, b in sorted(pairs):
        (one, its), (other, others) = sketches[a], sketches[b]
        (true if its == others else false).append(likeness(one, other).containment)
    print(f"\nContainment of pairs on the news web that share anything (at least {SAME} is asked for)")
    _print_quantiles("copies", true)
    _print_quantiles("strangers", false)


def print_strangers(pages: list[Labelled], folder: Path) -> None:
    ours = OurFinder(folder / "pages.db")
    clusters, _ = _timed(ours, pages)
    ours.close()
    print(f"\nReal pages: {len(pages)} stories, all different: {len(pages) - len(set(clusters))} taken for copies")


def print_made() -> None:
    rng = random.Random(1)
    texts = [story(rng, rng.randint(300, 3_000)) for _ in range(500)]
    print("\nMade stories, by what was done to them: share put together, and containment")
    for name, copied in COPIES.items():
        _print_pairs(name, [(text, copied(text, rng)) for text in texts])
    for name, made in series(rng, 40).items():
        _print_pairs(f"template: {name}", list(combinations(made, 2)))


def _print_pairs(name: str, pairs: list[tuple[str, str]]) -> None:
    sketched = [(sketch(a), sketch(b)) for a, b in pairs]
    together = sum(same_story(a, b) is not None for a, b in sketched) / len(pairs)
    _print_quantiles(f"{name:38}{together:6.3f}", [likeness(a, b).containment for a, b in sketched])


def print_sketching(texts: list[str]) -> None:
    """CPU time of the sketch alone, beside MinHash signatures of the same size."""

    def by_rensa(text: str) -> object:
        signature = RMinHash(num_perm=SAMPLE, seed=1)
        signature.update([text[i : i + SPAN_CHARS] for i in range(len(text) - SPAN_CHARS + 1)])
        return signature.digest()

    def by_datasketch(text: str) -> object:
        signature = MinHash(num_perm=SAMPLE)
        signature.update_batch([text[i : i + SPAN_CHARS].encode() for i in range(len(text) - SPAN_CHARS + 1)])
        return signature

    print(f"\nSketching alone, {len(texts)} stories of 1,000 characters")
    ways = {"bottom-k (ours)": sketch, "rensa RMinHash": by_rensa, "datasketch MinHash": by_datasketch}
    for name, way in ways.items():
        start = time.process_time()
        for text in texts:
            way(text)
        print(f"  {name:24}{(time.process_time() - start) / len(texts) * 1e6:8.0f} µs a story", flush=True)


def print_speed(folder: Path, stories: int, measured: int) -> None:
    rng = random.Random(2)
    texts = list(_with_copies(rng, measured))
    print_sketching([text for _, text, _ in texts[:2_000]])
    ours = OurFinder(folder / "speed.db")
    filling = _fill(ours, stories)
    print(f"\nSpeed, and size, {measured} stories of 1,000 characters, 1 in 10 a copy; stories a second of one core")
    _print_speed(ours, texts, stories)
    size = (folder / "speed.db").stat().st_size / (stories + measured)
    ours.close()
    print(
        f"  filled at {stories / max(filling, 1e-9):,.0f} a second; {size:.0f} bytes a story on disk; "
        f"{_peak_memory():.0f} MB the peak of the whole process"
    )
    for finder in (MinHashFinder(), SimHashFinder()):
        _print_speed(finder, texts, 0)


def _print_speed(finder: Finder, texts: list[Labelled], already: int) -> None:
    clusters, seconds = _timed(finder, texts)
    precision, recall = pair_scores(clusters, [true for *_, true in texts])
    print(
        f"{finder.name:26}{len(texts) / seconds:10,.0f} /s at {already + len(texts):9,} stories"
        f"   precision {precision:.4f} recall {recall:.4f}",
        flush=True,
    )


def _with_copies(rng: random.Random, count: int) -> Iterable[Labelled]:
    """Made stories; every tenth is a copy, trimmed to 60 %, of one among the last hundred."""
    last: list[tuple[str, str]] = []
    for number in range(count):
        page = f"{number:016x}"
        text, cluster = story(rng), page
        if number % 10 == 9:
            text, cluster = rng.choice(last)
            text = text[: len(text) * 6 // 10]
        else:
            last = [*last[-99:], (text, cluster)]
        yield page, text, cluster


def _fill(ours: OurFinder, count: int) -> float:
    """Add `count` stories as sketches of 990 evenly spread hashes, which is what a text's hashes look like.

    Returns the CPU seconds of the insertions.
    """
    rng, seconds = np.random.default_rng(3), 0.0
    for done in range(0, count, 1_000):
        gaps = rng.exponential(2**KEY_BITS / 990, size=(min(1_000, count - done), SAMPLE))
        rows = np.cumsum(gaps, axis=1).astype(np.uint64)
        start = time.process_time()
        for hashes in rows:
            values = (hashes >> np.uint64(KEY_BITS - VALUE_BITS)).astype("<u4")
            kept = Sketch(990, values.view(np.uint8).reshape(-1, 4)[:, :3].tobytes(), tuple(hashes.tolist()))
            digest = hashes.tobytes()[:32].hex()
            ours.memory.add(Story(digest[:16], digest, digest[:16]), kept)
            ours.tick()
        seconds += time.process_time() - start
        if done % 50_000 == 0:
            print(f"filling: {done:,} of {count:,}, {seconds:.0f} s", file=sys.stderr)
    return seconds


def _timed(finder: Finder, stories: list[Labelled]) -> tuple[list[str], float]:
    start = time.process_time()
    clusters = [finder.cluster(page, text) for page, text, _ in stories]
    return clusters, time.process_time() - start


def count_pairs(labels: Iterable[object]) -> int:
    """How many pairs have the same label."""
    return sum(count * (count - 1) // 2 for count in Counter(labels).values())


def _print_quantiles(name: str, values: list[float]) -> None:
    ordered = sorted(values)
    at: Callable[[float], float] = lambda part: ordered[min(int(part * len(ordered)), len(ordered) - 1)]  # noqa: E731
    figures = "  ".join(f"{part:.1%} {at(part):.2f}" for part in (0, 0.01, 0.05, 0.5, 0.95, 0.99, 0.999))
    print(f"  {name:46}{len(values):8} pairs  {figures}  most {ordered[-1]:.2f}", flush=True)


def _peak_memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _rows(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="folder that holds eval/")
    parser.add_argument("--stories", type=int, default=1_000_000, help="stories in the store before the measurement")
    parser.add_argument("--measured", type=int, default=20_000, help="stories that are measured")
    return parser.parse_args()


if __name__ == "__main__":
    main()
