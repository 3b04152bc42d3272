"""Files that are there whole or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def write_whole(path: Path, text: str) -> None:
    """Write a file beside its place and move it there, so that a fault leaves what was there before; what is no file,
    such as a pipe, gets the text as it comes, and a link stays one: the file that it leads to is written, there or not
    yet. OSError, which names the path, where it cannot be written."""
    try:
        if path.exists() and not path.is_file():
            path.write_text(text, encoding="utf-8")
        else:
            _replace(Path(os.path.realpath(path)), text)
    except OSError as error:
        error.filename = str(path)  # the name that the user gave; a device that is full gives none
        raise


def _replace(place: Path, text: str) -> None:
    partial = place.with_name(f"{place.name}.part")
    try:
        partial.write_text(text, encoding="utf-8")
        partial.replace(place)
    except OSError:
        with suppress(OSError):
            partial.unlink()
        raise
