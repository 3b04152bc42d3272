"""Copies that the pipeline on datatrove finds beside those of the store: `python -m benchmarks.copies [--shared PATH]`.

The news web under PATH (eval/newsweb/truth.jsonl), stories of our own making copied in known ways, and stories off one
template that are no copies. Counts pairs of pages of one story: put together, and put together wrongly.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.dedup.minhash import MinhashConfig
from datatrove.utils.hashing import HashConfig
from loguru import logger

from benchmarks.copy_finders import OurFinder
from benchmarks.dedupe import Labelled, count_pairs, read_newsweb
from benchmarks.made_stories import COPIES as WAYS
from benchmarks.made_stories import series, story
from crawler.cluster.readers import run_stories
from crawler.cluster.signatures import COPIES
from crawler.cluster.stages import story_stages
from crawler.items import Article, row

DEFAULT = MinhashConfig(hash_config=HashConfig(hash_fc="sha1"))
"""Datatrove's own number of buckets and hashes: 14 of 8."""


def main() -> int:
    parser = argparse.ArgumentParser(description="Copies found by the store and by the pipeline on datatrove.")
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="folder that holds eval/")
    shared = parser.parse_args().shared
    logger.disable("datatrove")  # it tells of every task
    sets = {"made stories, six of each": _made(), "templates, no copies": _templates()}
    if (shared / "eval").is_dir():
        sets = {"news web": read_newsweb(shared), **sets}
    else:
        print(f"no evaluation pages under {shared}: the news web is left out", file=sys.stderr)
    print(f"{'':28}{'':34}{'pairs':>8}{'found':>8}{'wrong':>8}")
    for name, pages in sets.items():
        with TemporaryDirectory() as folder:
            _print(name, "this store", pages, store_clusters(pages, Path(folder)))
        for way, config in (("datatrove, 20 buckets of 7", COPIES), ("datatrove, 14 buckets of 8", DEFAULT)):
            with TemporaryDirectory() as folder:
                _print(name, way, pages, pipeline_clusters(pages, Path(folder), config))
    return 0


def store_clusters(pages: list[Labelled], folder: Path) -> list[str]:
    """The cluster of each page, as a crawl finds it."""
    finder = OurFinder(folder / "store.db")
    clusters = [finder.cluster(page, text) for page, text, _ in pages]
    finder.close()
    return clusters


def pipeline_clusters(pages: list[Labelled], folder: Path, config: MinhashConfig) -> list[str]:
    """The same by all stages of the pipeline, on this machine."""
    run = folder / "run"
    run.mkdir()
    lines = [json.dumps(row(Article(id=page, text=text, cluster_id=page))) + "\n" for page, text, _ in pages]
    (run / "articles.jsonl").write_text("".join(lines), encoding="utf-8")
    for stage in story_stages(run_stories(str(run)), str(folder / "out"), 1, config):
        logs = str(folder / "logs" / stage.name)
        LocalPipelineExecutor(stage.steps, stage.tasks, workers=1, logging_dir=logs).run()
    found = {}
    for feed in (folder / "out").glob("[ac]*/*/articles.jsonl"):
        for line in feed.read_text(encoding="utf-8").splitlines():
            article = json.loads(line)
            found[article["id"]] = article["cluster_id"]
    return [found.get(page, page) for page, _, _ in pages]


def _print(name: str, way: str, pages: list[Labelled], clusters: list[str]) -> None:
    true = [cluster for *_, cluster in pages]
    both, joined = count_pairs(zip(clusters, true, strict=True)), count_pairs(clusters)
    print(f"{name:28}{way:34}{count_pairs(true):8}{both:8}{joined - both:8}", flush=True)


def _made() -> list[Labelled]:
    rng = random.Random(1)
    texts = [story(rng, rng.randint(300, 3_000)) for _ in range(150)]
    copied = [(n, text) for n, text in enumerate(texts) for text in (text, *(way(text, rng) for way in WAYS.values()))]
    return [(f"{place:016x}", text, str(number)) for place, (number, text) in enumerate(copied)]


def _templates() -> list[Labelled]:
    texts = [text for made in series(random.Random(2), 40).values() for text in made]
    return [(f"{place:016x}", text, str(place)) for place, text in enumerate(texts)]


if __name__ == "__main__":
    sys.exit(main())
