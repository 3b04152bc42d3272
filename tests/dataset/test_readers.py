"""The data set in the hands of those that it is made for: datasets, DuckDB, pandas, polars, networkx, mlcroissant."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, clean_environment, read_lines
from tests.made_runs import MakeRun, article, prose


def lines(folder: Path, feed: str) -> int:
    return sum(len(read_lines(path)) for path in (folder / "data").glob(f"{feed}-*.jsonl"))


def test_datasets_loads_every_config_by_the_card(folder: Path, tmp_path: Path) -> None:
    pytest.importorskip("datasets")
    code = (
        "import json, sys, datasets\n"
        "print(json.dumps({c: {s: len(d) for s, d in datasets.load_dataset(sys.argv[1], c).items()}"
        " for c in datasets.get_dataset_config_names(sys.argv[1])}))"
    )
    env = {**clean_environment(), "HF_HOME": str(tmp_path), "HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1"}
    command = [sys.executable, "-c", code, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, env=env, timeout=300)
    assert done.returncode == 0, done.stderr
    loaded = json.loads(done.stdout)
    assert {config: sum(splits.values()) for config, splits in loaded.items()} == {
        config: lines(folder, config) for config in loaded
    }
    assert set(loaded) == {"articles", "links", "duplicates", "failures"}  # nothing was skipped
    card = (folder / "README.md").read_text(encoding="utf-8")
    assert "Without rows, and therefore no configs, as loaders refuse those: skipped." in card
    assert len(loaded["articles"]) >= 2


def test_duckdb_joins_links_with_stories(folder: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    question = f"""
        SELECT count(*), count(DISTINCT a.site) FROM '{folder}/data/links-*.parquet' AS l
        JOIN '{folder}/data/articles-*.parquet' AS a ON a.cluster_id = l.target_cluster
        WHERE l.kind = 'related' AND a.published_utc < TIMESTAMPTZ '2030-01-01'
    """
    [(edges, sites)] = duckdb.sql(question).fetchall()
    assert edges > 20
    assert sites > 2


def test_pandas_and_polars_read_typed_columns(folder: Path) -> None:
    pandas, polars = pytest.importorskip("pandas"), pytest.importorskip("polars")
    table = polars.read_parquet(f"{folder}/data/articles-*.parquet")
    assert table.schema["published_utc"] == polars.Datetime("ms", "UTC") or "UTC" in str(table.schema["published_utc"])
    assert table["removed"].list.len().sum() > 0
    frame = pandas.concat(pandas.read_parquet(p) for p in sorted((folder / "data").glob("articles-*.parquet")))
    assert len(frame) == table.height == lines(folder, "articles")
    assert str(frame["published_utc"].dtype).endswith("UTC]")


def test_an_empty_feed_has_its_columns_too(folder: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    assert lines(folder, "skipped") == 0
    table = parquet.read_table(folder / "data" / "skipped-train.parquet")
    assert (table.num_rows, table.column_names[:2]) == (0, ["url", "parent_url"])


@pytest.mark.parametrize("form", ["gexf", "graphml"])
def test_networkx_reads_the_graph(folder: Path, form: str) -> None:
    networkx = pytest.importorskip("networkx")
    graph = getattr(networkx, f"read_{form}")(folder / f"graph.{form}")
    assert graph.number_of_edges() == lines(folder, "links")
    states = {data["state"] for _, data in graph.nodes(data=True)}
    assert states == {"article", "copy", "unread"}
    assert {data["kind"] for *_, data in graph.edges(data=True)} >= {"related", "more", "sponsored"}


def test_a_spreadsheet_opens_the_table_and_runs_nothing(folder: Path) -> None:
    raw = (folder / "data" / "articles-train.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(raw.decode("utf-8-sig").splitlines(keepends=True)))
    assert rows
    assert all(json.loads(row["removed"]) is not None for row in rows)
    assert not any(str(value).startswith(("=", "+", "@")) for row in rows for value in row.values())


def test_the_description_names_every_file_with_its_checksum(folder: Path) -> None:
    from hashlib import sha256

    described = json.loads((folder / "croissant.json").read_text(encoding="utf-8"))
    files = {f["contentUrl"]: f["sha256"] for f in described["distribution"]}
    assert set(files) == {f"data/{p.name}" for p in (folder / "data").glob("*.parquet")}
    assert all(sha256((folder / url).read_bytes()).hexdigest() == digest for url, digest in files.items())


def test_mlcroissant_reads_every_table_by_the_description(folder: Path, tmp_path: Path) -> None:
    pytest.importorskip("mlcroissant")
    code = (
        "import json, sys, mlcroissant\n"
        "described = mlcroissant.Dataset(jsonld=sys.argv[1])\n"
        "tables = [table.uuid for table in described.metadata.record_sets]\n"
        "print(json.dumps({t: sum(1 for _ in described.records(record_set=t)) for t in tables}))"
    )
    command = [sys.executable, "-c", code, str(folder / "croissant.json")]
    env = {**clean_environment(), "CROISSANT_CACHE": str(tmp_path)}
    done = subprocess.run(command, capture_output=True, text=True, env=env, timeout=300)
    assert done.returncode == 0, done.stderr
    assert re.findall(r'Property "\S+/(\w+)" is recommended', done.stderr) == ["citeAs"], "as data-set.md says"
    assert json.loads(done.stdout) == {path.stem: len(read_lines(path)) for path in (folder / "data").glob("*.jsonl")}


@pytest.mark.parametrize(
    ("args", "fault"),
    [
        ((), "which runs?"),
        (("nowhere", "-o", "{tmp}/new"), "nowhere: no such folder"),
        (("tests", "-o", "{tmp}/new"), "no articles.jsonl"),
        (("tests",), "-o DIR names the folder"),
        (("tests", "-o", "docs"), "docs: holds something already"),
        (("tests", "-o", "{tmp}/new", "--formats", "xlsx"), "'xlsx' is unknown"),
        (("tests", "-o", "{tmp}/new", "--formats", ","), "at least one of"),
        (("tests", "-o", "{tmp}/new", "--split", "author"), "'author' is unknown"),
    ],
)
def test_a_wrong_call_is_one_line_and_status_2(
    args: tuple[str, ...],
    fault: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from scrapy.cmdline import execute
    from scrapy.utils.project import get_project_settings

    monkeypatch.chdir(ROOT)
    with pytest.raises(SystemExit) as ended:
        execute(["scrapy", "dataset", *(a.format(tmp=tmp_path) for a in args)], get_project_settings())
    err = capsys.readouterr().err
    assert (ended.value.code, err.count("\n")) == (2, 1)
    assert fault in err
    assert not os.path.exists(tmp_path / "new")


def test_the_command_counts_and_names_splits_without_a_story(
    make_run: MakeRun, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    from scrapy.cmdline import execute
    from scrapy.utils.project import get_project_settings

    run = make_run("a", [article("https://a.example/1", prose(1)), article("https://a.example/2", prose(1))])
    out = tmp_path / "out"
    with pytest.raises(SystemExit) as ended:
        execute(["scrapy", "dataset", str(run), "-o", str(out), "--split", "date"], get_project_settings())
    assert ended.value.code == 0
    assert capsysbinary.readouterr().out.decode().splitlines() == [
        f"{out}: 1 article, 1 duplicate, 0 links, out of 1 folder of runs",
        "no story is in validation or in test: too few for --split date (1 story)",
    ]
