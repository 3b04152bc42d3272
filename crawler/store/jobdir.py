"""JOBDIR: the folder that names a job. It holds the job's identity and a lock; everything else is in the store."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from crawler.store.base import StoreError
from crawler.store.checkpoints import Identity
from crawler.store.lock import Lock, Locked
from crawler.urls.redaction import redact

_NAME = "job.json"


class JobError(ValueError):
    """A job that cannot be gone on with in the way asked for: the message says why, in one line."""


class JobInUse(StoreError):
    """A job that another crawl works on."""


class JobDir:
    """A job's folder, locked until it is let go. StoreError where it cannot be used."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            path.mkdir(parents=True, exist_ok=True)
            self._lock = Lock(path / "lock")
        except Locked as error:
            raise JobInUse(f"JOBDIR {path}: in use by another crawl") from error
        except OSError as error:
            raise StoreError(f"JOBDIR {path}: cannot be written ({error.strerror or error})") from error

    def read(self) -> Identity | None:
        """Who the job is; None for a new one. JobError where the folder holds something else."""
        try:
            return Identity(**json.loads((self.path / _NAME).read_text(encoding="utf-8")))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError) as error:
            raise JobError(f"JOBDIR {self.path}: {_NAME} cannot be read ({error})") from error

    def write(self, identity: Identity) -> None:
        """Name the job: all of it or nothing."""
        partial = self.path / f"{_NAME}.part"
        try:
            with partial.open("w", encoding="utf-8") as file:
                json.dump(asdict(identity), file, ensure_ascii=False, indent=2)
                file.flush()
                os.fsync(file.fileno())
            partial.replace(self.path / _NAME)
        except OSError as error:
            raise StoreError(f"JOBDIR {self.path}: cannot be written ({error.strerror or error})") from error

    def release(self) -> None:
        """Let go of the lock."""
        self._lock.release()


def check_same(known: Identity, wanted: Mapping[str, Any], where: Path) -> None:
    """JobError at the first thing in which a command differs from the one that began the job. What a command leaves
    out (None) is as the job has it."""
    for name, value in wanted.items():
        before = getattr(known, name)
        if value is not None and name != "arguments" and value != before:
            raise JobError(f"JOBDIR {where}: this job's {name} is {before!r}, not {value!r}")
    given = wanted["arguments"]
    known_arguments = {name: redact(value) for name, value in known.arguments.items()}  # older releases kept passwords
    for name in sorted({*known_arguments, *given}):
        before, now = known_arguments.get(name), given.get(name)
        if before != now:
            raise JobError(
                f"argument {name}: {_said(now)}, and {_said(before)} when the job in JOBDIR {where} was begun;"
                " give the same arguments, or another JOBDIR"
            )


def _said(value: str | None) -> str:
    return "not given" if value is None else repr(value)
