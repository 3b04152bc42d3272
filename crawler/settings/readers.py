"""Readers of setting values: from what Scrapy holds to what it means, or ValueError saying what is allowed."""

from __future__ import annotations

import os
from collections.abc import Callable
from difflib import get_close_matches
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from crawler.archive.reader import ArchiveError, check, check_seekable, expand
from crawler.archive.remote import is_url
from crawler.pages.site_rules import load_site_rules
from crawler.plugins import PluginError, load_plugins
from crawler.rules.load import RuleError
from crawler.store.store_url import StoreUrlError, check_store_url, is_file, store_path
from crawler.urls.address import AllowError, read_allowed

Reader = Callable[[Any], Any]
DAY = 86400.0


class SettingError(ValueError):
    """A wrong setting: the message names it, its value and what is allowed, in one line."""


def anything(value: Any) -> Any:
    """Any value."""
    return value


def switch(value: Any) -> bool:
    """True or False, as Scrapy reads them."""
    if value in (True, 1, "True", "true", "1"):
        return True
    if value in (False, 0, "False", "false", "0", None):
        return False
    raise ValueError("True or False")


def choice(*allowed: str) -> Reader:
    """One of some words."""

    def read(value: Any) -> str:
        if value not in allowed:
            raise ValueError(", ".join(allowed[:-1]) + f" or {allowed[-1]}")
        return str(value)

    return read


def whole(value: Any) -> int:
    """A whole number from 1."""
    text = str(value)
    if not (text.isascii() and text.isdecimal() and int(text) > 0):
        raise ValueError("a whole number from 1")
    return int(text)


def processes(value: Any) -> int:
    """A number of processes; auto: as many as there are cores that this process may use."""
    if value == "auto":
        may_use = getattr(os, "sched_getaffinity", None)
        return len(may_use(0)) if may_use else os.cpu_count() or 1
    try:
        return whole(value)
    except ValueError:
        raise ValueError("auto, or a whole number from 1") from None


def seconds(value: Any) -> float:
    """Seconds, more than 0 and less than a day."""
    try:
        found = float(value)
    except (TypeError, ValueError):
        found = 0.0
    if not 0 < found < DAY:
        raise ValueError("seconds, more than 0")
    return found


def durations(value: Any) -> tuple[float, ...]:
    """Some numbers of seconds, with commas between them."""
    try:
        return tuple(seconds(one) for one in str(value).split(","))
    except ValueError:
        raise ValueError("seconds with commas between them, such as 60,300,1800") from None


def number_or_share(value: Any) -> tuple[float, bool]:
    """A number (5) or a share (10%): the number, and whether it is a share, which is then from 0 to 1."""
    text = str(value).strip()
    digits = text.removesuffix("%")
    share = digits != text
    if not (digits.isascii() and digits.isdecimal()) or (share and int(digits) > 100):
        raise ValueError("a whole number from 0, or a share such as 10%")
    return (int(digits) / 100, True) if share else (float(digits), False)


def _is_given(value: Any, allowed: str) -> bool:
    """Whether there is a value; ValueError for a blank one, which an unset variable of a shell leaves: nobody means by
    it that the network be asked in place of an archive, or that nothing be written."""
    if isinstance(value, str) and not value.strip():
        raise ValueError(f"{allowed}; without one, leave the setting out")
    return bool(value)


def folder(value: Any) -> str | None:
    """The name of a folder; `%(` would be read by Scrapy as a placeholder."""
    if not _is_given(value, "a folder's name"):
        return None
    if "%(" in str(value):
        raise ValueError("a folder's name without '%(', which is Scrapy's")
    return str(value)


def program(value: Any) -> str | None:
    """The name of a program."""
    return str(value) if _is_given(value, "a program's name") else None


def file_or_output(value: Any) -> str | None:
    """A file that can be written, or - for standard output."""
    allowed = "a file in a folder that exists and can be written to, or - for standard output"
    if not _is_given(value, allowed):
        return None
    if value != "-" and not _can_be_written(Path(value).expanduser()):
        raise ValueError(allowed)
    return str(value)


def metrics_file(value: Any) -> str | None:
    """A file whose name node_exporter reads, in a folder that exists."""
    allowed = "a file whose name ends with .prom, in a folder that exists and can be written to"
    if not _is_given(value, allowed):
        return None
    if not (str(value).endswith(".prom") and _can_be_written(Path(value))):
        raise ValueError(allowed)
    return str(value)


def _can_be_written(path: Path) -> bool:
    """Whether a file can be put in the place of a path, by making another one beside it; a device or pipe is asked
    itself."""
    try:
        if path.exists() and not path.is_file():
            return not path.is_dir() and os.access(path, os.W_OK)
        with TemporaryFile(dir=path.absolute().parent):
            return True
    except OSError:
        return False


def udp_address(value: Any) -> str | None:
    """HOST or HOST:PORT."""
    allowed = "HOST:PORT, or HOST for port 8125"
    if not _is_given(value, allowed):
        return None
    host, _, port = str(value).partition(":")
    if not (host and (not port or (port.isascii() and port.isdecimal() and 0 < int(port) < 65536))):
        raise ValueError(allowed)
    return str(value)


def new_file(value: Any) -> Path | None:
    """The name of a file."""
    return Path(value) if _is_given(value, "the name of a new file") else None


def store(value: Any) -> str:
    """The URL of a store. Its folder is there, but for output/, which a run makes: another one is mistyped."""
    try:
        check_store_url(str(value))
        if not is_file(str(value)):
            return str(value)
        folder = store_path(str(value)).parent
    except StoreUrlError as error:
        raise SettingError(str(error)) from error
    if not folder.exists() and folder != Path("output"):
        near = get_close_matches(folder.name, [one.name for one in folder.parent.glob("*/")], 1)
        hint = f"is it {folder.parent / near[0]}? " if near else ""
        raise SettingError(f"the folder {folder} of {str(value)!r} does not exist; {hint}if it is meant, make it first")
    return str(value)


def archives(value: Any) -> list[str]:
    """Archives that can be read out of order."""
    if not _is_given(value, "WARC, WARC.gz or WACZ files"):
        return []
    try:
        files = expand(value)
        for file in files:
            if is_url(file):
                raise ArchiveError(f"{file}: a replay reads out of order, from files on disk")
            check(file)
            check_seekable(file)
    except ArchiveError as error:
        raise SettingError(f"{error}; it takes WARC, WARC.gz or WACZ files") from error
    return list(files)


def site_rules(value: Any) -> Any:
    """The rules in a folder of a user's own: domain -> rule."""
    if not _is_given(value, "a folder of <domain>.toml files"):
        return None
    try:
        return load_site_rules(value)
    except RuleError as error:
        raise SettingError(str(error)) from error


def plugins(value: Any) -> Any:
    """Names of installed plugins, with commas between them or as a list."""
    names = value.split(",") if isinstance(value, str) else value or ()
    try:
        return load_plugins(name.strip() for name in names if name.strip())
    except PluginError as error:
        raise SettingError(str(error)) from error


def private_hosts(value: Any) -> Any:
    """Hosts and networks."""
    try:
        return read_allowed(value)
    except AllowError as error:
        raise SettingError(str(error)) from error
