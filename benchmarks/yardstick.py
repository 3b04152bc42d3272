"""This reader and trafilatura on the same pages by one scorer: `python -m benchmarks.yardstick [SET…] [--shared PATH]`.

By default the two sealed sets, whose truth is kept as hashes: pages of publishers that no rule was made on, and of
which no miss can be looked at. Prints figures alone. Without PATH it says so and ends: the pages are not part of the
project.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from benchmarks.extraction import load_scorer, read_ours, read_pages, scored, yardstick

SETS = ("blind-read", "blind-texts")


def main() -> int:
    parser = argparse.ArgumentParser(description="This reader and trafilatura on the same pages.")
    parser.add_argument("sets", nargs="*", metavar="SET", default=SETS, help="folders of PATH/eval with page texts")
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    arguments = parser.parse_args()
    evaluation = arguments.shared / "eval"
    if not (evaluation / "score.py").is_file():
        print(f"skipped: no evaluation data under {evaluation} (--shared PATH)")
        return 0
    score = load_scorer(evaluation / "score.py")
    for name in arguments.sets:
        pages = list(read_pages(evaluation / name / "pages.warc.gz", 0))
        for reader, reading in (("this", read_ours(pages)), ("trafilatura", yardstick(pages))):
            if reading is None:
                continue
            print(f"{name:<12} {reader:<12} CPU ms a page {1000 * reading.seconds / len(pages):.1f}")
            for group, figures in scored(score, reading, evaluation / name, 0).items():
                if group.endswith((".body", ".fields")):
                    shown = " ".join(f"{figure} {value:.4f}" for figure, value in figures.items())
                    print(f"{name:<12} {reader:<12} {group}: {shown}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
