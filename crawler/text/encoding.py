"""Bytes -> text: the encoding is decided once, by the best evidence there is.

In order: a byte order mark; the content itself where it is valid UTF-8 with more than ASCII in it; what the header and
the page declare, unless the bytes contradict it; the encoding that makes the likeliest text. Labels are read as
browsers read them (gb2312 and gbk as gb18030, iso-8859-1 as windows-1252). Source: WHATWG Encoding Standard.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from functools import lru_cache

from w3lib.encoding import read_bom, resolve_encoding

from crawler.text.one_byte import MOST_FAULTS, fault_share, is_one_byte, most_plausible
from crawler.text.twice_encoded import once_encoded

_DECLARED_WITHIN = 65_536
"""Bytes in which the page may declare its encoding: browsers ask for the first 1,024, many pages do it later."""
_SAMPLE = 60_000
_WIDE_MARKUP = {
    "utf-16-le": re.compile(rb"(?:\s\0)*<\0[!?a-zA-Z]\0"),
    "utf-16-be": re.compile(rb"(?:\0\s)*\0<\0[!?a-zA-Z]"),
}
_TOLERATED, _TOLERATED_UNDECLARED = 2, 10
"""Of so many whole characters of UTF-8 one may be damaged, where it is declared and where it is not: a part from
elsewhere in another encoding damages many. In no other encoding do so many bytes make whole characters by chance."""
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
_LABELS = {
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "logical": "iso-8859-8",
    "visual": "iso-8859-8",
    "x-sjis": "shift_jis",
    "x-gbk": "gbk",
    "x-euc-jp": "euc-jp",
    "x-x-big5": "big5",
    "dos-874": "windows-874",
    "x-mac-roman": "mac-roman",
    "x-mac-cyrillic": "mac-cyrillic",
    "x-mac-ukrainian": "mac-cyrillic",
    "utf8mb4": "utf-8",
}
"""Labels that the Encoding Standard or the web knows and Python does not."""
_ISO_2022_JP = re.compile(rb"\x1b\$[@B][!-~]{2}")
_HEADER_LABEL = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:+-]+)", re.I)
_PAGE_LABEL = re.compile(
    rb"<meta\b[^>]{0,500}?\bcharset\s*=\s*[\"']?\s*([\w.:+-]+)|<\?xml\b[^>]{0,200}?\bencoding\s*=\s*[\"']([\w.:+-]+)",
    re.I,
)
_COMMENTS = re.compile(rb"<!--.*?-->", re.S)
_ENCODINGS = re.compile(
    r"utf-8|utf-16|utf-32|iso8859-|cp125\d|cp874|cp866|koi8-|mac-(?:roman|cyrillic)|gb18030|big5hkscs|cp932|cp949|euc_jp"
    r"|iso2022_jp"
)
"""The encodings of the web, as Python names them: it knows others, such as hex and idna, which are none of text."""
_LANGUAGE = re.compile(rb"<html\b[^>]{0,500}?\blang\s*=\s*[\"']?\s*([a-z]{2})\b", re.I)
_OF_LANGUAGES = {
    **dict.fromkeys(("ru", "uk", "be", "bg"), ("cp1251", "koi8-r", "koi8-u", "iso8859-5", "cp866", "mac-cyrillic")),
    **dict.fromkeys(("sr", "mk"), ("cp1251", "iso8859-5", "cp1250")),
    **dict.fromkeys(("pl", "cs", "sk", "hu", "sl", "hr", "bs", "sq"), ("cp1250", "iso8859-2")),
    "ro": ("iso8859-2", "cp1250", "iso8859-16"),
    "el": ("cp1253", "iso8859-7"),
    **dict.fromkeys(("tr", "az"), ("cp1254",)),
    **dict.fromkeys(("he", "iw", "yi"), ("cp1255", "iso8859-8")),
    **dict.fromkeys(("ar", "fa", "ur"), ("cp1256", "iso8859-6")),
    **dict.fromkeys(("lt", "lv", "et"), ("cp1257", "iso8859-13", "iso8859-4")),
    "th": ("cp874",),
    "vi": ("cp1258",),
}
"""The encodings of one byte a character that pages in a language were written in before UTF-8, the commonest first."""
_LETTERS = {
    "pl": "ąćęłńóśźż",
    "cs": "áčďéěíňóřšťúůýž",
    "sk": "áäčďéíĺľňóôŕšťúýž",
    "hu": "áéíóöőúüű",
    "ro": "ăâîşţ",
    **dict.fromkeys(("sl", "hr", "bs", "sr"), "čćđšž"),
    **dict.fromkeys(("tr", "az"), "âçğıîöşüûə"),
    "lt": "ąčęėįšųūž",
    "lv": "āčēģīķļņšūž",
}
"""The letters beyond ASCII of languages in whose one-byte encodings Western letters stand at the same bytes."""
_FEW_FOREIGN, _MANY_FOREIGN = 0.15, 0.3
_WIDE_OF_LANGUAGES = {"zh": ("gb18030", "big5hkscs"), "ja": ("cp932", "euc-jp"), "ko": ("cp949",)}
_SERVER_DEFAULT = "cp1252"
"""What servers declare that nobody told: the page's own declaration counts before it."""
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
    if b"\x1b$" in body and _ISO_2022_JP.search(body):
        return _decoded(body, "iso2022_jp"), "iso2022_jp"  # its bytes are ASCII, its text is not
    declared = declared_encodings(body, content_type)
    if _is_utf8(body, "utf-8" in declared):
        return once_encoded(_decoded(body, "utf-8")), "utf-8"
    sample = _TAGS.sub(b" ", body[: 4 * _SAMPLE])[:_SAMPLE]
    language = _LANGUAGE.search(body, 0, _DECLARED_WITHIN)
    best = _best(sample, declared, language[1].decode().lower() if language else "")
    return _decoded(body, best), _label(best)


