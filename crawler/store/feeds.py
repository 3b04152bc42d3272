"""The files of a run that lines are appended to, and how long they are when everything in them counts.

What is written is held until `write_out()`: so no half line is ever in a file, a fault of the disk comes up in one
place, and the lengths that a job remembers are those of whole pages.
"""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


class FeedError(OSError):
    """A feed that cannot be written or went missing; the message is one line that names the file and the cause."""


class Feed(io.BufferedIOBase):
    """A file that holds what is written to it until it is told to write it out."""

    def __init__(self, path: Path, length: int) -> None:
        self.path = path
        self.length = length
        """Bytes in the file."""
        self._held: list[bytes] = []
        self.held = 0
        """Bytes that are not in the file for good."""
        self.written = 0
        """Bytes that are in the file, but may have to be written again, or otherwise."""
        self.abandoned = False

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        """Where the next byte goes."""
        return self.length + self.held

    def write(self, data: Any) -> int:
        """Hold the data."""
        if self.abandoned:
            return len(data)
        self._held.append(bytes(data))
        self.held += len(data)
        return len(data)

    def rewrite(self, change: Callable[[dict[str, Any]], dict[str, Any] | None]) -> None:
        """Put every held line through a function: what it becomes, or None where it goes."""
        lines = b"".join(self._held).splitlines(keepends=True)
        kept = [changed for line in lines if (changed := change(json.loads(line))) is not None]
        self._held = [to_line(record) for record in kept]
        self.held = sum(map(len, self._held))

    def write_out(self, *, durable: bool) -> None:
        """Append what is held; until confirm() the next time writes it again, in its place. After a fault the file is
        as long as before. durable: it survives a power cut."""
        if not self.held and not self.written:
            return
        try:
            with self.path.open("r+b", buffering=0) as file:
                self._append(file, durable)
        except OSError as error:
            raise _fault(self.path, error) from error
        self.written = self.held

    def confirm(self) -> None:
        """What was written out is in the file for good."""
        self.length += self.written
        self.written = self.held = 0
        self._held.clear()

    def abandon(self) -> None:
        """Forget what is held and whatever comes."""
        self.abandoned = True
        self._held.clear()
        self.held = self.written = 0

    def _append(self, file: io.FileIO, durable: bool) -> None:
        file.seek(self.length)
        if self.written:
            file.truncate()
        rest = memoryview(b"".join(self._held))
        try:
            while rest:
                rest = rest[file.write(rest) :]
            if durable:
                os.fsync(file.fileno())
        except OSError:
            with suppress(OSError):
                file.truncate(self.length)
            raise

    def close(self) -> None:
        """Write out what is left and close."""
        if not self.closed:
            self.write_out(durable=False)
            self.confirm()
        super().close()


class Feeds:
    """A run's feeds, by path."""

    def __init__(self, *, durable: bool) -> None:
        self._durable = durable
        self._feeds: dict[str, Feed] = {}
        self._abandoned = False

    def open(self, path: Path, *, overwrite: bool) -> Feed:
        """The feed of a path, made or emptied or continued; the same one when it is asked for again."""
        name = str(path.absolute())
        if name not in self._feeds:
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                with path.open("wb" if overwrite else "ab") as file:
                    length = file.seek(0, os.SEEK_END)
            except OSError as error:
                raise _fault(path, error) from error
            self._feeds[name] = Feed(Path(name), length)
            if self._abandoned:
                self._feeds[name].abandon()
        return self._feeds[name]

    def cut_back(self, lengths: Mapping[str, int]) -> None:
        """Open feeds as they were: longer files are cut, FeedError where one is shorter."""
        for name, length in lengths.items():
            path = Path(name)
            try:
                with path.open("r+b") as file:
                    size = file.seek(0, os.SEEK_END)
                    if size < length:
                        raise FeedError(f"{path}: has {size} bytes, and {length} were written to it")
                    file.truncate(length)
            except FeedError:
                raise
            except FileNotFoundError as error:
                raise FeedError(f"{path}: is gone, and {length} bytes were written to it; put it back") from error
            except OSError as error:
                raise _fault(path, error) from error
            self._feeds[name] = Feed(path, length)

    def write_out(self) -> None:
        """Append what is held to the files."""
        for feed in self._feeds.values():
            feed.write_out(durable=self._durable)

    def confirm(self) -> None:
        """What was written out is there for good."""
        for feed in self._feeds.values():
            feed.confirm()

    def get(self, path: Path) -> Feed | None:
        """The feed of a path that was opened."""
        return self._feeds.get(str(path.absolute()))

    def abandon(self) -> None:
        """After a fault: forget what is held and whatever comes."""
        self._abandoned = True
        for feed in self._feeds.values():
            feed.abandon()

    @property
    def lengths(self) -> dict[str, int]:
        """Path -> bytes in the file."""
        return {name: feed.length + feed.written for name, feed in self._feeds.items()}

    @property
    def held(self) -> int:
        """Bytes that are not in the files yet."""
        return sum(feed.held for feed in self._feeds.values())


def to_line(record: Mapping[str, Any]) -> bytes:
    """A record as a line of JSON Lines; a lone surrogate becomes a question mark."""
    return _ENCODER.encode(record).encode("utf-8", "replace") + b"\n"


def check_writable(paths: Iterable[Path]) -> None:
    """FeedError at the first file that cannot be written. Nothing is written, and no new file stays."""
    for path in paths:
        new = not os.path.lexists(path)
        Feeds(durable=False).open(path, overwrite=False)
        if new:
            path.unlink()


def _fault(path: Path, error: OSError) -> FeedError:
    return FeedError(f"{path}: cannot be written ({error.strerror or error})")
