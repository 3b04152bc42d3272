"""Learn the kinds of lists of links: `python -m training.link_kinds FOLDER… [-o FILE]`.

FOLDER: a truth folder (pages.warc.gz and related.jsonl, see training/examples.py). The scorecard is written to the
package's crawler/pages/links/link_kinds.tsv or to FILE; the same folders give the same file. `python -m
benchmarks.links` measures what was learned.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import crawler.pages.links
from crawler.pages.links.scorecard import FILE, KINDS, write_scorecard
from training.examples import read_pages
from training.scorecards import MIN_PUBLISHERS, learn_points

PACKAGED = Path(crawler.pages.links.__path__[0]) / FILE


def main() -> int:
    parser = argparse.ArgumentParser(description="Learn the kinds of lists of links from annotated pages.")
    parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDER", help="pages.warc.gz and related.jsonl")
    parser.add_argument("-o", "--output", type=Path, default=PACKAGED)
    arguments = parser.parse_args()
    for folder in arguments.folders:
        for name in ("pages.warc.gz", "related.jsonl"):
            if not (folder / name).is_file():
                parser.error(f"{folder}: has no {name}")
    pages = read_pages(arguments.folders)
    publishers = len({page.publisher for page in pages})
    header = (
        f"Learned by `python -m training.link_kinds` from {len(pages)} pages of {publishers} publishers, not edited.\n"
        f"feature, then points (hundredths) for {', '.join(KINDS)}. "
        f"No feature that fewer than {MIN_PUBLISHERS} publishers show."
    )
    arguments.output.write_text(write_scorecard(learn_points(pages), header), encoding="utf-8")
    print(f"{arguments.output}: {len(pages)} pages, {publishers} publishers")
    return 0


if __name__ == "__main__":
    sys.exit(main())
