"""Bytes -> text: the encoding is decided once, by the best evidence there is.

In order: a byte order mark; the content itself where it is valid UTF-8 with more than ASCII in it; then what the header
and the page declare, so far as the content bears it out; then the encoding that makes the likeliest text. Labels are
read as browsers read them (gb2312 and gbk as gb18030, iso-8859-1 as windows-1252). Source: WHATWG Encoding Standard.
"""

from __future__ import annotations

import codecs
import re

from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom, resolve_encoding

_HEAD = 4096
_SAMPLE = 60_000
_GUESSES = ("gb18030", "big5", "shift_jis", "euc-jp", "euc-kr", "cp1251", "cp1252")
_WIDER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "hz": "gb18030",
    "cp936": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc-kr": "cp949",
    "euc_kr": "cp949",
}
_BAD = re.compile("[\ufffd\x80-\x9f\ue000-\uf8ff]")
_TAGS = re.compile(rb"<[^<>]{0,2000}>")
# Characters that every page in the language holds: what a wrong decoding does not bring forth.
_COMMON = frozenset(
    "的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后小么心多天而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长"
    "這來個國說們為時會過學對裡後麼沒於還發當無開見經頭從動兩長與關點問實體現將報電記者新聞月"
    "のはをにがでとたしてるなかもれさらりすいこきくあうえおそちつま年日月ンーストルイラリアドクシテレフロコ"
    "이다는의에을가고한지로기도사를하서대자은인해리어시들전그수정부있과으했것등"
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюяАВНПСКМДБ"
    "àáâãäåæçèéêëìíîïñòóôõöøùúûüýßœ’“”„«»–—…€£°ąęłńśźżčďěňřšťůžő"
)


def decode(body: bytes, content_type: str | None = None) -> tuple[str, str]:
    """(text, name of the encoding) of a page's bytes. Never fails: what cannot be read becomes U+FFFD."""
    marked, mark = read_bom(body)
    if marked and mark:
        return _decoded(body[len(mark) :], marked), marked
    wide = _wide(body)
    if wide:
        return _decoded(body, wide), wide
    if _is_utf8(body):
        return _decoded(body, "utf-8"), "utf-8"
    header = http_content_type_encoding(content_type)
    declared = [e for e in (header, html_body_declared_encoding(body[:_HEAD])) if e]
    declared = [e for e in dict.fromkeys(_WIDER.get(e, e) for e in declared) if not e.startswith(("utf-16", "utf-32"))]
    sample = _TAGS.sub(b" ", body[: 4 * _SAMPLE])[:_SAMPLE]
    guesses = list(dict.fromkeys([*declared, *(_WIDER.get(e, e) for e in _GUESSES)]))
    ranked = sorted((-_likely(sample, name, name in declared), n, name) for n, name in enumerate(guesses))
    best = ranked[0][2]
    return _decoded(body, best), _label(best)


def _decoded(body: bytes, name: str) -> str:
    return body.decode(resolve_encoding(name) or name, "replace")


def _label(name: str) -> str:
    return {"big5hkscs": "big5", "cp932": "shift_jis", "cp949": "euc-kr"}.get(name, codecs.lookup(name).name)


def _wide(body: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of its ASCII is zero."""
    head = body[:400]
    if len(head) < 20:
        return None
    half = len(head) // 2
    if head[1::2].count(0) > half * 0.7 and head[::2].count(0) < half * 0.1:
        return "utf-16-le"
    if head[::2].count(0) > half * 0.7 and head[1::2].count(0) < half * 0.1:
        return "utf-16-be"
    return None


def _is_utf8(body: bytes) -> bool:
    """Whether the bytes are UTF-8, a few damaged places or a cut end aside."""
    try:
        body.decode("utf-8")
        return True
    except UnicodeDecodeError as error:
        if error.start > len(body) - 4:
            return True
    text = body[: 8 * _SAMPLE].decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = sum(c > "\x7f" for c in text) - bad
    return bad * 10 < good


def _likely(sample: bytes, name: str, declared: bool) -> float:
    """How likely a sample is text in an encoding: common characters less faults, as a share of those beyond ASCII."""
    try:
        text = sample.decode(name, "replace")
    except LookupError:
        return -9.0
    beyond = [c for c in text if c > "\x7f"]
    if not beyond:
        return 1.0 if declared else 0.0
    bad = len(_BAD.findall(text))
    common = sum(c in _COMMON for c in beyond)
    # One-byte encodings make two characters of every wide one: letters alone, in runs, are no Western text.
    if name in ("cp1252", "cp1251", "iso8859-1", "latin-1"):
        runs = len(re.findall(r"[^\x00-\x7f]{4}", text)) * 4
        common -= runs if name == "cp1252" else sum(c.islower() is False for c in beyond) // 2
    return (common - 4 * bad) / len(beyond) + (0.25 if declared else 0.0)
