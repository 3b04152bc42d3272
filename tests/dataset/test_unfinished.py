"""A data set that is there is whole; what a killed command left is known for that, and the next one removes it."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.dataset.build import build
from crawler.dataset.unfinished import UNFINISHED, is_free, unfinished
from crawler.items.runs import find_runs
from crawler.store.lock import Locked
from tests.conftest import ROOT, clean_environment
from tests.made_runs import MakeRun, article, prose

KILLED_AS_IT_WRITES = """
import os, signal, sys
from pathlib import Path
from crawler.dataset.build import build
from crawler.items.runs import find_runs

def progress(step, done):
    if step == "writing links":
        os.kill(os.getpid(), signal.SIGKILL)

build(find_runs([Path(sys.argv[1])]), Path(sys.argv[2]), progress=progress)
"""


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest.mark.parametrize("existed", [False, True])
def test_a_killed_command_leaves_nothing_that_looks_whole_and_the_next_one_makes_it(
    make_run: MakeRun, tmp_path: Path, existed: bool
) -> None:
    run, folder = make_run("a", [article("https://a.example/1", prose(1))]), tmp_path / "news"
    if existed:
        folder.mkdir()
    command = [sys.executable, "-c", KILLED_AS_IT_WRITES, str(run), str(folder)]
    done = subprocess.run(command, cwd=ROOT, env=clean_environment(), timeout=120)
    assert done.returncode == -signal.SIGKILL
    assert names(folder) == {UNFINISHED}
    assert "data" in names(folder / UNFINISHED), "it was killed as it wrote"
    (folder / UNFINISHED / "data" / "articles-test.jsonl").write_text("of the one before\n", encoding="utf-8")
    assert is_free(folder)
    build(find_runs([run]), folder)
    build(find_runs([run]), tmp_path / "other")
    assert names(folder) == {"README.md", "croissant.json", "data"}
    assert names(folder / "data") == names(tmp_path / "other" / "data")


def test_what_was_killed_as_it_came_out_goes_too(make_run: MakeRun, tmp_path: Path) -> None:
    run, folder = make_run("a", [article("https://a.example/1", prose(1))]), tmp_path / "news"
    (folder / UNFINISHED).mkdir(parents=True)
    (folder / "data").mkdir()
    (folder / "data" / "old.jsonl").touch()
    (folder / "graph.gexf").touch()
    assert is_free(folder)
    build(find_runs([run]), folder)
    assert names(folder) == {"README.md", "croissant.json", "data"}
    assert "old.jsonl" not in names(folder / "data")


def test_the_card_comes_last_and_a_fault_takes_all_of_it_away(tmp_path: Path) -> None:
    news = tmp_path / "news"

    def make() -> None:
        with unfinished(news) as work:
            for name in ("README.md", "croissant.json", "zebra"):
                (work / name).mkdir()
            (news / "zebra" / "mine").mkdir(parents=True)  # stands where the last but the card is to come out

    with pytest.raises(OSError, match="not empty"):
        make()
    assert names(news) == {"zebra"}, "neither the card nor what came out before the fault"


def test_a_data_set_that_is_whole_is_kept_though_its_command_was_killed_before_it_tidied_up(tmp_path: Path) -> None:
    (tmp_path / UNFINISHED).mkdir()
    (tmp_path / "data").mkdir()
    assert is_free(tmp_path)
    (tmp_path / "README.md").touch()  # which comes last
    assert not is_free(tmp_path)


def test_a_folder_that_holds_something_else_is_not_free(tmp_path: Path) -> None:
    (tmp_path / UNFINISHED).mkdir()
    assert is_free(tmp_path)
    (tmp_path / "mine").touch()
    assert not is_free(tmp_path)
    assert not is_free(tmp_path / "mine")
    assert is_free(tmp_path / "nothing")


def test_two_commands_do_not_make_one_data_set(tmp_path: Path) -> None:
    with unfinished(tmp_path / "news") as work:
        (work / "README.md").touch()
        with pytest.raises(Locked), unfinished(tmp_path / "news"):
            pass
        assert "README.md" in names(work), "the second one removed nothing"
    assert names(tmp_path / "news") == {"README.md"}
