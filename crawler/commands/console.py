"""What all commands say on standard output and standard error, and under which name."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

from crawler.text.normalize import line
from crawler.urls.redaction import redact


def program() -> str:
    """The name that this program was called by: scrapy, related-news, python -m crawler."""
    path = Path(sys.argv[0])
    return f"python -m {path.parent.name}" if path.name == "__main__.py" else path.name


def stop(message: str, status: int, command: str = "") -> NoReturn:
    """One line on standard error, and the exit status."""
    complain(message, command)
    raise SystemExit(status)


def complain(message: str, command: str = "") -> None:
    """One line on standard error, without the password of any URL; nothing in it acts on a terminal."""
    sys.stderr.write(f"{program()}{' ' * bool(command)}{command}: {redact(line(message))}\n")


@contextmanager
def warnings_as_complaints(command: str) -> Iterator[None]:
    """Until a crawl sets the log up, what the project warns of is said as every other line of its command is."""
    handler, logger = _Complaints(command), logging.getLogger("crawler")
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)


class _Complaints(logging.Handler):
    def __init__(self, command: str) -> None:
        super().__init__(logging.WARNING)
        self._command = command

    def emit(self, record: logging.LogRecord) -> None:
        complain(record.getMessage(), self._command)


def why_not_written(path: Path, error: OSError) -> str:
    """What to say of a file or folder that cannot be written."""
    return f"{error.filename or path}: cannot be written ({error.strerror or error})"


def write(text: str) -> None:
    """Print in UTF-8 whatever the locale; a reader that goes away before the end, such as head, is no fault."""
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf-8", "replace"))
        sys.stdout.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the interpreter writes what is left at its end
        if not isinstance(error, BrokenPipeError):
            stop(f"standard output: cannot be written ({error.strerror})", 3)
