"""Every block of code in README and docs does what its page says."""

from __future__ import annotations

import ast
import json
import re
import shlex
import shutil
import subprocess
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from crawler.cli import _scrapy_commands, own_commands
from crawler.settings.table import BY_NAME
from crawler.spiders.arguments import BY_SPIDER
from tests.conftest import ROOT
from tests.docs.blocks import NOT_RUN, PAGES, RUN, Block, blocks, make_folder, make_tools, run, starts_after_a_crawl

ALL = [block for page in PAGES for block in blocks(page)]
SHOWN = ("text", "toml", "json", "yaml", "ini", "html", "diff")
"""Languages of blocks that show something and are not run."""


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_tools(tmp_path_factory.mktemp("tools") / "bin")


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory, tools: Path) -> Path:
    """The output folder of one run of the sample web, which pages that begin with a run get a copy of."""
    folder = make_folder(tmp_path_factory.mktemp("crawled") / "run")
    command = "related-news crawl related -a urls_file=sample/seeds.txt -a depth=3 -s RELATED_REPLAY=sample/web.warc.gz"
    crawl = Block(ROOT / "README.md", 0, "sh", command, ("", ""))
    assert run(crawl, folder, tools) is None
    return folder / "output"


@pytest.mark.parametrize("page", [p for p in PAGES if any(b.runs for b in blocks(p))], ids=lambda p: p.stem)
def test_what_a_page_has_its_reader_type_works_from_top_to_bottom(
    page: Path, tools: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    folder = make_folder(tmp_path / "reader")
    if starts_after_a_crawl(page):
        shutil.copytree(request.getfixturevalue("crawled"), folder / "output", symlinks=True)
    for block in blocks(page):
        wrong = run(block, folder, tools)
        assert wrong is None, f"{block}: {wrong}"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_no_code_stands_outside_a_block_that_is_run_or_says_why_not(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert len(blocks(page)) * 2 == len(re.findall(r"^\s*```", text, re.M))
    between = re.sub(r"^```.*?^```$", "", text, flags=re.S | re.M)
    assert re.findall(r"(?<=\n\n)    [^\s*-].*", between) == []
    for block in blocks(page):
        what, value = block.note
        assert block.language in (*RUN, *SHOWN), f"{block}: {block.language or 'no language'}"
        assert what in ("", "not run", "run by", "file", "after"), f"{block}: {what}"
        if what == "not run":
            assert value in NOT_RUN, f"{block}: {value}"
            assert re.search(NOT_RUN[value], block.code), f"{block}: nothing in it {value}"
        if what == "run by":
            file, _, name = value.partition("::")
            assert f"def {name}" in (ROOT / file).read_text(encoding="utf-8"), f"{block}: {value}"


@pytest.mark.parametrize("block", ALL, ids=str)
def test_a_block_is_written_in_its_language(block: Block) -> None:
    if block.shell:
        checked = subprocess.run(["bash", "-n", "-c", block.shell], capture_output=True, text=True)
        assert checked.returncode == 0, checked.stderr
    elif block.language == "python":
        ast.parse(block.code)
    elif block.language == "toml":
        tomllib.loads(block.code)
    elif block.language == "json":
        json.loads(block.code)
    elif block.language == "yaml":
        yaml.safe_load(block.code)


@pytest.mark.parametrize("block", [b for b in ALL if b.shell], ids=str)
def test_commands_have_arguments_settings_and_options_that_exist(block: Block) -> None:
    for words in _commands(block.shell):
        assert words[0] in (*own_commands(), *_scrapy_commands(), "-h", "--version"), f"{block}: {words}"
        assert [name for name in _given(words, "-s") if name.startswith("RELATED_") and name not in BY_NAME] == []
        if words[0] == "crawl" and words[1] in BY_SPIDER:
            assert set(_given(words, "-a")) <= {a.name for a in BY_SPIDER[words[1]]}, f"{block}: {words}"


def _commands(shell: str) -> list[list[str]]:
    """The words of each call of related-news, without its name."""
    calls = re.findall(r"(?<![\w=/-])related-news ([^|;&>\n]*)", re.sub(r"\\\n", " ", shell))
    return [shlex.split(call, comments=True) for call in calls]


def _given(words: list[str], option: str) -> list[str]:
    return [value.partition("=")[0] for name, value in pairwise(words) if name == option]
