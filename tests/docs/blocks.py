"""The blocks of code in README and docs: found, and run as a reader would type them.

A block runs in its page's own folder, in which `sample/` is the sample web; no network can be reached. A comment on the
line above a block says what else there is to know:

    <!-- not run: REASON -->       it cannot run here; REASON is one of NOT_RUN, and the block must show it
    <!-- run by: tests/FILE -->    another test runs it
    <!-- file: NAME -->            the block is a file of that name

and `<!-- after: crawl -->` anywhere in a page puts a finished run of the sample web in the page's folder.
Of a `console` block, lines that begin with `$ ` are typed, and the others must be printed, in this order; `…` stands
for anything. `sh` and `python` blocks must end with status 0.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT, SAMPLE, clean_environment

PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
RUN = ("sh", "console", "python")
NOT_RUN = {
    "asks the network": r"https?://|git clone|pip install|\.xml\b|urls_file|apt-get",
    "goes on for ever": r"\bcrontab\b|\* \* \*|watch ",
    "changes the machine": r"systemctl|/etc/|make |\.bashrc|source <\(|export ",
    "needs docker": r"docker|kubectl",
    "needs a server": r"postgresql://|localhost:",
    "takes minutes": r"benchmarks\.",
    "needs an account": r"hf |push_to_hub|huggingface",
    "needs months of runs": r"related-news store",
}
"""Why a block is not run -> what such a block has in it."""

_BLOCK = re.compile(r"^(?:<!-- (?P<note>[^>\n]+) -->\n)?```(?P<language>\S*)[^\n]*\n(?P<code>.*?)^```$", re.S | re.M)
_VARIES = re.compile(r"\d{8}T\d{6}Z|\d+(?:\.\d+)? (?:s|MB)\b|\b[0-9a-f]{16}\b")


@dataclass(frozen=True)
class Block:
    """A block of code in a page. note: (what, value) of the comment above it; ("", "") where there is none."""

    page: Path
    line: int
    language: str
    code: str
    note: tuple[str, str]

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}"

    @property
    def runs(self) -> bool:
        """Whether the block is run where it stands."""
        return self.language in RUN and self.note[0] not in ("not run", "run by", "file")

    @property
    def shell(self) -> str:
        """What a reader types into a shell; empty for a block of another language."""
        if self.language == "console":
            return "\n".join(line[2:] for line in self.code.splitlines() if line.startswith("$ "))
        return self.code if self.language == "sh" else ""


def blocks(page: Path) -> list[Block]:
    """The blocks of a page, in their order."""
    text = page.read_text(encoding="utf-8")
    found = []
    for match in _BLOCK.finditer(text):
        what, _, value = (match["note"] or "").partition(": ")
        line = text.count("\n", 0, match.start()) + 1
        found.append(Block(page, line, match["language"], match["code"], (what, value)))
    return found


def starts_after_a_crawl(page: Path) -> bool:
    """Whether a page's folder begins with a finished run."""
    return "<!-- after: crawl -->" in page.read_text(encoding="utf-8")


def make_tools(folder: Path) -> Path:
    """A folder with the commands that a reader has, run by this Python."""
    folder.mkdir()
    for name, module in (("related-news", "-m crawler"), ("scrapy", "-m scrapy"), ("python", "")):
        tool = folder / name
        tool.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} {module} "$@"\n', encoding="utf-8")
        tool.chmod(0o755)
    return folder


def run(block: Block, folder: Path, tools: Path) -> str | None:
    """Run a block in its page's folder; what went wrong, or None."""
    if block.note[0] == "file":
        path = folder / block.note[1]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.code, encoding="utf-8")
        return None
    if not block.runs:
        return None
    if block.language == "python":
        return _failed(_execute([sys.executable, "-c", block.code], folder, tools))
    if block.language == "sh":
        return _failed(_execute(["bash", "-euo", "pipefail", "-c", block.code], folder, tools))
    return _run_console(block, folder, tools)


def _run_console(block: Block, folder: Path, tools: Path) -> str | None:
    typed, *rest = re.split(r"^\$ ", block.code, flags=re.M)
    assert not typed, f"{block}: a console block begins with a command"
    for entry in rest:
        command, _, shown = entry.partition("\n")
        done = _execute(["bash", "-o", "pipefail", "-c", command], folder, tools)
        printed = done.stdout + done.stderr
        if not _prints(printed, shown):
            return f"$ {command}\nprinted\n{printed}\nand the page shows\n{shown}"
    return None


def _prints(printed: str, shown: str) -> bool:
    """Whether each line shown was printed, in this order; numbers that differ between runs are not compared."""
    lines = iter([_VARIES.sub("…", line).rstrip() for line in printed.replace("\r", "\n").splitlines()])
    patterns = [
        ".*".join(map(re.escape, _VARIES.sub("…", line).rstrip().split("…"))) for line in shown.splitlines() if line
    ]
    return all(any(re.fullmatch(pattern, line) for line in lines) for pattern in patterns)


def _execute(command: list[str], folder: Path, tools: Path) -> subprocess.CompletedProcess[str]:
    nowhere = "http://127.0.0.1:9"  # the port that throws everything away: a block that asks the network fails
    environment = {
        **clean_environment(),
        "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "PYTHONWARNINGS": "",
        "http_proxy": nowhere,
        "https_proxy": nowhere,
    }
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300, env=environment)


def _failed(done: subprocess.CompletedProcess[str]) -> str | None:
    return f"status {done.returncode}\n{done.stdout}{done.stderr}" if done.returncode else None


def make_folder(folder: Path) -> Path:
    """A page's folder: a checkout as far as pages use it."""
    folder.mkdir(parents=True)
    (folder / "sample").symlink_to(SAMPLE)
    return folder
