"""The files that operators start from: what they run exists, and a parser of their kind reads them."""

from __future__ import annotations

import configparser
import re
import shlex
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from scrapy.utils.project import get_project_settings

from crawler.cli import own_commands
from crawler.settings.table import BY_NAME
from crawler.spiders.arguments import read_arguments
from tests.conftest import ROOT
from tests.docs.blocks import blocks

DEPLOY = ROOT / "docs" / "deploy"


def check_command(words: list[str], seeds: Path) -> None:
    """The command, its spider's arguments and its settings are ones that there are."""
    assert words[0] in own_commands()
    pairs = list(pairwise(words))
    for name, value in (value.split("=", 1) for option, value in pairs if option == "-s"):
        if name.startswith("RELATED_"):
            BY_NAME[name].read(value)
        else:
            assert name in ("JOBDIR",) or name in get_project_settings()
    if words[0] == "crawl":
        given = dict(value.split("=", 1) for option, value in pairs if option == "-a")
        read_arguments(words[1], {**given, "urls_file": str(seeds)})


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    file = tmp_path / "seeds.txt"
    file.write_text("https://news.example/feed\n")
    return file


def test_the_systemd_units_run_a_command_that_there_is(seeds: Path) -> None:
    units = {}
    for name in ("related-news.service", "related-news.timer"):
        parser = configparser.ConfigParser(interpolation=None, strict=False)
        parser.optionxform = str  # type: ignore[assignment,method-assign]
        parser.read(DEPLOY / name)
        units[name] = parser
    words = shlex.split(units["related-news.service"]["Service"]["ExecStart"].replace("%%", "%"))
    assert words[0].endswith("/related-news")
    check_command(words[1:], seeds)
    service, page = units["related-news.service"]["Service"], (ROOT / "docs" / "operating.md").read_text()
    [metrics] = re.findall(r"RELATED_METRICS_FILE=(\S+)/[^/`]+`", page)
    assert service["ReadWritePaths"] == f"-{metrics}", "the page's folder; it may be missing"
    assert units["related-news.timer"]["Timer"]["OnCalendar"] == "*:17"
    if shutil.which("systemd-analyze"):
        found = subprocess.run(
            ["systemd-analyze", "verify", DEPLOY / "related-news.service"], capture_output=True, text=True
        )
        assert "Unknown" not in found.stderr


def entries(crontab: str) -> list[str]:
    """The lines of a crontab without its comments."""
    return [line for line in crontab.splitlines() if line and not line.startswith("#")]


def test_the_crontab_of_the_page_is_the_file() -> None:
    [shown] = [block.code for block in blocks(ROOT / "docs" / "operating.md") if "MAILTO" in block.code]
    assert entries(shown) == entries((DEPLOY / "crontab").read_text())


def test_workers_of_a_shared_job_are_started_without_a_lock(seeds: Path) -> None:
    [shown] = [block.code for block in blocks(ROOT / "docs" / "scaling.md") if "* * *" in block.code]
    path, *workers = entries(shown)
    assert path == entries((DEPLOY / "crontab").read_text())[1]
    assert len(workers) == 2
    same = {re.sub(r" --logfile crawl-\d\.log$", "", worker) for worker in workers}
    assert (len(same), len(set(workers))) == (1, 2), "the same command for each worker, with a log of its own"
    assert "flock" not in workers[0]
    words = shlex.split(workers[0].split(maxsplit=5)[5])
    check_command(words[words.index("related-news") + 1 :], seeds)


def test_the_crontab_runs_commands_that_there_are(seeds: Path) -> None:
    mail, path, *lines = entries((DEPLOY / "crontab").read_text())
    assert mail.startswith("MAILTO=")
    assert len(lines) == 3
    program = shlex.split((DEPLOY / "related-news.service").read_text().partition("ExecStart=")[2])[0]
    assert path.removeprefix("PATH=").split(":")[0] == str(Path(program).parent), "one installation, for both clocks"
    for line in lines:
        *times, command = line.split(maxsplit=5)
        assert all(re.fullmatch(r"\*|\d+", time) for time in times)
        assert subprocess.run(["sh", "-n", "-c", command]).returncode == 0
        for part in re.split(r"&&|\|\||[;{}()]", command):
            words = shlex.split(part)
            if "related-news" in words:
                check_command(words[words.index("related-news") + 1 :], seeds)


def test_the_cron_job_runs_a_command_that_there_is_one_at_a_time(seeds: Path) -> None:
    text = (DEPLOY / "cronjob.yaml").read_text()
    claim: Any
    job: Any
    claim, job = yaml.safe_load_all(text)
    assert (job["apiVersion"], job["kind"], job["spec"]["concurrencyPolicy"]) == ("batch/v1", "CronJob", "Forbid")
    pod = job["spec"]["jobTemplate"]["spec"]["template"]["spec"]
    [container] = pod["containers"]
    check_command(container["args"], seeds)
    assert {mount["name"] for mount in container["volumeMounts"]} == {volume["name"] for volume in pod["volumes"]}
    volumes = {volume["name"]: volume for volume in pod["volumes"]}
    assert volumes["data"]["persistentVolumeClaim"]["claimName"] == claim["metadata"]["name"]
    assert f"create configmap {volumes['seeds']['configMap']['name']} " in text
    assert f"--uid {pod['securityContext']['runAsUser']} " in (ROOT / "Dockerfile").read_text()


def test_the_forges_files_are_read_by_a_parser_and_run_what_make_runs() -> None:
    workflow: Any = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text())
    assert workflow["jobs"]["test"]["strategy"]["matrix"]["python-version"] == ["3.11", "3.12", "3.13", "3.14"]
    commands = [step["run"] for job in workflow["jobs"].values() for step in job["steps"] if "run" in step]
    assert commands == ["make check", "make test PYTHON=python"]
    hooks: Any = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())
    makefile = (ROOT / "Makefile").read_text().replace("$(BIN)", ".venv/bin")
    for hook in hooks["repos"][0]["hooks"]:
        assert hook["entry"] in makefile, "make check runs what the hooks run"
    for template in (ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml"):
        yaml.safe_load(template.read_text())