def declared_encodings(body: bytes, content_type: str | None) -> list[str]:
    """The encodings that header and page declare, as Python names them, the one to try first in front."""
    header = _HEADER_LABEL.search(content_type or "")
    head = _COMMENTS.sub(b"", body[:_DECLARED_WITHIN])
    labels = [(m[1] or m[2]).decode("ascii", "replace") for m in _PAGE_LABEL.finditer(head)]
    if header:
        labels.insert(0, header[1])
    found = [name for name in map(_codec, labels) if name and not name.startswith(("utf-16", "utf-32"))]
    if len(found) > 1 and header and found[0] == _SERVER_DEFAULT == _codec(header[1]):
        found.append(found.pop(0))
    return list(dict.fromkeys(found))


@lru_cache(maxsize=256)
def _codec(label: str) -> str | None:
    """Python's name of the encoding that a label stands for, the wider one where browsers read it so."""
    label = label.lower().replace("x-cp125", "cp125")
    name = resolve_encoding(_LABELS.get(label, label))
    name = _WIDER.get(name, name) if name else None
    return name if name and _ENCODINGS.match(name) else None


def _best(sample: bytes, declared: list[str], language: str) -> str:
    """The first declared encoding that the sample does not contradict, else the one of the page's language that shows
    the fewest faults, else the one that makes the likeliest text. The sample is no whole UTF-8: another declaration
    counts before that one."""
    of_language = _OF_LANGUAGES.get(language, ())
    by_letters = _by_letters(sample, language, of_language) if declared[:1] == [_SERVER_DEFAULT] else None
    wide = _WIDE_OF_LANGUAGES.get(language, ())
    if wide and declared[:1] == [_SERVER_DEFAULT]:
        declared = declared[1:]  # no Chinese, Japanese or Korean page is written in it
    possible = [name for name in declared if not is_one_byte(name) or most_plausible(sample, name, name in of_language)]
    possible = [name for name in possible if name != "utf-8"] or possible
    if possible and is_one_byte(possible[0]):
        return by_letters or most_plausible(sample, possible[0], possible[0] in of_language) or possible[0]
    if of_language and (not possible or possible == ["utf-8"]):
        share, _, best = min((fault_share(sample, name, True), place, name) for place, name in enumerate(of_language))
        if share <= MOST_FAULTS:
            return best
    guesses = list(dict.fromkeys([*possible, *(_WIDER.get(e, e) for e in _GUESSES)]))
    ranked = sorted(
        (-_likely(sample, name, name in possible or name in wide), n, name) for n, name in enumerate(guesses)
    )
    return ranked[0][2]


def _by_letters(sample: bytes, language: str, encodings: Sequence[str]) -> str | None:
    """The encoding in which the sample holds the letters of its language, where the Western one makes many others of
    them: Turkish and Czech under a server's default; None where there is none."""
    if language not in _LETTERS or _foreign(sample, _SERVER_DEFAULT, language) < _MANY_FOREIGN:
        return None
    share, _, best = min((_foreign(sample, name, language), place, name) for place, name in enumerate(encodings))
    return best if share <= _FEW_FOREIGN else None


def _foreign(sample: bytes, encoding: str, language: str) -> float:
    """The share of another language's letters among those beyond ASCII."""
    letters = [c for c in sample.decode(encoding, "replace").lower() if c > "\x7f" and c.isalpha()]
    return sum(c not in _LETTERS[language] for c in letters) / len(letters) if letters else 0.0


def _decoded(body: bytes, name: str) -> str:
    return body.decode(name, "replace")


def _label(name: str) -> str:
    return {"big5hkscs": "big5", "cp932": "shift_jis", "cp949": "euc-kr"}.get(name, codecs.lookup(name).name)


def _wide(body: bytes) -> str | None:
    """UTF-16 without a mark: it begins with markup, or every other byte of its ASCII is zero."""
    for name, begins in _WIDE_MARKUP.items():
        if begins.match(body):
            return name
    head = body[:400]
    if len(head) < 20:
        return None
    half = len(head) // 2
    if head[1::2].count(0) > half * 0.7 and head[::2].count(0) < half * 0.1:
        return "utf-16-le"
    if head[::2].count(0) > half * 0.7 and head[1::2].count(0) < half * 0.1:
        return "utf-16-be"
    return None


def _is_utf8(body: bytes, declared: bool) -> bool:
    """Whether the bytes are UTF-8, a few damaged places or a cut end aside: more of them where they are declared so."""
    try:
        body.decode("utf-8")
        return True
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and body[: error.start].isascii() is False:
            return True
    text = body[: 8 * _SAMPLE].decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = sum(c > "\x7f" for c in text) - bad
    return bad * (_TOLERATED if declared else _TOLERATED_UNDECLARED) < good


def _likely(sample: bytes, name: str, declared: bool) -> float:
    """How likely a sample is text in an encoding: common characters less faults, as a share of those beyond ASCII."""
    try:
        text = sample.decode(name, "replace")
    except LookupError:
        return -9.0
    beyond = [c for c in text if c > "\x7f"]
    if not beyond:
        return 0.0  # of equals the first counts, and that is a declared one
    bad = len(_BAD.findall(text))
    common = sum(c in _COMMON for c in beyond)
    # One-byte encodings make two characters of every wide one: letters alone, in runs, are no Western text.
    if name in ("cp1252", "cp1251", "iso8859-1", "latin-1"):
        runs = len(re.findall(r"[^\x00-\x7f]{4}", text)) * 4
        common -= runs if name == "cp1252" else sum(c.islower() is False for c in beyond) // 2
    return (common - 4 * bad) / len(beyond) + (0.25 if declared else 0.0)
