"""What a body is that is no page, in plain words, and what can be done with it."""

from __future__ import annotations

import json
import re
from pathlib import Path

from crawler.commands.console import program
from crawler.pages.seed_lists.entries import SeedList
from crawler.pages.seed_lists.read import read_list
from crawler.pages.seed_lists.unpack import pieces
from crawler.text.plurals import counted

_BEGINNINGS = (
    (rb"%PDF-", "a PDF document"),
    (rb"\x89PNG|GIF8|\xff\xd8\xff|BM.{12}\0|RIFF.{4}WEBP|\0\0\0.ftyp(?:avif|heic|mif1)", "an image"),
    (rb"(?:<\?xml[^>]*>|<!DOCTYPE svg[^>]*>|<!--.*?-->|\s)*+<svg\b", "an image"),
    (rb"\0\0\0.ftyp|\x1aE\xdf\xa3|ID3|\xff[\xfb\xf3\xf2]|OggS|RIFF.{4}(?:AVI |WAVE)|fLaC", "a video or a sound"),
    (rb"PK\x03\x04", "a ZIP file, as Office documents are"),
    (rb"\x1f\x8b|BZh|\xfd7zXZ|\x28\xb5\x2f\xfd", "a packed file"),
    (rb"SQLite format 3\0", "an SQLite database, as a store is"),
)
"""Pattern at the beginning -> what it is."""
_MAGIC = tuple((re.compile(pattern, re.S), name) for pattern, name in _BEGINNINGS)
_LOOKED_AT = 4096
"""Bytes of the beginning by which a body is told."""
_MARKUP = re.compile(rb"<[A-Za-z!/?]")
_XML_ROOT = re.compile(rb"<\?xml\b[^>]*>(?:\s|<!--.*?-->|<![^>]*>|<\?.*?\?>)*+<([A-Za-z_][\w.:-]*)", re.S)
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_PAGES = "explain takes the address or the file of one page"


def list_said(body: bytes, url: str, file: str | None = None) -> str | None:
    """What to say of a feed, a sitemap or another list of addresses; None where a body is none.

    url: its address; file: its path, where it came out of a file.
    """
    entries = read_list(body, url)
    if entries is None:
        return None
    what = _kind(entries, body)
    if not entries.entries:
        return f"{what}: nothing to explain or to crawl; {_PAGES}"
    if file is not None and not _MARKUP.search(body[:_LOOKED_AT]) and entries.kind == "sitemap":
        given = f"-a urls_file={file}"  # one address a line
    else:
        given = f"-a url={'ADDRESS' if file else url}"
    return f"{what}, no page: `{program()} crawl related {given}` reads what it lists; {_PAGES}"


def file_said(body: bytes) -> str | None:
    """What to say of a body that is neither a page nor a list; None where it may be a page."""
    head = body[:_LOOKED_AT]
    if not body.strip():
        return f"it is empty; {_PAGES}"
    name = next((name for pattern, name in _MAGIC if pattern.match(head.lstrip() or head)), None)
    if name is None and b"\0" in head and not head.startswith(_UTF_16):
        name = "a binary file"
    name = name or _text_kind(body)
    return name and f"{name}, no page, and nothing that a crawl reads; {_PAGES}"


def _kind(entries: SeedList, body: bytes) -> str:
    plain = not _MARKUP.search(b"".join(pieces(body[:_LOOKED_AT])))
    if entries.kind == "feed":
        return f"a feed with {counted(len(entries.entries), 'entry', 'entries')}"
    if entries.kind == "index":
        return f"a list of {counted(len(entries.entries), 'feed or sitemap', 'feeds or sitemaps')}"
    return f"a {'list' if plain else 'sitemap'} of {counted(len(entries.entries), 'address', 'addresses')}"


def _text_kind(body: bytes) -> str | None:
    text = body.decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    if text.startswith(("{", "[")):
        if _is_json(text):
            return "JSON data"
        if _is_json(text.partition("\n")[0]):
            return "JSON Lines (of articles.jsonl, give the `url` or the `crawl.record` of a line)"
    root = _XML_ROOT.match(body[:_LOOKED_AT].lstrip())
    if root and root[1].lower().rpartition(b":")[2] not in (b"html", b"head", b"body"):
        return f"XML of another kind (<{root[1].decode('ascii', 'replace')}>)"
    wide = body.startswith(_UTF_16)
    return None if wide or _MARKUP.search(body) else "plain text without any HTML"


def _is_json(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict | list)
    except (ValueError, RecursionError):
        return False


def is_warc_archive(path: Path, head: bytes) -> bool:
    """Whether a file is a WARC or WACZ file; head: how it begins."""
    if head.startswith(b"WARC/") or path.suffix.lower() == ".wacz":
        return True
    return head.startswith(b"\x1f\x8b") and next(pieces(head[:65536]), b"").startswith(b"WARC/")
