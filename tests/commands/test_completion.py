"""Completion in a real shell."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from tests.conftest import Scrapy

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")


def test_bash_completes_commands_options_arguments_and_settings(scrapy: Scrapy) -> None:
    script = scrapy("completion", "bash").out
    asked = {
        "related-news cra": "crawl",
        "related-news crawl rel": "related",
        "related-news crawl related -a max": "max_articles=",
        "related-news crawl related -s RELATED_OBEY": "RELATED_OBEY_RIGHTS=",
        "related-news store --hea": "--health",
        "related-news schema art": "articles",
    }
    lines = [script]
    for words in asked:
        lines.append(f"COMP_WORDS=({words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); _related_news")
        lines.append('echo "${COMPREPLY[*]}"')
    done = subprocess.run(["bash", "-c", "\n".join(lines)], capture_output=True, text=True, timeout=30)
    assert done.stdout.splitlines() == list(asked.values()), done.stderr


def test_another_shell_is_a_usage_error(scrapy: Scrapy) -> None:
    run = scrapy("completion", "tcsh")
    assert (run.status, run.err.count("\n"), "bash or zsh" in run.err) == (2, 1, True)
