"""The command `related-news`: from any folder, with output under it; hints for whoever mistypes."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from tests.conftest import ROOT, SAMPLE, clean_environment


def related_news(*args: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `python -m crawler ARG …` in a folder outside the project."""
    return subprocess.run(
        [sys.executable, "-m", "crawler", *args],
        cwd=folder,
        env={**clean_environment(), "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        timeout=300,
    )


def test_a_crawl_from_any_folder_writes_under_that_folder(tmp_path: Path) -> None:
    replay = f"RELATED_REPLAY={SAMPLE / 'web.warc.gz'}"
    run = related_news(
        "crawl", "related", "-a", f"urls_file={SAMPLE / 'seeds.txt'}", "-a", "depth=0", "-s", replay, folder=tmp_path
    )
    assert run.returncode == 0, run.stderr
    [manifest] = tmp_path.glob("output/related/2*/manifest.json")
    assert json.loads(manifest.read_text())["counts"]["articles"] == 23
    assert (tmp_path / "output" / "related.db").is_file()
    assert (tmp_path / "output" / "related" / "latest").resolve() == manifest.parent
    assert "stories         23" in related_news("store", folder=tmp_path).stdout


def test_it_says_what_there_is_and_which_release_it_is(tmp_path: Path) -> None:
    overview = related_news(folder=tmp_path)
    assert overview.returncode == 0
    assert all(f"\n  {name} " in overview.stdout for name in ("crawl", "explain", "schema", "store"))
    assert related_news("--version", folder=tmp_path).stdout.startswith("related-news ")
    assert related_news("schema", "-h", folder=tmp_path).stdout.split("\n")[2] == "  python -m crawler schema [feed]"


def test_its_release_is_said_without_loading_scrapy() -> None:
    code = "import sys; from crawler.cli import main; main(['related-news', {!r}]); print('scrapy' in sys.modules)"
    for word, loaded in (("--version", False), ("--help", True)):
        done = subprocess.run([sys.executable, "-c", code.format(word)], cwd=ROOT, capture_output=True, text=True)
        assert done.stdout.endswith(f"\n{loaded}\n"), done.stdout + done.stderr


def test_an_unknown_command_is_one_line_and_status_2(tmp_path: Path) -> None:
    run = related_news("crwal", folder=tmp_path)
    assert (run.returncode, run.stderr.count("\n"), run.stdout) == (2, 1, "")
    assert "crwal: unknown; is it crawl? there are" in run.stderr


def test_the_settings_of_a_users_own_project_win(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text("from crawler.settings import *\nUSER_AGENT = 'mine/1'\n")
    environment = {"SCRAPY_SETTINGS_MODULE": "mine", "PYTHONPATH": f"{ROOT}:{tmp_path}"}
    run = related_news("settings", "--get", "USER_AGENT", folder=tmp_path, **environment)
    assert run.stdout.strip() == "mine/1"


def test_help_of_a_command_is_that_commands(tmp_path: Path) -> None:
    asked = related_news("help", "dataset", folder=tmp_path)
    assert (asked.returncode, asked.stdout) == (0, related_news("dataset", "-h", folder=tmp_path).stdout)
    assert "--formats" in asked.stdout
    assert "is it explain?" in related_news("help", "explian", folder=tmp_path).stderr


def test_ctrl_c_before_a_crawl_has_begun_is_one_line_and_status_130(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "crawler", "crawl", "related", "-a", "urls_file=-", "-s", "JOBDRI=x"]
    environment = {**clean_environment(), "PYTHONPATH": str(ROOT)}
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    at_default = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)  # a job in a shell's background ignores it
    with subprocess.Popen(words, cwd=tmp_path, env=environment, text=True, preexec_fn=at_default, **pipes) as process:
        assert process.stderr is not None
        assert "is it JOBDIR?" in process.stderr.readline()  # it reads standard input from here on
        process.send_signal(signal.SIGINT)
        assert process.wait(300) == 130
        assert process.stderr.read().endswith("crawl: stopped\n")


@pytest.mark.parametrize("command", ["schema", "--help", "store"])
def test_a_reader_that_goes_away_is_no_fault(command: str, tmp_path: Path) -> None:
    """`related-news schema | head -1`."""
    (tmp_path / "output").mkdir()
    process = subprocess.Popen(
        [sys.executable, "-m", "crawler", command],
        cwd=ROOT,
        env=clean_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    error = process.stderr.read().decode()
    process.wait(300)
    assert "Traceback" not in error
    assert "Broken pipe" not in error
    process.stderr.close()
