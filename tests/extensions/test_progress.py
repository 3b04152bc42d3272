"""What a person at a terminal sees of a crawl, and what a log gets in its place."""

from __future__ import annotations

import os
import pty
import re
import struct
import subprocess
import sys
import termios
from fcntl import ioctl
from pathlib import Path

from rich.cells import cell_len

from tests.conftest import ROOT, SAMPLE, clean_environment

ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def crawl_at_a_terminal(folder: Path, columns: int) -> str:
    """All that a crawl of the sample web writes to a terminal of so many columns."""
    ours, theirs = pty.openpty()
    ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    environment = {name: value for name, value in clean_environment().items() if name not in ("COLUMNS", "NO_COLOR")}
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "crawler", "crawl", "related", "-a", f"urls_file={SAMPLE / 'seeds.txt'}"),
            *("-a", "depth=3", "-s", f"RELATED_REPLAY={SAMPLE / 'web.warc.gz'}", "-L", "WARNING"),
        ],
        cwd=folder,
        env={**environment, "PYTHONPATH": str(ROOT), "TERM": "xterm"},
        stderr=theirs,
        stdout=subprocess.DEVNULL,
    )
    os.close(theirs)
    said = b""
    while True:
        try:
            said += os.read(ours, 65536)
        except OSError:  # the other end is closed
            break
    os.close(ours)
    assert process.wait(300) == 0, said.decode()
    return said.decode()


def test_a_terminal_of_40_columns_shows_a_panel_and_at_the_end_the_summary(tmp_path: Path) -> None:
    said = crawl_at_a_terminal(tmp_path, 40)
    shown, _, summary = ESCAPES.sub("", said).rpartition("related: ")
    lines = re.split(r"[\r\n]+", shown)
    assert any(re.fullmatch(r"  stories +\d+  of 200", line.rstrip()) for line in lines), lines
    assert any(line.startswith("  queue ") for line in lines)
    assert max(map(cell_len, lines)) <= 40
    assert "articles        42  one line a story" in summary
