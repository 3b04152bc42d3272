"""The arguments of the spiders: names, defaults, meanings, and one line of error for each that is wrong.

The same table checks `-a` values before anything starts, fills the spiders, and writes the help text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, get_args
from urllib.parse import urlsplit

from crawler.archive.reader import ArchiveError, check, expand
from crawler.archive.remote import is_url
from crawler.items import LinkKind
from crawler.spiders.seed_files import check_url, read_seed_file
from crawler.text.phrases import Phrases
from crawler.text.spelling import unknown
from crawler.text.timestamps import aware
from crawler.urls.canonical import has_public_suffix
from crawler.urls.redaction import redact

_SPAN = re.compile(r"([1-9]\d{0,4})([hd])")
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
FOLLOWED_KINDS = tuple(k for k in get_args(LinkKind) if k != "sponsored")


class ArgumentError(ValueError):
    """A wrong argument: the message names the argument, the value and what is allowed, in one line."""


@dataclass(frozen=True, slots=True)
class Argument:
    """One `-a NAME=VALUE`: read() turns the text into the value or raises ValueError saying what is allowed."""

    name: str
    read: Callable[[str], Any]
    default: str
    help: str


def _whole(least: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.strip().isascii() or not text.strip().isdigit() or int(text) < least:
            raise ValueError(f"a whole number from {least}")
        return int(text)

    return read


def _share(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise ValueError("a number from 0 to 1")
    return value


def _choice(*allowed: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in allowed:
            raise ValueError(" or ".join(allowed))
        return text

    return read


def _kinds(text: str) -> tuple[str, ...]:
    kinds = tuple(dict.fromkeys(k.strip() for k in text.split(",") if k.strip()))
    if not kinds or not set(kinds) <= set(FOLLOWED_KINDS):
        raise ValueError("any of " + ",".join(FOLLOWED_KINDS))
    return kinds


def _urls(text: str) -> tuple[str, ...]:
    """URLs separated by commas. A comma may stand in a URL too, as in /story,4711.html: what follows it goes on with
    the URL, unless it looks as if it were to be one of its own."""
    urls: list[str] = []
    for piece in text.rstrip(", ").split(","):  # a loop that joins URLs leaves one at the end
        if urls and not piece.strip().lower().startswith(("http://", "https://")):
            if _means_another(urls[-1], piece):
                raise ValueError(f"http or https URLs, not {piece.strip()!a}; one with a comma in it: in a urls_file")
            urls[-1] += "," + piece
        elif piece.strip():
            urls.append(piece.strip())
    for url in urls:
        check_url(url)
    return tuple(dict.fromkeys(urls))


def _means_another(url: str, piece: str) -> bool:
    """Whether what stands behind a URL and a comma is meant as another one: behind a host or a folder's slash, set off
    by a blank, or beginning with a scheme or a host's name."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    if (not parts.path or url.endswith("/")) and piece.strip():
        return True
    first = re.split("[/?#:]", piece, maxsplit=1)[0].lower()
    has_scheme = piece[len(first) :].startswith("://")
    return piece != piece.strip() or has_scheme or first.startswith("www.") or has_public_suffix(first)


def read_span(text: str) -> timedelta | None:
    """A span of hours as 24h or of days as 7d; None where it is neither, or no time at all."""
    span = _SPAN.fullmatch(text.strip())
    if not span:
        return None
    return timedelta(hours=int(span[1])) if span[2] == "h" else timedelta(days=int(span[1]))


def _since(text: str) -> timedelta | datetime | None:
    """How old a story may be: a span counted back from when it was fetched, or a date."""
    if not text:
        return None
    span = read_span(text)
    if span is not None:
        return span
    try:
        date = datetime.fromisoformat(text.strip())
    except ValueError:
        raise ValueError("hours as 24h, days as 7d, or a date as 2026-01-31") from None
    if aware(date) > datetime.now(UTC):
        raise ValueError("a date that is past: nothing is published after it")
    return aware(date)


def _languages(text: str) -> tuple[str, ...]:
    tags = tuple(dict.fromkeys(t.strip() for t in text.split(",") if t.strip()))
    if not all(_TAG.fullmatch(t) for t in tags):
        raise ValueError("language tags such as zh,en or zh-Hant")
    return tags


def _phrases(text: str) -> Phrases | None:
    """Words and phrases separated by commas; None where there are none."""
    if not text:
        return None
    phrases = [" ".join(p.split()) for p in text.split(",") if p.strip()]
    if not phrases or not all(any(c.isalnum() for c in p) for p in phrases):
        raise ValueError("words or phrases separated by commas, such as selene,northgate harbour or strike*")
    return Phrases(phrases)


