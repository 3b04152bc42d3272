"""Files of seeds, one URL a line, and what a URL is that can be asked for."""

from __future__ import annotations

import logging
import re
import sys
from pathlib import Path
from urllib.parse import urlsplit

from crawler.urls.address_lines import HEADER, addresses
from crawler.urls.redaction import redact

logger = logging.getLogger(__name__)


def check_url(url: str) -> None:
    """ValueError where a text is no URL that can be asked for."""
    try:
        parts = urlsplit(url)
        good = parts.scheme.lower() in ("http", "https") and bool(parts.hostname)
        _ = parts.port
    except ValueError:
        good = False
    if not good or any(c.isspace() or "\ud800" <= c <= "\udfff" for c in url):
        raise ValueError(f"http or https URLs, not {url!a}")


def read_seed_file(text: str, *, strict: bool = False) -> tuple[str, ...]:
    """URLs of a file or, for -, of standard input: one a line, or in the column of a table that its head calls url or
    link; blank lines and lines that begin with # are left out.

    A bad line is left out with a warning; strict: it is an error, and so it is where most lines are bad."""
    if not text:
        return ()
    try:
        data = sys.stdin.buffer.read() if text == "-" else Path(text).expanduser().read_bytes()
    except OSError as error:
        raise ValueError(f"a file that can be read ({error.strerror})") from error
    urls, wrong = [], []
    numbered = [(n, line) for n, raw in enumerate(_lines(data), 1) if (line := raw.strip("\ufeff \t\x1a"))]
    numbered = [(n, line) for n, line in numbered if not line.startswith("#")]
    for (number, line), address in zip(numbered, addresses([line for _, line in numbered]), strict=True):
        if address == HEADER:
            continue
        url = address or line
        try:
            _check_utf8(url)
            check_url(url)
            urls.append(url)
        except ValueError as error:
            wrong.append(redact(f"{error} in line {number}"))
    if wrong and (strict or len(wrong) > len(urls)):  # more bad lines than good ones: another file was meant
        raise ValueError(wrong[0])
    if not urls:
        raise ValueError("a file with one URL a line, and this one has none")
    for line in wrong:
        logger.warning("argument urls_file: %s takes %s: left out", text, line)
    return tuple(dict.fromkeys(urls))


def _check_utf8(line: str) -> None:
    """ValueError where a line held other bytes than those of UTF-8."""
    if any("\ud800" <= character <= "\udfff" for character in line):
        raise ValueError(f"URLs in UTF-8, not {line!a}")


def _lines(data: bytes) -> list[str]:
    """The lines of a text file in UTF-8 or, as Windows writes it, in UTF-16, with or without a mark."""
    encoding = "utf-8-sig"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif data[1:2] == b"\0" or data[:1] == b"\0":
        encoding = "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"
    try:
        # Bytes that are not UTF-8 become characters that no URL may have: they cost their own line alone.
        text = data.decode(encoding, "surrogateescape" if encoding == "utf-8-sig" else "strict")
    except UnicodeDecodeError as error:
        raise ValueError("a file in UTF-8, or one in UTF-16 that is whole") from error
    return re.split("\r\n|\r|\n", text)
