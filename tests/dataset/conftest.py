"""A run of the sample web and its data set, each made once by its command."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import SAMPLE, Run, scrapy_in


@pytest.fixture(scope="package")
def sample_run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A crawl of the sample web."""
    run = scrapy_in(tmp_path_factory.mktemp("sample"))(
        "crawl", "related", "-a", f"urls_file={SAMPLE / 'seeds.txt'}", "-a", "depth=3",
        "-s", f"RELATED_REPLAY={SAMPLE / 'web.warc.gz'}",
    )  # fmt: skip
    assert run.status == 0, run.err
    return run


@pytest.fixture(scope="package")
def folder(sample_run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data set of the sample web, in every format."""
    out = tmp_path_factory.mktemp("dataset") / "out"
    done = scrapy_in(out.parent)(
        "dataset", str(sample_run.folder), "-o", str(out),
        "--formats", "jsonl,parquet,csv,gexf,graphml", "--split", "hash",
    )  # fmt: skip
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith(f"{out}: ")
    return out
