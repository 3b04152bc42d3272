"""A month of Common Crawl's news, read, cleaned and freed of copies on a cluster with Slurm:

    python news_month.py s3://commoncrawl/crawl-data/CC-NEWS/2026/10/ s3://my-bucket/news --tasks 500 --partition cpu

On this machine, with two processes, out of any folder of WARC files:

    python news_month.py archives news --tasks 2 --local

It takes `pip install '.[cluster]'` in a checkout, and s3fs where a folder is on S3. A stage that was stopped goes
on with the tasks that are not done. For Ray, RayPipelineExecutor takes the place of SlurmPipelineExecutor.
"""

import argparse

from datatrove.executor import LocalPipelineExecutor, SlurmPipelineExecutor

from crawler.cluster.readers import WarcStories
from crawler.cluster.stages import Stage, story_stages


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("archives", help="folder of WARC files, such as s3://commoncrawl/crawl-data/CC-NEWS/2026/10/")
    parser.add_argument("output", help="folder of what is made")
    parser.add_argument("--tasks", type=int, default=500, help="tasks among which the files are dealt")
    parser.add_argument("--partition", default="cpu", help="Slurm's partition")
    parser.add_argument("--local", action="store_true", help="on this machine")
    options = parser.parse_args()
    last = None
    for stage in story_stages(WarcStories(options.archives), options.output, options.tasks):
        last = (local if options.local else slurm)(stage, options, last)
    last.run()  # and before it those that it depends on


def local(stage: Stage, options: argparse.Namespace, before: LocalPipelineExecutor | None) -> LocalPipelineExecutor:
    logs = f"{options.output}/logs/{stage.name}"
    workers = min(stage.tasks, options.tasks)
    return LocalPipelineExecutor(stage.steps, stage.tasks, workers, logging_dir=logs, depends=before)


def slurm(stage: Stage, options: argparse.Namespace, before: SlurmPipelineExecutor | None) -> SlurmPipelineExecutor:
    return SlurmPipelineExecutor(
        stage.steps, stage.tasks, time="24:00:00", partition=options.partition, mem_per_cpu_gb=4, depends=before,
        job_name=f"news-{stage.name}", logging_dir=f"{options.output}/logs/{stage.name}",
    )  # fmt: skip


if __name__ == "__main__":
    main()
