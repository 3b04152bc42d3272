"""Whether relevance is a likelihood, on topics that its weights were not fitted on: `python -m benchmarks.relevance`.

Crawls are simulated from seeds that training leaves alone, over the made news web, the same web with two sites in a
cipher, and the webs of data/topics.toml. Printed are, for pages and links: the area under the curve, and by relevance
the share that is on the topic; and what a crawl with min_relevance reads.

    --shared PATH   folder that holds eval/newsweb (default ../shared); without it the made topics alone are measured
    --without WEB   weights fitted anew without a web (newsweb, cipher, topics): then measured on that web alone
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.newsweb import encipher, read_topic_pages
from benchmarks.topicweb import make_web
from benchmarks.walks import Model, Rated, Web, walk

WEBS = ("newsweb", "cipher", "topics")
SEEDS = 10
"""Seeds a web."""
CUTS = (0.3, 0.5)
_CIPHERED = 2
_LEAST_STORIES = 15


@dataclass(frozen=True, slots=True)
class Case:
    """A web, the seeds to train on and those to measure on: no seed of one bears a topic's tag of the other's."""

    name: str
    web: Web
    training: Sequence[str]
    measured: Sequence[str]
    budget: int


def cases(shared: Path, names: Sequence[str] = WEBS) -> list[Case]:
    """The webs of these names that are there."""
    found = []
    folder = shared / "eval" / "newsweb"
    if (folder / "pages.warc.gz").is_file() and {"newsweb", "cipher"} & set(names):
        web = read_topic_pages(folder)
        training, measured = split(web)
        if "newsweb" in names:
            found.append(Case("newsweb", web, training, measured, 50))
        if "cipher" in names:
            found.append(Case("cipher", encipher(web, _CIPHERED), training, measured, 50))
    if "topics" in names:
        for number in (1, 2):
            web = make_web(number)
            found.append(Case("topics", web, sorted(web)[number::7], sorted(web)[number + 3 :: 7], 60))
    return found


def split(web: Web) -> tuple[list[str], list[str]]:
    """Seeds to train and to measure on, whose common tags differ: by the tag's place in the alphabet, odd or even."""
    common = Counter(tag for page in web.values() for tag in page.tags)
    tags = sorted(tag for tag, n in common.items() if n >= _LEAST_STORIES)
    sides: tuple[list[str], list[str]] = ([], [])
    for url, page in sorted(web.items()):
        places = {tags.index(tag) % 2 for tag in page.tags if tag in tags}
        if len(places) == 1 and sum(link.kind == "related" for link in page.links) >= 5:
            sides[places.pop()].append(url)
    for side in sides:
        random.Random(1).shuffle(side)
    return sides


def area(rated: Sequence[Rated]) -> float:
    """The likelihood that something on the topic is rated above something that is not; 0.5 where there is only one."""
    ranked = sorted(rated, key=lambda r: r.relevance)
    on = off = pairs = 0.0
    for r in ranked:
        on, off, pairs = (on + 1, off, pairs + off) if r.on_topic else (on, off + 1, pairs)
    return pairs / (on * off) if on and off else 0.5


def tenths(rated: Sequence[Rated]) -> str:
    """The share on the topic in each tenth of relevance that holds ten or more."""
    groups: dict[int, list[bool]] = {}
    for r in rated:
        groups.setdefault(min(9, int(r.relevance * 10)), []).append(r.on_topic)
    return "  ".join(f".{t}: {sum(g) / len(g):.2f}" for t, g in sorted(groups.items()) if len(g) >= 10)


def report(case: Case, model: Model) -> list[str]:
    """What was measured on a web."""
    walks = [walk(case.web, seed, model, case.budget) for seed in case.measured[:SEEDS]]
    lines = [f"{case.name}: {len(walks)} seeds"]
    for what in ("page", "foreign_page", "link"):
        rated = [r for w in walks for r in w.read + w.links if r.what == what]
        if rated:
            lines.append(f"  {what:13}{len(rated):6}  area {area(rated):.3f}  on topic by relevance {tenths(rated)}")
    for cut in CUTS:
        kept = found = there = 0
        for seed in case.measured[:SEEDS]:
            read = walk(case.web, seed, model, 200, least=cut, depth=6).read
            kept += sum(r.relevance >= cut for r in read)
            found += sum(r.relevance >= cut and r.on_topic for r in read)
            there += sum(bool(page.tags & case.web[seed].tags) for page in case.web.values())
        lines.append(f"  min_relevance {cut}: {found} of {there} on the topic, {kept - found} others")
    return lines


def main() -> None:
    """Print the report of each web."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--without", choices=WEBS)
    options = parser.parse_args()
    webs, model = cases(options.shared), Model()
    if options.without:
        from training.relevance import train

        model = train([case for case in webs if case.name != options.without])
        webs = [case for case in webs if case.name == options.without]
    for case in webs:
        print("\n".join(report(case, model)), flush=True)


if __name__ == "__main__":
    main()
