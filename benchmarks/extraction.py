"""Quality and CPU of reading articles, over the real pages of ../shared/eval/pages, with trafilatura as the yardstick.

    python -m benchmarks.extraction [--shared DIR] [--misses N] [--pages N] [--no-yardstick]

Quality is what ../shared/eval/score.py makes of it. CPU is process time from decoded HTML to the finished Article, the
mean over all pages, finding the links' kinds left out. Both readers run in one process, page after page.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from warcio.archiveiterator import ArchiveIterator

from crawler.items import Article, row
from crawler.pages import article as article_reader
from crawler.pages.article import Extraction, extract
from crawler.pages.links.extract import find_link_blocks
from crawler.text.encoding import decode

_SHARED = Path(__file__).resolve().parents[1] / ".." / "shared"
_FIGURES = (
    ("aeb body F1", "aeb.body", "f1", 0.980),
    ("fundus body F1", "fundus.body", "f1", 0.970),
    ("CJK body F1", "fundus.body.cjk", "f1", 0.94),
    ("snippets F1", "evaldata.snippets", "f1", 0.945),
    ("title, any form", "fundus.fields", "title", 0.985),
    ("day", "fundus.fields", "day", 0.985),
    ("evaldata day", "evaldata.fields", "day", 0.93),
    ("authors F1", "fundus.fields", "authors_f1", 0.92),
)
_CPU_BAR = 8.0


@dataclass
class Reading:
    """What one reader made of the pages: feed lines, and CPU seconds."""

    articles: list[dict[str, Any]] = field(default_factory=list)
    links: list[dict[str, Any]] = field(default_factory=list)
    seconds: float = 0.0
    types: Counter[str] = field(default_factory=Counter)


def main() -> int:
    """Run the benchmark; 0 also where it is skipped for want of the pages."""
    options = _arguments()
    folder = options.shared / "eval" / "pages"
    if not (folder / "pages.warc.gz").is_file():
        print(f"extraction benchmark skipped: no {folder / 'pages.warc.gz'} (give the folder with --shared DIR)")
        return 0
    pages = list(read_pages(folder / "pages.warc.gz", options.pages))
    ours = read_ours(pages)
    theirs = None if options.no_yardstick else yardstick(pages)
    score = load_scorer(options.shared / "eval" / "score.py")
    others = scored(score, theirs, folder, 0) if theirs else None
    _report(
        len(pages),
        ours,
        scored(score, ours, folder, options.misses),
        theirs,
        others,
    )
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=_SHARED, help="the folder that holds eval/ (default: ../shared)")
    parser.add_argument("--misses", type=int, default=0, help="list the N worst pages of each score")
    parser.add_argument("--pages", type=int, default=0, help="only the first N pages, for a quick look at the CPU")
    parser.add_argument("--no-yardstick", action="store_true", help="leave trafilatura out")
    return parser.parse_args()


def read_pages(path: Path, most: int) -> Iterator[tuple[str, str]]:
    """URL and decoded HTML of every page."""
    with path.open("rb") as file:
        responses = (r for r in ArchiveIterator(file) if r.rec_type == "response")
        for n, record in enumerate(responses):
            if most and n >= most:
                return
            headers = record.http_headers
            content_type = headers.get_header("Content-Type") if headers else None
            yield (
                record.rec_headers.get_header("WARC-Target-URI"),
                decode(record.content_stream().read(), content_type)[0],
            )


def read_ours(pages: Iterable[tuple[str, str]]) -> Reading:
    reading = Reading()
    clock = _Clock(find_link_blocks)
    with patch.object(article_reader, "find_link_blocks", clock):
        for url, html in pages:
            started = time.process_time()
            found = extract(html, url)
            reading.seconds += time.process_time() - started
            reading.types[found.article.type if found.article else "not an article"] += 1
            if found.article:
                reading.articles.append(row(found.article))
            reading.links += _link_rows(url, found)
    reading.seconds -= clock.seconds
    return reading


class _Clock:
    """A function that keeps how long it took: link kinds come on top of extraction and are measured elsewhere."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function
        self.seconds = 0.0

    def __call__(self, *arguments: Any) -> Any:
        started = time.process_time()
        result = self.function(*arguments)
        self.seconds += time.process_time() - started
        return result


def _link_rows(url: str, found: Extraction) -> Iterator[dict[str, Any]]:
    for block in found.links:
        for link in block.links:
            yield {"source_url": url, "url": link.url, "kind": block.kind, "snippet": link.snippet}


def yardstick(pages: Iterable[tuple[str, str]]) -> Reading | None:
    try:
        from trafilatura import bare_extraction
    except ImportError:
        print("trafilatura is not installed: no yardstick (pip install trafilatura)")
        return None
    return _timed(pages, lambda html, url: bare_extraction(html, url=url, with_metadata=True))


def _timed(pages: Iterable[tuple[str, str]], read: Callable[[str, str], Any]) -> Reading:
    reading = Reading()
    for url, html in pages:
        started = time.process_time()
        document = read(html, url)
        reading.seconds += time.process_time() - started
        if document is not None:
            names = [name.strip() for name in (document.author or "").split(";") if name.strip()]
            article = Article(url=url, title=document.title or "", text=document.text or "", authors=names)
            article.date_published = document.date
            reading.articles.append(row(article))
    return reading


def load_scorer(path: Path) -> Any:
    """score.py as a module, so that the figures are its own."""
    spec = importlib.util.spec_from_file_location("score", path)
    if spec is None or spec.loader is None:
        sys.exit(f"extraction benchmark: cannot load {path}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def scored(score: Any, reading: Reading, truth: Path, misses: int) -> dict[str, dict[str, float]]:
    with tempfile.TemporaryDirectory() as folder:
        for name in ("articles", "links"):
            lines = (json.dumps(line, ensure_ascii=False) + "\n" for line in getattr(reading, name))
            (Path(folder) / f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")
        figures: dict[str, dict[str, float]] = score.pages(
            SimpleNamespace(truth=truth, out=Path(folder), misses=misses)
        )
    return figures


def _report(
    count: int,
    ours: Reading,
    figures: dict[str, dict[str, float]],
    theirs: Reading | None,
    others: dict[str, dict[str, float]] | None,
) -> None:
    """The table: each figure with its bar and the yardstick's."""
    print(f"{count} pages: " + ", ".join(f"{n} {kind}" for kind, n in ours.types.most_common()))
    print(f"{'':18}{'here':>8}{'bar':>8}{'trafilatura':>14}")
    for name, group, key, bar in _FIGURES:
        value = figures.get(group, {}).get(key, 0.0)
        other = f"{others[group][key]:14.4f}" if others else f"{'-':>14}"
        print(f"{name:18}{value:8.4f}{bar:8.3f}{other}{'' if value >= bar else '   below the bar'}")
    ms = 1000 * ours.seconds / max(1, count)
    other_ms = 1000 * theirs.seconds / max(1, count) if theirs else 0.0
    other = f"{other_ms:14.1f}" if theirs else f"{'-':>14}"
    print(f"{'CPU ms a page':18}{ms:8.2f}{_CPU_BAR:8.1f}{other}{'' if ms <= _CPU_BAR else '   above the bar'}")
    if theirs and ms:
        print(f"trafilatura takes {other_ms / ms:.1f} times as long")


if __name__ == "__main__":
    sys.exit(main())
