"""Link blocks against known truth: `python -m benchmarks.links [--shared PATH] [--misses]`.

Figures are those of PATH/eval/score.py (`link_scores`), over PATH/eval/pages (pages.warc.gz, related.jsonl) and over
the made news web of PATH/eval/newsweb; CPU is the mean of find_link_blocks alone, in ms a page, body not counted.
Without PATH it says so and ends: the pages are not part of the project.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from w3lib.encoding import html_to_unicode
from warcio.archiveiterator import ArchiveIterator

from crawler.pages.body.extract import find_body
from crawler.pages.dom.page import Page
from crawler.pages.links.extract import LinkBlock, find_link_blocks


def main() -> int:
    parser = argparse.ArgumentParser(description="Link blocks against known truth.")
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--misses", action="store_true", help="list what each page got wrong")
    parser.add_argument("--every", type=int, default=1, help="of the news web, every n-th page")
    arguments = parser.parse_args()
    folder = arguments.shared / "eval"
    if not (folder / "score.py").is_file():
        print(f"skipped: no evaluation data under {folder} (--shared PATH)")
        return 0
    score = load_score(folder / "score.py")
    pages = rows(folder / "pages" / "related.jsonl")
    measure(score, "pages", folder / "pages" / "pages.warc.gz", pages, arguments.misses)
    web = [
        {"url": t["url"], "related": [r["url"] for r in t["related"]], "spam": t.get("spam", [])}
        for t in rows(folder / "newsweb" / "truth.jsonl")[:: arguments.every]
    ]
    measure(score, "newsweb", folder / "newsweb" / "pages.warc.gz", web, arguments.misses)
    return 0


def load_score(path: Path) -> ModuleType:
    """The scorer, imported by its path."""
    spec = importlib.util.spec_from_file_location("score", path)
    if spec is None or spec.loader is None:
        raise ImportError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def measure(score: ModuleType, name: str, archive: Path, truth: list[dict[str, Any]], misses: bool) -> None:
    """Reads every page that the truth speaks of and prints the figures."""
    wanted = {t["url"]: t for t in truth}
    links: list[dict[str, Any]] = []
    cpu = 0.0
    read = 0
    for url, html in responses(archive, wanted):
        page = Page(html, url)
        body = find_body(page)
        start = time.process_time()
        blocks = find_link_blocks(page, body)
        cpu += time.process_time() - start
        read += 1
        links += [
            {"source_url": url, "url": x.url, "kind": b.kind, "snippet": x.snippet} for b in blocks for x in b.links
        ]
        if misses and not wanted[url].get("unsure"):
            show(score, wanted[url], blocks)
    for kind, figures in score.link_scores(truth, links, 0).items():
        shown = "  ".join(f"{k} {v:.3f}" if isinstance(v, float) else f"{k} {v}" for k, v in figures.items())
        print(f"{name + '.' + kind:18} {shown}")
    css = sum("{" in (x["snippet"] or "") for x in links)
    print(f"{name + '.cost':18} cpu_ms {1000 * cpu / max(read, 1):.2f}  pages {read}  snippets_with_css {css}")


def show(score: ModuleType, truth: dict[str, Any], blocks: list[LinkBlock]) -> None:
    """What a page got wrong, block by block."""
    lines = []
    for kind in ("related", "more", "sponsored"):
        true = {score.norm(u) for u in truth.get(kind, [])}
        skip = {score.norm(u) for k in ("inline", "ambiguous", "spam") for u in truth.get(k, [])} | {
            score.norm(truth["url"])
        }
        got = {score.norm(x.url): (b, x) for b in blocks if b.kind == kind for x in b.links}
        for url in sorted(set(got) - true - skip):
            block, link = got[url]
            lines.append(f"  wrong {kind}: {link.title[:60]!r} under {block.heading!r} at {block.position:.2f}")
        lines += [f"  missed {kind}: {url[:110]}" for url in sorted(true - set(got) - {score.norm(truth["url"])})]
    if lines:
        print(truth.get("id") or truth["url"], *lines[:25], sep="\n")


def responses(archive: Path, wanted: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """URL and decoded HTML of the archive's responses that are wanted."""
    with archive.open("rb") as file:
        for record in ArchiveIterator(file):
            url = record.rec_headers.get_header("WARC-Target-URI")
            if record.rec_type == "response" and url in wanted:
                declared = record.http_headers.get_header("content-type")
                yield url, html_to_unicode(declared, record.content_stream().read(), default_encoding="utf-8")[1]


def rows(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


if __name__ == "__main__":
    sys.exit(main())
