"""The project's sdist and wheel, built once from a copy of its files, and environments to try them in."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.conftest import ROOT, clean_environment

VERSION = "7.8.9"
LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", "output", "__pycache__", "*.egg-info", ".*_cache", ".hypothesis", "build", "dist"
)


@dataclass(frozen=True)
class Built:
    """The files that a release would upload."""

    sdist: Path
    wheel: Path


@pytest.fixture(scope="session")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone of the project with a tag, as a release is made of."""
    if find_spec("build") is None or find_spec("setuptools_scm") is None or shutil.which("git") is None:
        pytest.skip("needs git, build and setuptools-scm (the latter two are in the dev extra)")
    folder = tmp_path_factory.mktemp("packaging") / "source"
    shutil.copytree(ROOT, folder, ignore=LEFT_OUT)
    git = ["git", "-c", "user.name=test", "-c", "user.email=test@example.invalid"]
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "release"], ["tag", f"v{VERSION}"]):
        subprocess.run([*git, *words], cwd=folder, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="session")
def built(source: Path) -> Built:
    """sdist and wheel; the wheel is built out of the sdist."""
    run([sys.executable, "-m", "build", "--no-isolation", "--outdir", "dist", "."], source)
    return Built(next((source / "dist").glob("*.tar.gz")), next((source / "dist").glob("*.whl")))


def run(command: list[str | Path], folder: Path) -> str:
    """What a command prints; a failed assertion with all it said where it fails."""
    environment = {name: value for name, value in clean_environment().items() if name != "PYTHONPATH"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def pythons() -> dict[str, Path]:
    """Version -> the interpreter, for each Python from 3.11 on that is found here."""
    beside = Path(sys.base_prefix).parent  # where a version manager keeps the others
    found = {}
    for minor in range(11, 15):
        name = f"python3.{minor}"
        paths = [shutil.which(name), *sorted(beside.glob(f"*3.{minor}*/bin/{name}"))]
        working = (Path(path) for path in paths if path and _works(Path(path)))
        python = next(working, None)
        if python is not None:
            found[f"3.{minor}"] = python
    return found


def _works(python: Path) -> bool:
    return subprocess.run([python, "-c", "import venv, ssl, sqlite3"], capture_output=True).returncode == 0


@pytest.fixture(scope="session")
def environment_with_what_is_installed(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Makes an environment of this Python's that sees the dependencies which are installed here; its bin folder."""

    def make(name: str) -> Path:
        folder = tmp_path_factory.mktemp(name) / "env"
        run([sys.executable, "-m", "venv", "--without-pip", folder], folder.parent)
        site = Path(sysconfig.get_path("purelib", vars={"base": str(folder), "platbase": str(folder)}))
        (site / "shared.pth").write_text(f"{sysconfig.get_path('purelib')}\n")
        return folder / ("Scripts" if os.name == "nt" else "bin")

    return make
