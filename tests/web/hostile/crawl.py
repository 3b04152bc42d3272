"""Runs a crawl as a user does, in a process of its own, and reads what it left."""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
_FAST = {
    "DOWNLOAD_DELAY": "0.01",
    "DOWNLOAD_TIMEOUT": "8",
    "RETRY_TIMES": "1",
    "CONCURRENT_REQUESTS_PER_DOMAIN": "8",
    "RELATED_WAIT_LIMIT": "3",
    "RELATED_PROGRESS": "off",
}


@dataclass
class Run:
    """What a crawl came to."""

    folder: Path
    status: int = -1
    log: str = ""
    raw: dict[str, bytes] = field(default_factory=dict)
    peak_mb: float = 0.0
    processor: float = 0.0
    """Seconds of processor time."""

    def feed(self, name: str) -> list[dict[str, Any]]:
        """A feed's records."""
        return [json.loads(line) for line in self.raw[name].decode("utf-8").split("\n")[:-1]]

    def warnings(self) -> list[str]:
        """The log's lines of level WARNING."""
        return [line for line in self.log.split("\n") if " WARNING " in line]


def crawl(
    folder: Path,
    arguments: dict[str, str],
    settings: dict[str, str] | None = None,
    *,
    limit: float = 300,
    names: str | None = None,
    proxy: str | None = None,
) -> Run:
    """`scrapy crawl related` with -a and -s; killed, and the test failed, after so many seconds.

    names: what names lead to, as with_names.py takes it; proxy: the operator's.
    """
    run = Run(folder)
    options = {"RELATED_OUTPUT": str(folder / "out"), "RELATED_STORE": f"sqlite:///{folder}/store.db"}
    options |= _FAST | {"RELATED_ALLOW_PRIVATE": "127.0.0.0/28"} | (settings or {})
    scrapy = [str(Path(__file__).with_name("with_names.py")), names] if names else ["-m", "scrapy"]
    command = [sys.executable, *scrapy, "crawl", "related"]
    command += [part for name, value in arguments.items() for part in ("-a", f"{name}={value}")]
    command += [part for name, value in options.items() for part in ("-s", f"{name}={value}")]
    clean = {n: v for n, v in os.environ.items() if not n.lower().endswith("_proxy")}
    before = _processor()
    clean |= {"http_proxy": proxy} if proxy else {}
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, stderr=log, stdout=log, env={**clean, "PYTHONPATH": str(ROOT)})
        killer = threading.Timer(limit, process.kill)
        killer.start()
        while process.poll() is None:
            run.peak_mb = max(run.peak_mb, _peak(process.pid))
            time.sleep(0.02)
        killer.cancel()
    run.processor = _processor() - before
    run.status = process.returncode
    run.log = (folder / "log").read_text("utf-8", "surrogateescape")
    for path in (folder / "out").glob("*.jsonl"):
        run.raw[path.stem] = path.read_bytes()
    return run


def _processor() -> float:
    """Seconds of processor time of all processes that were started and waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _peak(pid: int) -> float:
    """The most memory that a process has held so far, in MiB.

    Not ru_maxrss: that begins with what the parent held when it started the process.
    """
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) / 1024 if found else 0.0
