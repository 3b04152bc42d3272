"""Formats of the user's own feeds (-o, -O, FEEDS): checked before a crawl begins, each fault with what is allowed."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import PurePath
from typing import Any
from urllib.parse import urlsplit

from scrapy.settings import BaseSettings
from scrapy.utils.conf import feed_process_params_from_cli
from scrapy.utils.python import without_none_values

_OTHER_NAMES = ("jl", "jsonlines")
"""Of jsonl: taken, and not offered."""
_PRINTED = "-:jsonl"
"""Standard output, in the format of the feeds."""
_PACKAGES = {"s3": "boto3", "gs": "google-cloud-storage"}
"""Scheme -> what Scrapy's own storage for it needs."""


class FormatError(ValueError):
    """A feed in a format, or at a place, that there is not: the message names it and what is allowed, in one line."""


def take_output_options(opts: Namespace) -> tuple[list[str], list[str]]:
    """The values of -o and -O, taken away from Scrapy, which would answer a wrong one in words of its own."""
    appended, overwritten = opts.output or [], opts.overwrite_output or []
    opts.output = opts.overwrite_output = None
    return appended, overwritten


def set_feeds(settings: BaseSettings, appended: Sequence[str], overwritten: Sequence[str]) -> None:
    """Complete FEEDS by the files of -o and -O; FormatError at the first whose format or place there is not."""
    formats = list(without_none_values(settings.getwithbase("FEED_EXPORTERS")))
    if appended and overwritten:
        raise FormatError(f"option -O {overwritten[0]!r}: not together with -o, which appends; give one of them")
    for option, given in (("-o", appended), ("-O", overwritten)):
        for output in given:
            _check_output(option, output, formats)
    own = _own_feeds(settings, formats)
    outputs = [_PRINTED if output == "-" else output for output in (*appended, *overwritten)]
    if outputs:
        appended, overwritten = ([], outputs) if overwritten else (outputs, [])
        own = feed_process_params_from_cli(settings, appended, overwrite_output=overwritten)
        settings.set("FEEDS", own, priority="cmdline")
    for uri in own:
        _check_place(settings, str(uri))


def _check_place(settings: BaseSettings, uri: str) -> None:
    """Scrapy leaves out every feed, the run's own too, where it has nothing to write one of them with."""
    scheme = urlsplit(uri).scheme
    if "://" not in uri:
        return
    schemes = without_none_values(settings.getwithbase("FEED_STORAGES"))
    if scheme not in schemes:
        allowed = ", ".join(f"{name}://" for name in sorted(schemes) if name not in ("", "stdout"))
        raise FormatError(f"output {uri!r}: nothing writes to {scheme}://; it takes a file, or one of {allowed}")
    package = _PACKAGES.get(scheme)
    if package and not _is_installed(package):
        raise FormatError(f"output {uri!r}: writing there takes {package}: pip install {package}")


def _is_installed(package: str) -> bool:
    try:
        return find_spec(package.replace("-", ".")) is not None
    except ModuleNotFoundError:  # a package around it is missing
        return False


def _check_output(option: str, output: str, formats: Sequence[str]) -> None:
    """As Scrapy reads it: FILE:FORMAT, or a file whose name ends in its format. - alone is JSON Lines."""
    file, _, last = output.rpartition(":")
    if output == "-" or (file and last in formats):
        return
    path = PurePath(output)
    named = path.suffix.removeprefix(".") or (last if file and "/" not in last else "")
    if named not in formats or not path.suffix:
        problem = f"there is no format {named!r}" if named else "its name says no format"
        raise FormatError(f"option {option} {output!r}: {problem}; {_allowed(formats)}")


def _own_feeds(settings: BaseSettings, formats: Sequence[str]) -> dict[Any, Any]:
    """What the setting FEEDS has."""
    feeds = settings.getdict("FEEDS")
    for uri, options in feeds.items():
        wanted = options.get("format") if isinstance(options, Mapping) else None
        if wanted not in formats:
            raise FormatError(f"setting FEEDS: {str(uri)!r} has no format that there is; {_allowed(formats)}")
    return feeds


def _allowed(formats: Sequence[str]) -> str:
    offered = sorted(set(formats) - set(_OTHER_NAMES))
    return f"it takes a name that ends in .{', .'.join(offered)}, or NAME:FORMAT with one of these as FORMAT"