def _archives(text: str) -> tuple[str, ...]:
    try:
        files = expand(text)
        for file in files if not any(map(is_url, files)) else files[:1]:  # a month of files is not asked for at once
            check(file)
    except ArchiveError as error:
        raise ValueError(f"WARC, WARC.gz or WACZ files: {error}") from error
    return tuple(files)


RELATED = (
    Argument("url", _urls, "", "URL[,URL…]: articles, front or section pages, feeds (RSS, Atom) or sitemaps"),
    Argument(
        "urls_file",
        read_seed_file,
        "",
        "a file with one URL a line, or a table with a column url or link; - reads standard input",
    ),
    Argument("depth", _whole(0), "2", "hops along related-reading links"),
    Argument("max_articles", _whole(1), "200", "never more lines than this in articles.jsonl"),
    Argument("follow", _kinds, "related", "kinds of links to follow: related,more,inline"),
    Argument("scope", _choice("any", "site"), "any", "any, or site: the seed's registrable domain"),
    Argument(
        "min_relevance",
        _share,
        "0",
        "follow links and write articles that are at least this likely on the seed's topic, 0 to 1 (0.3 to stay with"
        " one story): a link is judged by title and teaser, an article by its text too",
    ),
    Argument("since", _since, "", "24h, 7d or a date: older articles are neither followed nor written"),
    Argument(
        "match",
        _phrases,
        "",
        "WORDS such as 'selene,northgate harbour': follow links that say one of them in title or teaser, write articles"
        " that do in title, teaser or text; other links are not fetched. Whole words: give every form (strike,strikes),"
        " or a * where further letters may stand ('strike*', '*streik*')",
    ),
    Argument("language", _languages, "", "only articles in these, such as zh,en: others are counted, not written"),
    Argument(
        "mode", _choice("all", "new", "refresh"), "all", "all; new: skip what the store has; refresh: revisit too"
    ),
)
ARCHIVE = (
    Argument("path", _archives, "", "GLOB[,GLOB]: WARC, WARC.gz or WACZ files, URLs of WARC files, lists of them"),
)
BY_SPIDER: dict[str, tuple[Argument, ...]] = {"related": RELATED, "archive": ARCHIVE}


def read_arguments(spider: str, given: Mapping[str, str], *, strict_files: bool = False) -> dict[str, Any]:
    """The values of a spider's arguments, defaults filled in; ArgumentError at the first that is wrong.

    strict_files: a bad line in a file of URLs is wrong too."""
    arguments = BY_SPIDER[spider]
    _check_given(arguments, own_arguments(given))
    if strict_files:
        strict = partial(read_seed_file, strict=True)
        arguments = tuple(replace(a, read=strict) if a.name == "urls_file" else a for a in arguments)
    values = {a.name: _read(a, given.get(a.name, a.default)) for a in arguments}
    if spider == "related" and not (values["url"] or values["urls_file"] or values["mode"] == "refresh"):
        raise ArgumentError("argument url: missing; give -a url=URL[,URL…] or -a urls_file=FILE")
    if spider == "archive" and not values["path"]:
        raise ArgumentError("argument path: missing; give -a path='GLOB[,GLOB]'")
    return values


def _check_given(arguments: tuple[Argument, ...], given: Mapping[str, str]) -> None:
    """ArgumentError at the first that nobody knows or that is blank: a shell's unset variable is not meant as none."""
    by_name = {argument.name: argument for argument in arguments}
    for name, text in given.items():
        if name not in by_name:
            raise ArgumentError(f"argument {name}: {unknown(name, by_name)}")
        if not text.strip():
            raise ArgumentError(f"argument {name}: missing its value; leave it out, or give {by_name[name].help}")


def own_arguments(given: Mapping[str, str]) -> dict[str, str]:
    """The arguments that are the user's, as they may be written down: without credentials in URLs, which no request
    carries, and without those that begin with _, which are from whoever starts crawls, as Scrapyd's _job."""
    return {name: redact(value) for name, value in given.items() if not name.startswith("_")}


def _read(argument: Argument, text: str) -> Any:
    if not text and not argument.default:
        return None if argument.name in ("since", "match") else ()
    try:
        return argument.read(text)
    except ValueError as error:
        raise ArgumentError(f"argument {argument.name}: {_shown(text)} is not allowed; it takes {error}") from error


def _shown(text: str) -> str:
    """A value as it was typed, in quotes; bytes that are no UTF-8 as escapes."""
    return repr(text) if text.isprintable() else ascii(text)
