"""What many tests share: running the command line as a user does, and reading feeds."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

import pytest
from hypothesis import settings

from tests.distribution import place_of, unit_of
from tests.made_runs import MakeRun, run_maker
from tests.warm_start import start

# The same examples at every run: a suite that fails says so again. The fuzzer looks further.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")

# Where this is set, each of the hundreds of commands compiles the project anew: a third of a second of each start.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

OTHER_HASHES = {"PYTHONHASHSEED": "7"}
ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "sample"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest."""
    tests = f"{(ROOT / 'tests').as_posix()}/"
    items.sort(key=lambda item: place_of(item.path.as_posix().removeprefix(tests)))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Of `--dist loadfile`: a file's tests go to one process, but for those of long files (distribution.py)."""
    if config.getoption("dist") != "loadfile":
        return None
    from xdist.scheduler import LoadScopeScheduling

    scheduler = LoadScopeScheduling(config, log)
    scheduler._split_scope = unit_of  # type: ignore[method-assign]
    return scheduler


@dataclass(frozen=True)
class Run:
    """A finished `scrapy` command: its exit status, what it printed, and the feeds in its folder."""

    status: int
    out: str
    err: str
    folder: Path

    def feed(self, name: str) -> list[dict[str, Any]]:
        """The lines of a feed."""
        return read_lines(self.folder / f"{name}.jsonl")

    @property
    def manifest(self) -> dict[str, Any]:
        """The run's manifest."""
        found: dict[str, Any] = json.loads((self.folder / "manifest.json").read_text(encoding="utf-8"))
        return found


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


Scrapy = Callable[..., Run]


@pytest.fixture
def scrapy(tmp_path: Path) -> Scrapy:
    """Runs `scrapy ARG …` in the project, with output and store in a folder of the test's own."""
    return scrapy_in(tmp_path)


@pytest.fixture(scope="module")
def shared_scrapy(tmp_path_factory: pytest.TempPathFactory) -> Scrapy:
    """The same for a crawl that many tests of a module look at and none changes."""
    return scrapy_in(tmp_path_factory.mktemp("shared"))


def scrapy_in(folder: Path) -> Scrapy:
    """What runs `scrapy ARG …`; what a crawl writes goes under the folder.

    cold: from a start of its own, where sets have another order.
    """

    def run(*args: str, output: str = "run", stdin: str | None = None, timeout: float = 300, cold: bool = False) -> Run:
        own = ["-s", f"RELATED_OUTPUT={folder / output}", "-s", f"RELATED_STORE=sqlite:///{folder / 'store.db'}"]
        arguments = [*args[:1], *(own if args[:1] == ("crawl",) else []), *args[1:]]
        if cold:
            command, environment = [sys.executable, "-m", "scrapy", *arguments], {**clean_environment(), **OTHER_HASHES}
            done = subprocess.run(
                command, cwd=ROOT, input=stdin, capture_output=True, text=True, timeout=timeout, env=environment
            )
            return Run(done.returncode, done.stdout, done.stderr, folder / output)
        with TemporaryFile() as given, TemporaryFile() as out, TemporaryFile() as err:
            given.write((stdin or "").encode())
            for stream in (given, out, err):
                stream.seek(0)
            process = start(arguments, ROOT, clean_environment(), (given, out, err))
            try:
                status = process.wait(timeout)
            finally:
                process.kill()
            return Run(status, read_text(out), read_text(err), folder / output)

    return run


def read_text(file: IO[bytes]) -> str:
    """What was written to a file, with lines ended as Python ends them."""
    file.seek(0)
    return file.read().decode().replace("\r\n", "\n")


def clean_environment() -> dict[str, str]:
    """The environment without what would lead a crawl elsewhere."""
    kept = {k: v for k, v in os.environ.items() if k.lower() not in ("http_proxy", "https_proxy", "all_proxy")}
    # macOS asks a library for the proxy that does not survive a fork.
    return {**kept, "COLUMNS": "100", **({"no_proxy": "*"} if sys.platform == "darwin" else {})}


@pytest.fixture
def make_run(tmp_path: Path) -> MakeRun:
    """Writes the folder of a run, for what reads runs back."""
    return run_maker(tmp_path / "runs")
