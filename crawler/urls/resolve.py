"""An address as a page, a feed or a header writes it -> the absolute URL that browsers make of it.

Source: WHATWG URL Standard, 1.3 (what is percent-encoded), 3.2 (hosts) and 4.4 (leading and trailing controls and
blanks, tabs and line breaks, backslashes), and Infra, 4.7 (surrogates and noncharacters).
"""

from __future__ import annotations

import re
from urllib.parse import quote, unquote, urljoin, urlsplit

_ENDS = "".join(map(chr, range(0x21)))
_IGNORED = str.maketrans("", "", "\t\n\r")
# Code points that no Unicode text may hold, and UTF-8 cannot carry (surrogates) or should not.
_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(chr(plane << 16 | low) for plane in range(17) for low in (0xFFFE, 0xFFFF))
# What would break a line or turn the order of its letters. Joiners and other blanks are letters of slugs, and stay.
_CONTROLS = "\x00-\x20\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff"
_ENCODED = re.compile(f'["<>{_CONTROLS}\ud800-\udfff{_NONCHARACTERS}]')
_UNUSUAL = re.compile(r'["<>\\ ]')
FORBIDDEN_IN_HOST = re.compile(r"[\x00-\x20#%/<>?@\\^|\x7f]")


def reference(written: str) -> str:
    """A URL or relative reference without what browsers ignore in it: blanks around it, tabs and line breaks in it.

    Backslashes before the query are slashes; blanks, quotes, angle brackets, controls and what is no character are
    percent-encoded.
    """
    written = written.strip(_ENDS)
    if written.isascii() and written.isprintable() and not _UNUSUAL.search(written):
        return written
    found = written.translate(_IGNORED)
    if "\\" in found:
        end = next((place for place, c in enumerate(found) if c in "?#"), len(found))
        found = found[:end].replace("\\", "/") + found[end:]
    return _ENCODED.sub(_encoded, found)


def absolute(base: str, written: str) -> str | None:
    """The absolute http(s) URL of a reference; None where it is none, or cannot be parsed at all."""
    try:
        url = urljoin(base, reference(written))
    except ValueError:
        return None
    return url if url.lower().startswith(("http://", "https://")) else None


def has_host(url: str) -> bool:
    """Whether a URL can be parsed, and names a host that may be one."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    return bool(host) and not FORBIDDEN_IN_HOST.search(unquote(host or ""))


def _encoded(match: re.Match[str]) -> str:
    """A character percent-encoded; a surrogate as the replacement character that stands for it."""
    character = match[0]
    return quote("\ufffd" if "\ud800" <= character <= "\udfff" else character)
