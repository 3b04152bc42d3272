"""Completion in real shells."""

from __future__ import annotations

import os
import pty
import select
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from tests.conftest import Scrapy

ASKED = {
    "related-news cra": "crawl ",
    "related-news crawl rel": "related ",
    "related-news crawl related -a max": "max_articles=",
    "related-news crawl related -s RELATED_OBEY": "RELATED_OBEY_RIGHTS=",
    "related-news store --hea": "--health ",
    "related-news schema art": "articles ",
}
"""What is typed -> the word that it becomes; a name that takes a value has no blank behind it."""


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_bash_completes_commands_options_arguments_and_settings(scrapy: Scrapy) -> None:
    lines = [scrapy("completion", "bash").out]
    for words in ASKED:
        lines.append(f"COMP_WORDS=({words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); _related_news")
        lines.append('echo "${COMPREPLY[*]}"')
    done = subprocess.run(["bash", "-c", "\n".join(lines)], capture_output=True, text=True, timeout=300)
    assert done.stdout.splitlines() == list(ASKED.values()), done.stderr


@pytest.mark.skipif(shutil.which("zsh") is None, reason="needs zsh")
def test_zsh_does_too(scrapy: Scrapy, tmp_path: Path) -> None:
    script = tmp_path / "completion.zsh"
    script.write_text(scrapy("completion", "zsh").out)
    with Zsh() as shell:
        shell.type(f"autoload -U compinit && compinit -u -D && source {script} && print rea''dy\n", until="ready\r\n")
        for words, word in ASKED.items():
            typed = words.rpartition(" ")[0]
            assert shell.type(f"{words}\t", until=f"{typed} {word}").endswith(word)
            shell.type("\x15", until="")  # Ctrl-U empties the line


class Zsh:
    """An interactive shell on a terminal of its own."""

    def __enter__(self) -> Zsh:
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.execvpe("zsh", ["zsh", "-f", "-i"], {**os.environ, "TERM": "dumb", "COLUMNS": "200"})
        return self

    def type(self, keys: str, until: str) -> str:
        """Type keys; what the shell prints from then on to the awaited text, at most a minute long."""
        os.write(self.terminal, keys.encode())
        printed, end = "", time.monotonic() + 60
        while time.monotonic() < end and not (until and until in printed):
            if select.select([self.terminal], [], [], 0.2)[0]:
                printed += os.read(self.terminal, 65536).decode(errors="replace")
            elif not until:
                break
        return printed

    def __exit__(self, *error: object) -> None:
        os.write(self.terminal, b"\x15exit\n")
        os.waitpid(self.pid, 0)
        os.close(self.terminal)


def test_another_shell_is_a_usage_error(scrapy: Scrapy) -> None:
    run = scrapy("completion", "tcsh")
    assert (run.status, run.err.count("\n"), "bash or zsh" in run.err) == (2, 1, True)
