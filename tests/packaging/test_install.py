"""The project installed: sdist and wheel in empty environments, on each Python that is there; versions from the tag."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import SAMPLE
from tests.packaging.conftest import VERSION, Built, pythons, run

REPLAY = ["-s", f"RELATED_REPLAY={SAMPLE / 'web.warc.gz'}"]
SEED = "https://www.harbourpost.example/2023/06/03/flood-barrier-budget/"


def pip(python: Path, *words: str | Path, folder: Path) -> None:
    """Install into the environment of an interpreter with this one's pip."""
    quiet = ["--quiet", "--disable-pip-version-check"]
    run([sys.executable, "-m", "pip", "--python", python, "install", *quiet, *words], folder)


def install_with_dependencies(python: Path, wheel: Path, folder: Path) -> None:
    """Install a wheel and all that it needs; uv takes seconds where pip takes a minute for each Python."""
    run([sys.executable, "-m", "uv", "pip", "install", "--quiet", "--python", python, wheel], folder)


def try_out(commands: Path, folder: Path) -> None:
    """Use an installed project from a folder of its own, as the README says."""
    assert run([commands / "related-news", "--version"], folder) == f"related-news {VERSION}\n"
    run([commands / "related-news", "crawl", "related", "-a", f"url={SEED}", "-a", "depth=0", *REPLAY], folder)
    manifest = json.loads((folder / "output/related/latest/manifest.json").read_text())
    assert (manifest["counts"]["articles"], manifest["versions"]["crawler"]) == (1, VERSION)
    assert manifest["counts"]["removed_rule"], "the rule files came along"
    assert '"title": "Article"' in run([commands / "python", "-m", "crawler", "schema", "articles"], folder)
    assert "stories          1  and 0 copies" in run([commands / "related-news", "store"], folder)


@pytest.mark.parametrize("kind", ["wheel", "sdist"])
def test_wheel_and_sdist_work_from_any_folder(
    kind: str, built: Built, environment_with_what_is_installed: Callable[[str], Path], tmp_path: Path
) -> None:
    commands = environment_with_what_is_installed(kind)
    pip(commands / "python", "--no-deps", "--no-build-isolation", getattr(built, kind), folder=tmp_path)
    try_out(commands, tmp_path)


@pytest.mark.parametrize("minor", ["3.11", "3.12", "3.13", "3.14"])
def test_the_wheel_brings_all_it_needs_on_each_python(minor: str, built: Built, tmp_path: Path) -> None:
    python = pythons().get(minor)
    if python is None:
        pytest.skip(f"there is no Python {minor} here")
    run([python, "-m", "venv", "--without-pip", "env"], tmp_path)
    try:
        install_with_dependencies(tmp_path / "env/bin/python", built.wheel, tmp_path)
    except AssertionError as error:
        if re.search("Failed to fetch|dns error|error sending request", str(error)):
            pytest.skip("no package index is reachable")
        raise
    (tmp_path / "work").mkdir()
    try_out(tmp_path / "env/bin", tmp_path / "work")


def test_what_is_shipped_is_the_project_whole(built: Built) -> None:
    names = zipfile.ZipFile(built.wheel).namelist()
    assert {"crawler/py.typed", "crawler/cli.py", "crawler/rules/data/boilerplate/zh.toml"} <= set(names)
    assert not [name for name in names if name.startswith(("tests", "sample", "benchmarks"))]
    with tarfile.open(built.sdist) as archive:
        shipped = {name.partition("/")[2] for name in archive.getnames()}
    assert {"README.md", "LICENSE", "crawler/py.typed", "pyproject.toml", "tests/conftest.py"} <= shipped


def tarball(clone: Path, folder: Path) -> Path:
    """The files of a clone as a forge offers them for download."""
    words = ["git", "archive", f"--prefix={folder.name}/", "HEAD"]
    archive = subprocess.run(words, cwd=clone, check=True, capture_output=True)
    subprocess.run(["tar", "x"], cwd=folder.parent, input=archive.stdout, check=True)
    return folder


def version_of(folder: Path) -> str:
    """The version that a build of a folder would have."""
    return run([sys.executable, "-m", "setuptools_scm"], folder).strip()


def test_the_version_is_the_tags_and_there_is_one_without_tag_and_without_git(source: Path, tmp_path: Path) -> None:
    assert version_of(source) == VERSION
    shutil.copytree(source, tmp_path / "no-tag")
    subprocess.run(["git", "tag", "-d", f"v{VERSION}"], cwd=tmp_path / "no-tag", check=True, capture_output=True)
    assert re.fullmatch(r"0\.0\.1\.dev\d+\+unknown\.g[0-9a-f]+(\.d\d+)?", version_of(tmp_path / "no-tag"))
    assert version_of(tarball(source, tmp_path / "tarball")) == VERSION, "git writes the tag into the tarball"
    untagged = tarball(tmp_path / "no-tag", tmp_path / "untagged")
    assert version_of(untagged) == "0.0.0+unknown", "not 0.0, which looks like a release"
    assert re.search(r"^commit: [0-9a-f]{40}$", (untagged / ".git_archival.txt").read_text(), re.M)
    plain = shutil.ignore_patterns(".git", ".git_archival.txt", "*.egg-info")  # a build leaves its version in the last
    shutil.copytree(source, tmp_path / "plain", ignore=plain)
    assert version_of(tmp_path / "plain") == "0.0.0+unknown"
