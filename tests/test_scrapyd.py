"""The project under a real Scrapyd, as operators run it: its egg, a schedule.json, the feeds, the log."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import ProxyHandler, Request, build_opener

import pytest

from tests.conftest import ROOT, SAMPLE, clean_environment, read_lines

pytestmark = [
    pytest.mark.skipif(find_spec("scrapyd") is None, reason="Scrapyd is not installed (it is in the dev extra)"),
    pytest.mark.skipif(
        find_spec("setuptools") is None or int(version("setuptools").partition(".")[0]) < 77,
        reason="an egg of this project needs setuptools 77 or later (it is in the dev extra)",
    ),
]
CONFIGURATION = """[scrapyd]
http_port = {port}
bind_address = 127.0.0.1
poll_interval = 0.2
eggs_dir = eggs
logs_dir = logs
dbs_dir = dbs
"""
PROJECT = "related-news"
BUILD = "import setuptools; setuptools.setup()"
Ask = Callable[..., dict[str, Any]]


@pytest.fixture
def egg(tmp_path: Path) -> Path:
    """The project's egg, built from a copy of its sources."""
    source = tmp_path / "source"
    shutil.copytree(ROOT / "crawler", source / "crawler", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    subprocess.run([sys.executable, "-c", BUILD, "-q", "bdist_egg"], cwd=source, check=True, capture_output=True)
    [path] = (source / "dist").glob("*.egg")
    return path


@pytest.fixture
def scrapyd(tmp_path: Path) -> Iterator[Ask]:
    """A running Scrapyd in a folder of its own: a function that asks one of its web services."""
    home, port = tmp_path / "scrapyd", free_port()
    home.mkdir()
    (home / "scrapyd.conf").write_text(CONFIGURATION.format(port=port))
    open_url = build_opener(ProxyHandler({})).open

    def ask(service: str, body: bytes | None = None, content_type: str = "application/x-www-form-urlencoded") -> Any:
        request = Request(f"http://127.0.0.1:{port}/{service}", body, {"Content-Type": content_type} if body else {})
        with open_url(request, timeout=60) as answer:
            return json.load(answer)

    with (tmp_path / "scrapyd.log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "scrapyd"], cwd=home, stdout=log, stderr=log, env=clean_environment()
        )
        try:
            wait_until(lambda: _is_up(ask), "Scrapyd did not start")
            yield ask
        finally:
            server.terminate()
            server.wait(120)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _is_up(ask: Ask) -> bool:
    try:
        return bool(ask("daemonstatus.json")["status"] == "ok")
    except (URLError, OSError):
        return False


def wait_until(done: Callable[[], object], what: str, seconds: float = 90) -> None:
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, what
        time.sleep(0.2)


def upload(ask: Ask, egg: Path) -> dict[str, Any]:
    parts = [f'name="project"\r\n\r\n{PROJECT}'.encode(), b'name="version"\r\n\r\n1']
    parts.append(b'name="egg"; filename="project.egg"\r\n\r\n' + egg.read_bytes())
    body = b"".join(b"--boundary-of-parts\r\nContent-Disposition: form-data; " + part + b"\r\n" for part in parts)
    return ask(
        "addversion.json", body + b"--boundary-of-parts--\r\n", "multipart/form-data; boundary=boundary-of-parts"
    )


def test_the_egg_runs_by_schedule_json_with_arguments_and_settings(scrapyd: Ask, egg: Path, tmp_path: Path) -> None:
    assert "EGG-INFO/zip-safe" in zipfile.ZipFile(egg).namelist()
    assert upload(scrapyd, egg)["spiders"] == 2
    output = tmp_path / "feeds"
    seed = (SAMPLE / "seeds.txt").read_text().split()[0]
    order = [
        ("project", PROJECT),
        ("spider", "related"),
        ("url", seed),
        ("depth", "1"),
        ("mode", "new"),
        ("setting", f"RELATED_OUTPUT={output}"),
        ("setting", f"RELATED_STORE=sqlite:///{tmp_path / 'store.db'}"),
        ("setting", f"RELATED_REPLAY={SAMPLE / 'web.warc.gz'}"),
    ]
    job = scrapyd("schedule.json", urlencode(order).encode())["jobid"]
    wait_until(lambda: scrapyd(f"listjobs.json?project={PROJECT}")["finished"], "the job did not finish")
    log = (tmp_path / "scrapyd" / "logs" / PROJECT / "related" / f"{job}.log").read_text()
    assert "is over (finished, exit status 0)" in log, log
    assert "Traceback" not in log
    manifest = json.loads((output / "manifest.json").read_text())
    assert manifest["arguments"] == {"url": seed, "depth": "1", "mode": "new"}
    assert len(manifest["rules_sha256"]) == 64
    articles = read_lines(output / "articles.jsonl")
    assert articles[0]["requested_url"] == seed
    assert len(articles) == manifest["feeds"]["articles"]["lines"] > 1
    assert any(article["removed"] for article in articles)
