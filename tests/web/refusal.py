"""Writes that the system refuses: the kernel bounds the length of a process's files, for as long as it takes."""

from __future__ import annotations

import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def refused_writes(process: int | None = None) -> Iterator[None]:
    """Within the block nothing that a process (its id; this one where none is given) writes reaches a file: "File too
    large". Pipes and devices take what they are given."""
    number = os.getpid() if process is None else process
    before = resource.prlimit(number, resource.RLIMIT_FSIZE)
    resource.prlimit(number, resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        with suppress(ProcessLookupError):  # it has ended
            resource.prlimit(number, resource.RLIMIT_FSIZE, before)
