"""The identity of a URL: which spellings mean the same page.

`canonical(url)` is for comparing and joining, not for fetching: it leaves out what does not choose the page
(tracking parameters, fragments, default ports, the case of scheme and host, www., a mobile copy's host).
Rules as data: rules/data/urls.toml. Source: WHATWG URL Standard for parsing and serialising.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from urllib.parse import SplitResult, unquote, urlsplit, urlunsplit

import tldextract
from w3lib.url import safe_url_string

from crawler.rules.load import url_rules
from crawler.urls.resolve import FORBIDDEN_IN_HOST

_extract = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)
_DEFAULT_PORTS = {"http": 80, "https": 443}
_SLASHES = re.compile(r"/{2,}")
_ESCAPE = re.compile(r"%([0-9a-fA-F]{2})")
_PRINT_WORD = r"print(?:able|er|version|view|page|out)?(?:[-_]?friendly)?"
_PRINT_PATH = re.compile(rf"(?<=[^/])/(?:{_PRINT_WORD}|print[-_](?:version|view|page))(?:\.html?)?\Z", re.I)
_PRINT_PAIR = re.compile(
    rf"{_PRINT_WORD}(?:=(?:1|true|yes|y|on|print)?)?"
    rf"|(?:action|display|do|format|layout|mode|op|output|style|template|tmpl|type|variant|version|view)={_PRINT_WORD}",
    re.I,
)
# A copy in the form that phones are sent: behind a name with a dash or a digit, or in a parameter.
_AMP_PATH = re.compile(r"(?<=[\w-])(?:/amp/?|\.amp(?=\.html?\Z|\Z))\Z|\.amp(?=\.html?\Z)", re.I)
_AMP_NAME = re.compile(r"[-\d]")
_AMP_PAIR = re.compile(r"amp(?:=(?:1|true|yes)?)?|(?:outputtype|output|format|mode|view)=amp", re.I)
# What a server writes into the path to know its reader again.
_SESSION_PATH = re.compile(r";(?:jsessionid|phpsessid|sid|sessionid)=[^/;]*|/\([A-Z]\([a-z0-9]{16,}\)\)(?=/)", re.I)
_SESSION_PAIR = re.compile(
    r"(?:sid|s|sess|session|session_?id|sessid|osCsid|zenid)=(?=[a-z]*\d)(?=\d*[a-z])[a-z0-9]{16,}", re.I
)
# Where a link was shared or fetched, by its value: the same names with other values may choose the page.
_SHARED_PAIR = re.compile(
    r"(?:from|ref|source|src)=(?:rss|twitter|facebook|fb|whatsapp|telegram|singlemessage|groupmessage|timeline)", re.I
)
# A copy that another server keeps for phones: /c/s/HOST/PATH on the caches of AMP, /amp/s/HOST/PATH at Google.
_AMP_CACHE = re.compile(
    r"\Ahttps?://(?:[\w-]+\.cdn\.ampproject\.org/[a-z]{1,2}|www\.google\.[a-z.]{2,6}/amp)/(?:s/)?(?=[\w-]+\.[\w.-]+(?:/|\Z))",
    re.I,
)
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?|jsp|shtml)$", re.I)


@lru_cache(maxsize=4096)  # a page's menu and lists are those of the page before
def canonical(url: str) -> str:
    """The normalised identity of a URL; the URL itself, stripped, where it cannot be parsed.

    Idempotent. http and https, www. and mobile hosts of one site get one identity; parameters keep their order
    but for tracking ones, which go.
    """
    url = url.strip()
    try:
        parts = urlsplit(safe_url_string(_AMP_CACHE.sub("https://", url, count=1)))
        host = _host(parts)
        port = parts.port
    except (ValueError, UnicodeError):
        return url
    if parts.scheme.lower() not in _DEFAULT_PORTS or not host or FORBIDDEN_IN_HOST.search(host):
        return url
    netloc = host if port in (None, *_DEFAULT_PORTS.values()) else f"{host}:{port}"
    path = _without_dots(_SLASHES.sub("/", _without_session(_unescaped(parts.path)))) or "/"
    path = _INDEX.sub("/", path)
    if len(path) > 1:
        path = path.rstrip("/")
    # A blank is a + too in a query, and an & may have been escaped twice.
    query = parts.query.replace("+", "%20").replace("&amp;", "&").replace("?utm_", "&utm_")
    path, query = _without_copy(path, _query(_unescaped(query)))
    return f"https://{netloc}{path}" + (f"?{query}" if query else "")


def fetchable(url: str) -> str:
    """The URL to ask for: as offered, but for fragment and tracking parameters; as it is where it cannot be parsed."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return url
    return urlunsplit((parts.scheme, parts.netloc, parts.path, _query(parts.query), ""))


