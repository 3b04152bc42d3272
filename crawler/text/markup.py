"""Words out of text that holds escaped markup: titles and descriptions as some systems write them into meta tags."""

from __future__ import annotations

import re
from html import unescape

from crawler.text.normalize import line

_INLINE = "a|abbr|b|big|cite|code|del|em|font|i|ins|mark|nobr|q|s|small|span|strong|sub|sup|u|wbr"
_BLOCK = "br|div|h[1-6]|hr|img|li|p|ul"
_INLINE_TAG = re.compile(rf"</?(?:{_INLINE})(?:\s[^<>]{{0,300}})?/?>", re.I)
_BLOCK_TAG = re.compile(rf"</?(?:{_BLOCK})(?:\s[^<>]{{0,300}})?/?>", re.I)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8}\d{0,2});", re.I)
_ROUNDS = 3
"""How often text is escaped at most: once by the page, once by its system, once by an editor's paste."""


def plain(raw: str) -> str:
    """The words on one line: entities and tags of HTML read, whatever else is in pointed brackets left."""
    text = raw
    for _ in range(_ROUNDS):
        if not _ENTITY.search(text):
            break
        text = unescape(text)
    if "<" in text:
        text = _INLINE_TAG.sub("", _BLOCK_TAG.sub(" ", text))
    return line(text)
