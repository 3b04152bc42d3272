"""The browser's program: which one, and how it is started so that it has no network, little memory and no secrets.

Whatever a page asks for is answered by the crawler (page_requests.py). The browser itself could reach nobody: names
lead nowhere in it, its proxy is a port on which nothing listens, and WebRTC, which goes past proxies, may not.
"""

from __future__ import annotations

import os
import shlex
import shutil
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""Programs that are looked for, in this order."""
MEMORY = 1024**3
"""Bytes of data that a process of the browser may have: a heavy page needs 300 MB, one that fills memory is stopped."""
_NOBODY = "http://127.0.0.1:9"
"""The discard port, on which nothing listens."""
_FLAGS = (
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-quic",
    "--disable-gpu",
    "--mute-audio",
)
_LIMITED = """#!/bin/sh
ulimit -d {kilobytes} 2>/dev/null
exec {program} "$@"
"""


class NoBrowserError(ValueError):
    """There is no browser to draw pages with: the message says what to do, in one line."""


def find_program(path: str | None) -> str:
    """The path of the browser: the given one, or the first of NAMES that is installed. NoBrowserError where there is
    none."""
    if path:
        found = shutil.which(os.path.expanduser(path))
        if found is None:
            raise NoBrowserError(f"{path!r} is no program that can be run")
        return found
    for name in NAMES:
        if (found := shutil.which(name)) is not None:
            return found
    raise NoBrowserError(
        "no Chromium was found: apt-get install chromium, or name one that is elsewhere with RELATED_BROWSER_PATH"
    )


def write_limited(program: str, folder: Path) -> Path:
    """A script in a folder that starts a program whose processes may have MEMORY bytes of data each."""
    script = folder / "browser"
    script.write_text(_LIMITED.format(kilobytes=MEMORY // 1024, program=shlex.quote(program)), encoding="utf-8")
    script.chmod(0o700)
    return script


def launch_options(script: Path, *, sandbox: bool) -> dict[str, Any]:
    """Playwright's options for starting the browser through a script.

    Of the environment it gets what it needs to run: a crawl's may hold the password of its store.
    """
    return {
        "executable_path": str(script),
        "args": list(_FLAGS),
        "proxy": {"server": _NOBODY, "bypass": "<-loopback>"},
        "chromium_sandbox": sandbox,
        "env": {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(script.parent), "LANG": "C.UTF-8"},
        # A signal to the crawl lets it finish what it has begun; the browser ends with it.
        "handle_sigint": False,
        "handle_sigterm": False,
        "handle_sighup": False,
    }


def is_root() -> bool:
    """Whether this process has all rights of its machine: for such a one Chromium has no sandbox."""
    return hasattr(os, "geteuid") and os.geteuid() == 0
