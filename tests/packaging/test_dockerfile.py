"""The Dockerfile, without Docker: its steps are run one after another in folders that stand for the image's."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, SAMPLE, clean_environment
from tests.packaging.conftest import VERSION


def steps() -> list[tuple[str, str]]:
    """The instructions, each with what stands after it."""
    text = re.sub(r"\\\n", " ", (ROOT / "Dockerfile").read_text())
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(line.split()[0], line.partition(" ")[2].strip()) for line in lines]


def test_it_is_slim_not_root_keeps_its_data_in_a_volume_and_has_a_healthcheck() -> None:
    by_name = dict(steps())
    assert all(value.startswith("python:3.13-slim") for name, value in steps() if name == "FROM")
    assert (by_name["USER"], by_name["VOLUME"], by_name["WORKDIR"]) == ("crawler", "/data", "/data")
    assert by_name["ENTRYPOINT"] == '["related-news"]'
    assert "related-news store" in by_name["HEALTHCHECK"]


def test_its_steps_make_an_image_that_crawls(source: Path, tmp_path: Path) -> None:
    environment = tmp_path / "env"
    subprocess.run([sys.executable, "-m", "venv", environment], check=True)
    image = Image(tmp_path, environment)
    try:
        for name, value in steps():
            image.do(name, value, source)
    except subprocess.CalledProcessError as error:
        if re.search("No matching distribution|NewConnectionError|Network is unreachable", error.stderr):
            pytest.skip("no package index is reachable")
        raise AssertionError(error.stderr) from error
    assert image.run("related-news --version").stdout == f"related-news {VERSION}\n"
    seeds = f"-a urls_file={SAMPLE / 'seeds.txt'} -a depth=0 -s RELATED_REPLAY={SAMPLE / 'web.warc.gz'}"
    image.run(f"related-news crawl related {seeds}")
    assert (tmp_path / "root/data/output/related/latest/articles.jsonl").is_file()
    assert image.healthcheck
    image.run(image.healthcheck)


def test_a_wheel_without_a_version_ends_the_build_in_one_line(tmp_path: Path) -> None:
    [check] = [value for name, value in steps() if name == "RUN" and "unknown" in value]
    image = Image(tmp_path, tmp_path / "env")
    wheels = tmp_path / "root/wheels"
    wheels.mkdir()
    (wheels / "related_news_crawler-1.2.3-py3-none-any.whl").touch()
    image.run(check)
    (wheels / "related_news_crawler-0.0.0+unknown-py3-none-any.whl").touch()
    with pytest.raises(subprocess.CalledProcessError) as failed:
        image.run(check)
    assert failed.value.stderr == "no version: give --build-arg VERSION=1.2.3\n"


def test_what_reads_the_version_is_installed_where_the_wheel_is_built() -> None:
    first, *_ = "\n".join(f"{name} {value}" for name, value in steps()[1:]).partition("FROM ")
    assert first.index("install -y --no-install-recommends git") < first.index("python -m build")


class Image:
    """Folders under a root, an environment in place of the system's Python, and nobody's else account."""

    def __init__(self, folder: Path, environment: Path) -> None:
        self.root = folder / "root"
        self.root.mkdir()
        self.workdir = self.root
        self.healthcheck = ""
        self._path = f"{environment / 'bin'}{os.pathsep}{os.environ['PATH']}"

    def do(self, name: str, value: str, context: Path) -> None:
        """Carry out one instruction."""
        if name == "COPY" and value.startswith("--from="):
            return  # from the first stage's folders, which are the same ones here
        if name == "COPY":
            what, where = value.split()
            copy = shutil.copytree if (context / what).is_dir() else shutil.copy
            self._under_root(where).parent.mkdir(parents=True, exist_ok=True)
            if what == ".":
                shutil.rmtree(self._under_root(where), ignore_errors=True)
            copy(context / what, self._under_root(where))
        elif name == "WORKDIR":
            self.workdir = self._under_root(value)
            self.workdir.mkdir(parents=True, exist_ok=True)
        elif name == "RUN":
            if not value.startswith("apt-get "):  # git, which this machine has
                self.run(re.sub(r"useradd [^&]*&& |&& chown .*", "", value))  # no account is made on this machine
        elif name == "HEALTHCHECK":
            self.healthcheck = value.partition(" CMD ")[2]

    def run(self, command: str) -> subprocess.CompletedProcess[str]:
        """Run a command line in the working directory, the image's folders in the place of the machine's."""
        command = re.sub(r"(?<=[ =])/(src|wheels|data)\b", rf"{self.root}/\1", command).replace("$VERSION", "")
        self.workdir.mkdir(parents=True, exist_ok=True)
        quick = {"PIP_NO_COMPILE": "1"}  # of what is installed, a crawl compiles what it imports
        settings = {"PATH": self._path, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_QUIET": "1", **quick}
        return subprocess.run(
            ["sh", "-c", command], cwd=self.workdir, env={**clean_environment(), **settings}, check=True,
            capture_output=True, text=True, timeout=600,
        )  # fmt: skip

    def _under_root(self, path: str) -> Path:
        return self.root / path.lstrip("/")