def page_id(canonical_url: str) -> str:
    """First 16 hex digits of the SHA-256 of a canonical URL."""
    return hashlib.sha256(canonical_url.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@lru_cache(2048)
def site(host_or_url: str) -> str:
    """The registrable domain of a host or URL; the host itself where it has none (an address, a bare name).

    A top-level domain that the public suffix list lacks counts as a suffix, as the list's default rule says.
    """
    host = host_or_url
    if "/" in host_or_url:
        try:
            host = urlsplit(host_or_url).hostname or ""
        except ValueError:
            return ""
    return _site(host.lower().rstrip("."))


def has_public_suffix(host: str) -> bool:
    """Whether a host is a name under a suffix of the public suffix list: news.example.com is, story.html is not."""
    return bool(_extract(host.lower()).top_domain_under_public_suffix)


@lru_cache(maxsize=4096)
def _site(host: str) -> str:
    known = _extract(host)
    if known.suffix or known.ipv4 or known.ipv6 or host.startswith("["):
        return known.top_domain_under_public_suffix or host
    return ".".join(host.split(".")[-2:])


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".").lower()
    if "%" in host:
        host = unquote(host).lower()
    prefixes = url_rules().host_prefixes
    while prefix := next((p for p in prefixes if host.startswith(p)), None):
        if site(host) == host or site(host[len(prefix) :]) != site(host):
            break
        host = host[len(prefix) :]  # www.m. and m.www. stand for the site too
    return host


def _unescaped(text: str) -> str:
    """Escapes in one spelling: hex digits in capitals, and none for what needs none (RFC 3986, 6.2.2)."""
    return _ESCAPE.sub(_escape, text) if "%" in text else text


def _escape(found: re.Match[str]) -> str:
    character = chr(int(found[1], 16))
    return character if character.isascii() and (character.isalnum() or character in "-._~") else found[0].upper()


def _without_session(path: str) -> str:
    return _SESSION_PATH.sub("", path) if ";" in path or "(" in path else path


def _without_copy(path: str, query: str) -> tuple[str, str]:
    """Path and query of the page that a print version or an AMP copy is of; as they are for any other page."""
    folded = f"{path}?{query}".lower()
    if "print" not in folded and "amp" not in folded:
        return path, query
    pairs = [p for p in query.split("&") if not _PRINT_PAIR.fullmatch(p) and not _AMP_PAIR.fullmatch(p)]
    plain = _AMP_PATH.sub("", path)
    path = plain if _AMP_NAME.search(plain.rpartition("/")[2]) else path
    return _PRINT_PATH.sub("", path) or "/", "&".join(pairs)


def _without_dots(path: str) -> str:
    """The path with . and .. undone, however they are spelled (WHATWG URL Standard, 4.4)."""
    if "/." not in path and "/%2" not in path:
        return path
    kept: list[str] = []
    *segments, last = path.split("/")[1:]
    for segment in segments:
        _step(kept, segment)
    # A dot at the end stands for the folder itself.
    kept.append("" if _step(kept, last) else kept.pop())
    return "/" + "/".join(kept)


def _step(kept: list[str], segment: str) -> bool:
    """Take one segment in; True where it was . or .. and only moved."""
    dots = segment.lower().replace("%2e", ".")
    if dots == "..":
        del kept[-1:]
    elif dots != ".":
        kept.append(segment)
    return dots in (".", "..")


def _query(query: str) -> str:
    rules = url_rules()
    kept = []
    for pair in query.split("&"):
        name = pair.partition("=")[0].lower().removeprefix("amp;")
        if (
            pair
            and not _SESSION_PAIR.fullmatch(pair)
            and not _SHARED_PAIR.fullmatch(pair)
            and name not in rules.tracking
            and not name.startswith(rules.tracking_prefixes)
        ):
            kept.append(pair)
    return "&".join(kept)
