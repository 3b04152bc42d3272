"""An address as a page, a feed or a header writes it -> the absolute URL that browsers make of it.

Source: WHATWG URL Standard, 4.4 (leading and trailing controls and blanks, tabs and line breaks, backslashes), and
Infra, 4.7 (surrogates and noncharacters).
"""

from __future__ import annotations

import re
from urllib.parse import quote, urljoin

_ENDS = "".join(map(chr, range(0x21)))
_IGNORED = str.maketrans("", "", "\t\n\r")
# Code points that no Unicode text may hold, and UTF-8 cannot carry (surrogates) or should not.
_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(chr(plane << 16 | low) for plane in range(17) for low in (0xFFFE, 0xFFFF))
_NO_TEXT = re.compile(f"[\ud800-\udfff{_NONCHARACTERS}]")


def reference(written: str) -> str:
    """A URL or relative reference without what browsers ignore in it: blanks around it, tabs and line breaks in it.

    Backslashes before the query are slashes; what is no character is percent-encoded.
    """
    if written.isascii() and written.isprintable() and "\\" not in written:
        return written.strip()
    found = written.strip(_ENDS).translate(_IGNORED)
    if "\\" in found:
        end = next((place for place, c in enumerate(found) if c in "?#"), len(found))
        found = found[:end].replace("\\", "/") + found[end:]
    return _NO_TEXT.sub(_encoded, found)


def absolute(base: str, written: str) -> str | None:
    """The absolute http(s) URL of a reference; None where it is none, or cannot be parsed at all."""
    try:
        url = urljoin(base, reference(written))
    except ValueError:
        return None
    return url if url.lower().startswith(("http://", "https://")) else None


def _encoded(match: re.Match[str]) -> str:
    """A noncharacter percent-encoded; a surrogate as the replacement character that stands for it."""
    character = match[0]
    return quote("\ufffd" if "\ud800" <= character <= "\udfff" else character)
