"""One process at a time: an advisory lock that the system takes back when its holder ends, however it ends."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path


class Locked(Exception):
    """Somebody else holds the lock."""


class Lock:
    """Holds a file's lock until it is let go."""

    def __init__(self, path: Path) -> None:
        # Open for reading only: a file open for writing would keep a disk from being made read-only.
        self._file = os.open(path, os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(self._file)
            raise Locked from error

    def release(self) -> None:
        """Let go; may be called twice."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1
