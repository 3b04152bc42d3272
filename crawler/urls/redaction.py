"""User names and passwords of URLs, taken out of whatever text a person or a file gets to see."""

from __future__ import annotations

import re

_CREDENTIALS = re.compile(
    r"(?i)(\bhttps?://)[^\s/?#]*@"  # a name alone may be a token
    r"|(\b[a-z][a-z0-9+.-]*:/+)[^\s/?#@:]*:[^\s/?#]*@"  # elsewhere, as in postgresql:, a name alone is none
    # A password with signs that end a host unless they are escaped; digits are a port, a bracket begins IPv6.
    r"|(\b[a-z][a-z0-9+.-]*:/+)[^\s/?#@:,\[]*:(?!\d*(?:[/?#,]|\Z))[^\s@]*@"
)
_PARAMETER = re.compile(r"(?i)([?&](?:ssl)?(?:password|passwd|pwd)=)[^&\s'\"]+")


def redact(text: str) -> str:
    """The text without the user and password of any URL in it."""
    if "@" in text:
        text = _CREDENTIALS.sub(lambda found: found[1] or found[2] or found[3], text)
    return _PARAMETER.sub(r"\1…", text) if "=" in text else text
