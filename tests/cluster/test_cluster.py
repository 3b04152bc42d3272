"""A month of news on a cluster, in its local form: the same stories as a crawl of the archive, without their copies."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crawler.dataset.build import build
from crawler.items import Article, Removed, row
from crawler.items.runs import find_runs
from tests.conftest import ROOT, SAMPLE, Run, Scrapy, clean_environment, read_lines
from tests.made_runs import article, prose

pytest.importorskip("datatrove", reason="datatrove is in the extra cluster")

MONTH = ROOT / "docs/cluster/news_month.py"


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What docs/cluster/news_month.py makes of the sample web's archive."""
    folder = tmp_path_factory.mktemp("month")
    (folder / "archives").mkdir()
    shutil.copy(SAMPLE / "web.warc.gz", folder / "archives")
    command = [sys.executable, str(MONTH), "archives", "news", "--tasks", "1", "--local"]
    env = {**clean_environment(), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300, env=env)
    assert done.returncode == 0, done.stderr[-2000:]
    return folder / "news"


@pytest.fixture(scope="module")
def archive_run(shared_scrapy: Scrapy) -> Run:
    """A crawl of the same archive."""
    run = shared_scrapy("crawl", "archive", "-a", f"path={SAMPLE / 'web.warc.gz'}")
    assert run.status == 0, run.err
    return run


def lines(month: Path, feed: str) -> list[dict[str, Any]]:
    return [line for path in sorted((month / feed).glob("*/articles.jsonl")) for line in read_lines(path)]


def test_its_stories_are_those_of_a_crawl_of_the_archive(month: Path, archive_run: Run) -> None:
    made = {line["id"]: line for line in lines(month, "articles") + lines(month, "copies")}
    crawled = archive_run.feed("articles")
    pages = {line["id"] for line in crawled + archive_run.feed("duplicates")}
    assert set(made) == pages
    same = ("canonical_url", "title", "text", "language", "authors", "published_utc", "removed", "rights", "text_hash")
    for story in crawled:
        assert {name: made[story["id"]][name] for name in same} == {name: story[name] for name in same}
        assert list(made[story["id"]]) == list(story)


def test_pages_of_one_story_have_one_cluster_and_stories_have_their_own(month: Path, archive_run: Run) -> None:
    cluster = {line["id"]: line["cluster_id"] for line in lines(month, "articles") + lines(month, "copies")}
    copies = [line for line in archive_run.feed("duplicates") if line["method"] == "exact"]
    assert len(copies) > 1
    for copy in copies:
        assert cluster[copy["id"]] == cluster[copy["duplicate_of"]]
    stories = [cluster[story["id"]] for story in archive_run.feed("articles")]
    assert len(stories) == len(set(stories))


def test_what_it_writes_is_read_as_runs(month: Path, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    facts = build(find_runs([month / "articles"]), tmp_path / "out", formats=["jsonl"])
    assert facts.count("articles") + facts.count("duplicates") == len({a["id"] for a in lines(month, "articles")})


def test_its_stages_go_to_other_machines() -> None:
    import dill

    spec = importlib.util.spec_from_file_location("news_month", MONTH)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    from crawler.cluster.readers import WarcStories
    from crawler.cluster.stages import story_stages

    options = Namespace(output="news", partition="cpu", tasks=8)
    executor = None
    for stage in story_stages(WarcStories("archives"), "news", 8):
        assert [type(step) for step in dill.loads(dill.dumps(stage.steps))] == [type(step) for step in stage.steps]
        executor = module.slurm(stage, options, executor)
    assert executor is not None
    assert (executor.tasks, executor.depends.tasks, executor.depends.depends.tasks) == (8, 1, 20)


def test_a_copy_in_the_other_script_has_the_same_signature(tmp_path: Path) -> None:
    from crawler.cluster.signatures import COPIES, StorySignatures

    sign = StorySignatures(str(tmp_path))
    traditional, simplified = (
        "高考結束後許多考生報名學習駕駛汽車，駕校人滿為患。",
        "高考结束后许多考生报名学习驾驶汽车,驾校人满为患。",
    )
    signature = sign.get_signature(sign.get_shingles(traditional))
    assert signature == sign.get_signature(sign.get_shingles(simplified))
    assert [len(bucket) for bucket in signature] == [COPIES.hashes_per_bucket] * COPIES.num_buckets
    assert sign.get_shingles("").size == 0


def cleaned(*stories: Article) -> list[dict[str, Any]]:
    from crawler.cluster.cleaning import StoryCleaning
    from crawler.cluster.records import to_document, to_line

    documents = StoryCleaning().run(iter(map(to_document, stories)))
    return [to_line(document) for document in documents]


def test_a_story_that_is_clean_comes_out_as_it_went_in() -> None:
    story = article("https://a.example/1", prose(1))
    assert cleaned(story) == [row(story)]


def test_what_an_earlier_release_cut_is_judged_anew() -> None:
    text = prose(1)
    first, _, rest = text.partition("\n\n")
    story = article("https://a.example/1", rest, removed=[Removed("no-such-rule", f"{first}\n\n", 0)])
    [line] = cleaned(story)
    assert (line["text"], line["removed"]) == (text, [])


def test_a_story_of_which_nothing_is_left_is_dropped() -> None:
    assert cleaned(article("https://a.example/1", "责任编辑：王小明", language="zh-Hans")) == []


def test_pages_without_a_story_are_counted_by_their_reason(month: Path, archive_run: Run) -> None:
    [reader, *_] = json.loads((month / "logs/read/stats.json").read_text(encoding="utf-8"))
    counted = {
        name.removeprefix("no story: "): found if isinstance(found, int) else found["total"]
        for name, found in reader["stats"].items()
        if name.startswith("no story: ")
    }
    failed = Counter(line["reason"] for line in archive_run.feed("failures"))
    assert {reason: counted.get(reason) for reason in failed} == dict(failed)
    assert counted["redirect"] > 0


def test_runs_are_read_line_by_line(tmp_path: Path) -> None:
    from crawler.cluster.readers import run_stories

    folder = tmp_path / "job" / "w1"
    folder.mkdir(parents=True)
    story = article("https://a.example/1", prose(1))
    (folder / "articles.jsonl").write_text(json.dumps(row(story)) + "\n", encoding="utf-8")
    documents: Iterator[Any] = run_stories(str(tmp_path)).run()
    assert [(d.id, d.text, d.metadata["url"]) for d in documents] == [(story.id, story.text, story.url)]
