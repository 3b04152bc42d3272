"""How fast an archive is read, by one process and by several, and in how much memory.

    python -m benchmarks.archive [FILE.warc.gz] [--workers 1,2] [--runs N] [--megabytes N]

Without a file one is made: pages of the made web (pageweb.py) with scripts that do not compress, so that many megabytes
hold few pages; what it shows is memory. Each crawl runs in a process of its own, in turn. Memory and CPU are those of
all its processes together, looked at ten times a second.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from base64 import b64encode
from io import BytesIO
from pathlib import Path
from statistics import median
from typing import NamedTuple

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from benchmarks.pageweb import page_of

ROOT = Path(__file__).parents[1]
SCRIPT = 300_000
"""Characters of a made page's script."""


class Reading(NamedTuple):
    """One crawl of an archive."""

    seconds: float
    """By the clock, start and end of the processes included."""
    cpu: float
    """Processor seconds of all processes."""
    peak: float
    """MiB of all processes together."""


def main() -> None:
    """Read the archive by so many processes in turn, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path, help="an archive; one is made without it")
    parser.add_argument("--workers", default="1,2", help="numbers of processes, with commas between them (default 1,2)")
    parser.add_argument("--runs", type=int, default=3, help="crawls with each number (default 3)")
    parser.add_argument("--megabytes", type=int, default=100, help="size of the archive that is made (default 100)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = options.file or make(Path(folder) / "made.warc.gz", options.megabytes * 10**6)
        numbers = [int(number) for number in options.workers.split(",")]
        runs = [{number: read(file, number) for number in numbers} for _ in range(options.runs)]
        print_table(file.stat().st_size, numbers, runs)


def make(file: Path, size: int) -> Path:
    """An archive of so many bytes."""
    chance = random.Random(1)
    with file.open("wb") as out:
        writer = WARCWriter(out, gzip=True)
        number = 0
        while out.tell() < size:
            url = f"http://outlet-{number % 40}.example/2026/03/story-{number}.html"
            script = f"<script>/*{b64encode(chance.randbytes(SCRIPT * 3 // 4)).decode()}*/</script></body>"
            body = page_of(number, 10**6, 80).replace("</body>", script).encode()
            head = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
            record = writer.create_warc_record(
                url, "response", payload=BytesIO(body), length=len(body), http_headers=head
            )
            writer.write_record(record)
            number += 1
    print(f"{number} pages made, {file.stat().st_size / 1e6:.0f} MB", flush=True)
    return file


def read(file: Path, workers: int) -> Reading:
    """Crawl an archive in a process of its own, with so many processes that read pages."""
    with tempfile.TemporaryDirectory() as folder:
        settings = {
            "RELATED_ARCHIVE_WORKERS": workers,
            "RELATED_OUTPUT": f"{folder}/run",
            "RELATED_STORE": f"sqlite:///{folder}/s.db",
        }
        command = [sys.executable, "-m", "scrapy", "crawl", "archive", "-L", "ERROR", "-a", f"path={file.absolute()}"]
        command += [word for name, value in settings.items() for word in ("-s", f"{name}={value}")]
        start, peak = time.monotonic(), 0.0
        cpu: dict[int, float] = {}  # not all are this process's children, so the system does not add it up
        with subprocess.Popen(command, cwd=ROOT) as crawl:
            while crawl.poll() is None:
                peak = max(peak, _look(crawl.pid, cpu))
                time.sleep(0.1)
        if crawl.returncode:
            sys.exit(f"the crawl of {file} ended with status {crawl.returncode}: this is no measurement")
        return Reading(time.monotonic() - start, sum(cpu.values()), peak)


def _look(pid: int, cpu: dict[int, float]) -> float:
    """MiB in use by a process and those under it; nought where it has ended. cpu: seconds by process, updated."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        counts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return 0.0
    cpu[pid] = (int(counts[11]) + int(counts[12])) / os.sysconf("SC_CLK_TCK")
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20 + sum(_look(int(child), cpu) for child in children)


def print_table(size: int, numbers: list[int], runs: list[dict[int, Reading]]) -> None:
    """Medians, and how many times as fast each number is as the first, run by run."""
    print(f"{'processes':>10}{'seconds':>10}{'CPU s':>8}{'MB an hour':>12}{'peak MiB':>10}{'times as fast':>15}")
    for number in numbers:
        each = [run[number] for run in runs]
        seconds = median(one.seconds for one in each)
        faster = median(run[numbers[0]].seconds / run[number].seconds for run in runs)
        cpu, peak = median(one.cpu for one in each), max(one.peak for one in each)
        print(f"{number:10}{seconds:10.1f}{cpu:8.1f}{size / 1e6 / seconds * 3600:12.0f}{peak:10.0f}{faster:15.2f}")


if __name__ == "__main__":
    main()
