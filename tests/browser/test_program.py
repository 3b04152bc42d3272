"""What a crawl says where its browser is missing: one line, before anything is fetched."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from scrapy.settings import BaseSettings
from scrapy.utils.project import get_project_settings

from crawler.browser.program import NAMES, NoBrowserError, find_program, launch_options
from crawler.settings.check import check_settings
from crawler.settings.readers import SettingError
from tests.conftest import Scrapy


def asking(**more: object) -> BaseSettings:
    settings = get_project_settings()
    for name, value in {"RELATED_BROWSER": True, **more}.items():
        settings.set(name, value, priority="cmdline")
    return settings


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A program that can be run."""
    path = tmp_path / "chromium"
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


def test_without_the_extra_the_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "scrapy_playwright", None)
    with pytest.raises(SettingError, match=r"RELATED_BROWSER: .*pip install '\.\[browser\]'"):
        check_settings(asking())


def test_without_a_browser_the_line_says_how_to_get_or_name_one(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("scrapy_playwright", reason="the extra `browser` is not installed")
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(SettingError, match=r"RELATED_BROWSER: .*apt-get install chromium.*RELATED_BROWSER_PATH"):
        check_settings(asking())


def test_a_path_that_is_no_program_is_a_usage_error(scrapy: Scrapy) -> None:
    pytest.importorskip("scrapy_playwright", reason="the extra `browser` is not installed")
    wrong = ["-s", "RELATED_BROWSER=True", "-s", "RELATED_BROWSER_PATH=/nowhere/chromium"]
    run = scrapy("crawl", "related", "-a", "url=http://127.0.0.1:9/", *wrong)
    assert run.status == 2
    assert run.err.count("\n") == 1
    assert "setting RELATED_BROWSER_PATH: '/nowhere/chromium' is no program that can be run" in run.err
    assert not run.folder.exists()


def test_a_path_is_taken_before_what_is_installed(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(program.parent))
    assert find_program(None) == str(program)
    other = program.rename(program.with_name("my browser"))
    assert find_program(str(other)) == str(other)
    with pytest.raises(NoBrowserError):
        find_program(None)
    assert NAMES[0] == "chromium"


def test_the_browser_is_told_nothing_of_the_crawls_environment(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPASSWORD", "secret")
    assert launch_options(program, sandbox=True)["env"].keys() == {"PATH", "HOME", "LANG"}
