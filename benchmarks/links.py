"""Link blocks against known truth: `python -m benchmarks.links [--shared PATH] [--folders pages,read] [--quick|--cpu]`.

Figures are those of PATH/eval/score.py (`link_scores`). Held out, on publishers that were not learned from:
the pages by kind, what 50, 100 and 200 pages teach, the confusion of kinds. As packaged: the same pages (learned from,
so no measure of what is to be expected) and the CPU of find_link_blocks, and of the judgement alone, in ms a page.
Without PATH it says so and ends: the pages are not part of the project. Needs the extra `training`.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
import time
from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import Path
from types import ModuleType
from typing import Any

from crawler.pages.body.extract import find_body
from crawler.pages.dom.page import Page
from crawler.pages.links.classify import judge_rows
from crawler.pages.links.extract import find_link_blocks, find_rows
from crawler.pages.links.positions import Places
from crawler.pages.links.scorecard import KINDS, scorecard
from training.evaluation import confusion, held_out, links_of
from training.examples import AnnotatedPage, read_pages

CURVE = (50, 100, 200, None)
"""So many pages are learned from; None: all."""


def main() -> int:
    parser = argparse.ArgumentParser(description="Link blocks against known truth.")
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--folders", default="pages,read", help="truth folders under PATH/eval")
    parser.add_argument("--quick", action="store_true", help="no learning curve")
    parser.add_argument("--cpu", action="store_true", help="the CPU alone")
    arguments = parser.parse_args()
    folder = arguments.shared / "eval"
    if not (folder / "score.py").is_file():
        print(f"skipped: no evaluation data under {folder} (--shared PATH)")
        return 0
    score = load_score(folder / "score.py")
    pages = read_pages([folder / name for name in arguments.folders.split(",")])
    if arguments.cpu:
        show_cpu(pages)
        return 0
    show_packaged(score, pages)
    for most in CURVE[-1:] if arguments.quick else CURVE:
        judged = list(held_out(pages, most=most))
        lines = [line for page, card in judged for line in links_of(page, card)]
        show(score, f"held out, learned from {most or 'all'}", pages, lines)
    show_confusion(confusion(judged))
    show_cpu(pages)
    return 0


def show_packaged(score: ModuleType, pages: Sequence[AnnotatedPage]) -> None:
    lines = [line for page in pages for line in links_of(page, scorecard())]
    show(score, "as packaged (learned from these)", pages, lines)


def show(score: ModuleType, name: str, pages: Sequence[AnnotatedPage], lines: Sequence[dict[str, Any]]) -> None:
    """The figures of each folder's pages."""
    for folder in dict.fromkeys(page.folder for page in pages):
        figures = score.link_scores([page.truth for page in pages if page.folder == folder], lines, 0)
        for kind, of_kind in figures.items():
            shown = "  ".join(f"{k} {of_kind[k]:.3f}" for k in ("nonempty_f1", "micro_f1", "perfect"))
            print(f"{name:34} {folder:6} {kind:10} {shown}", flush=True)


def show_confusion(found: dict[tuple[str, str], int]) -> None:
    print("true \\ judged " + "".join(f"{kind:>10}" for kind in KINDS))
    for true in KINDS:
        print(f"{true:14}" + "".join(f"{found.get((true, judged), 0):10}" for judged in KINDS))


def show_cpu(pages: Sequence[AnnotatedPage]) -> None:
    """Process time of the blocks whole, and of evidence and points alone, for each folder's pages.

    Every page is parsed anew: one that was read before has answers ready.
    """
    for folder, members in groupby(pages, key=lambda page: page.folder):
        whole, judged = [], []
        for member in members:
            page = Page(member.page.html, member.url)
            body = find_body(page)
            whole.append(seconds(find_link_blocks, page, body))
            links, rows, _ = find_rows(page, body)
            judged.append(seconds(judge_rows, links, rows, Places(links), scorecard()))
        means = (1000 * sum(times) / len(times) for times in (whole, judged))
        print("CPU, {}: {:.2f} ms a page, of which evidence and points {:.2f}".format(folder, *means), flush=True)


def seconds(function: Callable[..., Any], *arguments: Any) -> float:
    """The process time of a call."""
    begin = time.process_time()
    function(*arguments)
    return time.process_time() - begin


def load_score(path: Path) -> ModuleType:
    """The scorer as a module."""
    spec = importlib.util.spec_from_file_location("score", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    sys.exit(main())
