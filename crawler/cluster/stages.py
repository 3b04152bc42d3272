"""The stages of a data set made on a cluster, each ready for one of datatrove's executors."""

from __future__ import annotations

from dataclasses import dataclass

from datatrove.pipeline.base import PipelineStep
from datatrove.pipeline.dedup import MinhashDedupBuckets, MinhashDedupCluster, MinhashDedupFilter
from datatrove.pipeline.dedup.minhash import MinhashConfig

from crawler.cluster.cleaning import StoryCleaning
from crawler.cluster.readers import run_stories
from crawler.cluster.records import story_writer
from crawler.cluster.signatures import COPIES, StorySignatures


@dataclass(frozen=True, slots=True)
class Stage:
    """Steps that one executor runs, in so many tasks; it begins once the stage before it has ended."""

    name: str
    steps: list[PipelineStep]
    tasks: int


def story_stages(reader: PipelineStep, folder: str, tasks: int, config: MinhashConfig = COPIES) -> list[Stage]:
    """Stories of a reader -> FOLDER/articles/TASK/articles.jsonl, without their copies, which are in
    FOLDER/copies/TASK/articles.jsonl; all pages of one story have the same cluster_id.

    folder: any that fsspec opens. tasks: machines' processes that share the reading; the files are dealt among them.
    """
    stories, signatures, buckets, clusters = (
        f"{folder}/stages/{n}" for n in ("stories", "sigs", "buckets", "clusters")
    )
    find = MinhashDedupBuckets(signatures, buckets, config=config)
    join = MinhashDedupCluster(buckets, clusters, config=config, save_cluster_id=True)
    part = MinhashDedupFilter(clusters, exclusion_writer=story_writer(f"{folder}/copies"), load_cluster_ids=True)
    return [
        Stage("read", [reader, StoryCleaning(), story_writer(stories)], tasks),
        Stage("sign", [run_stories(stories), StorySignatures(signatures, config)], tasks),
        Stage("find", [find], config.num_buckets),
        Stage("join", [join], 1),
        Stage("part", [run_stories(stories), part, story_writer(f"{folder}/articles")], tasks),
    ]
