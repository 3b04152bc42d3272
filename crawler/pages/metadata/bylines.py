"""From what a page prints about its writers to their names.

`people(raw)` takes a byline apart: labels before it ("By", 记者), roles and places behind it, joiners between names.
`is_organization(name)` tells a wire, a newsroom or a company from a person. Words as data: rules/data/metadata.toml.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from html import unescape

from crawler.rules.metadata import metadata_rules
from crawler.text.normalize import line

_HAN = r"\u3400-\u9fff"
_TAG = re.compile(r"<[^<>]{0,300}>")
_MAIL = re.compile(r"\S{1,80}@\S{1,80}")
_LINK = re.compile(r"(?:https?:|www\.|//)\S*|(?<!\w)@\w+", re.I)
_BRACKETS = re.compile(r"[(（\[【][^()（）\[\]【】]{0,80}[)）\]】]")
_DATE_TAIL = re.compile(
    r"[\s,|·•–—-]*(?:\d{1,2}[./:-]\d|\d{4}|(?:published|updated|posted|last|aktualisiert|stand)\b).*\Z", re.I
)
_PIPES = re.compile(r"\s*[|｜•·;；/／\n\t]\s*|\s+[–—-]\s+|\s*[、，]\s*")
_COMMA = re.compile(r"\s*,\s*")
_HAN_NAME = re.compile(rf"[{_HAN}]{{2,4}}(?:·[{_HAN}]{{1,8}})*\Z")
_SPACED_NAME = re.compile(rf"[{_HAN}]{{1,3}} [{_HAN}\u3040-\u30ff]{{1,4}}\Z")
_HAN_PAIR = re.compile(rf"(?<![{_HAN}])([{_HAN}]) ([{_HAN}])(?![{_HAN}])")
_CJK = re.compile(rf"[{_HAN}\u3040-\u30ff\uac00-\ud7af]")
_HANGUL_ROLE = re.compile(r"\s*(?:(?:선임|수석|인턴|객원|전문)?기자|특파원|논설위원|PD)\Z")
_HAN_LABEL = re.compile(
    r"\A(?:[^:：]{0,12}?(?:记者|記者|通讯员|通訊員|特派员|作者|撰文|撰稿|文字|采写|採寫|实习生|見習記者|编译|編譯|評論員|评论员)|文|図|글|기자|取材|執筆)\s*[:：/／丨|｜]?\s*"
)
_HAN_TAIL = re.compile(
    r"\s*(?:[/／]?\s*(?:文|摄|攝|图|圖|報導|报道|報道|撰文|摄影|攝影|综合报道|編譯|编译|記者|记者|整理|图文|文图))\Z"
)
_PLACE_TAIL = re.compile(r"\s+im Gespräch.*\Z|\s+(?:in|aus|à|at|for|fuer|für|en|para|from)\s+[A-ZÀ-Þ].*\Z")
_HANGUL_NAME = re.compile(r"[\uac00-\ud7af]{2,4}\Z")
_CAPITALS = re.compile(r"[^\W\d_]")


def people(raw: str) -> tuple[str, ...]:
    """Names in a byline, in order, without repeats; organisations included, roles and places left out."""
    return _people(raw[:600])


@lru_cache(maxsize=4096)
def _people(raw: str) -> tuple[str, ...]:
    text = _TAG.sub(" ", unescape(raw)).replace("\n", " | ")
    text = line(_LINK.sub(" ", _MAIL.sub(" ", _BRACKETS.sub(" ", text))))
    text = _without_label(_DATE_TAIL.sub("", text))
    found: dict[str, str] = {}
    for piece in _pieces(text):
        name = _name(piece)
        if name:
            found.setdefault(name.casefold(), name)
    names = list(found.values())[:20]
    if any(full_name(n) for n in names):
        # "Hans Müller, Berlin": a single word beside full names is a place, unless it is a wire.
        names = [n for n in names if " " in n or _CJK.search(n) or is_organization(n)]
    return tuple(names)


def is_organization(name: str) -> bool:
    """Whether a credited name is a wire's, a newsroom's or a company's."""
    rules = metadata_rules().agencies
    folded = name.casefold()
    if folded in rules["names"] or folded.endswith(rules["endings"]) or ("." in name.strip(".") and " " not in name):
        return True
    return any(word in rules["words"] for word in re.split(r"[\W_]+", folded))


def full_name(name: str) -> bool:
    """Whether it looks like a person's full name: two to five capitalised words, or a Chinese or Korean name."""
    if _CJK.search(name):
        if len(name) == 4 and _HAN_NAME.match(name) and "·" not in name:
            # Four characters are a name only with a surname of two; they are more often a label.
            return name[:2] in metadata_rules().names["surnames"]
        return bool(_HAN_NAME.match(name) or _HANGUL_NAME.match(name) or _SPACED_NAME.match(name))
    words = name.split()
    if not 2 <= len(words) <= 5 or is_organization(name):
        return False
    rules = metadata_rules().names
    if ":" in name or any(w.casefold().strip(".,") in rules["never"] for w in words):
        return False
    if any(w[:1].islower() and w not in rules["particles"] and "'" not in w and "’" not in w for w in words):
        return False
    return (
        words[0][:1].isupper()
        and words[-1][:1].isupper()
        and len(words[-1]) > 1
        and all(w[:1].isalpha() for w in words)
    )


def _without_label(text: str) -> str:
    for _ in range(3):
        shorter = _by().sub("", _HAN_LABEL.sub("", text)).strip(" :：,|-–—•·/")
        if shorter == text:
            break
        text = shorter
    return text


@cache
def _by() -> re.Pattern[str]:
    words = sorted((w for w in metadata_rules().names["by"] if not _CJK.search(w)), key=len, reverse=True)
    return re.compile(r"\A(?:(?:ein|eine) \w{4,20} )?(?:" + "|".join(map(re.escape, words)) + r")(?:\s*:\s*|\s+)", re.I)


@cache
def _and() -> re.Pattern[str]:
    words = sorted(metadata_rules().names["and"], key=len, reverse=True)
    # "e" and "y" join only names that begin with a capital.
    return re.compile(r"\s+(?i:" + "|".join(map(re.escape, words)) + r"|&|\+)\s+(?=[^\W\d_a-zà-ÿ])")


def _pieces(text: str) -> list[str]:
    """The text between joiners; a comma before a single given name ("You, Xiaoying") turns the two round."""
    pieces: list[str] = []
    text = _HAN_PAIR.sub(r"\1\2", text)
    for part in _PIPES.split(text):
        names = [n for joined in _COMMA.split(part) for n in _and().split(joined)]
        if len(names) == 2 and "," in part and not any(" " in n.strip() for n in names) and not _CJK.search(part):
            names = [f"{names[1]} {names[0]}"]
        for name in names:
            if _CJK.search(name) and " " in name:
                halves = name.split()
                pieces.extend(halves if _are_names(halves) else [name])
            else:
                pieces.append(name)
    return pieces


def _are_names(words: Sequence[str]) -> bool:
    """Whether words with blanks between are a Chinese name each; a Japanese name stands in two: 山田 太郎."""
    if not all(_HAN_NAME.match(_HAN_TAIL.sub("", word)) for word in words):
        return False
    surnames = metadata_rules().names
    return all(w[0] in surnames["surnames_short"] or w[:2] in surnames["surnames"] for w in words[1:])


def _name(piece: str) -> str | None:
    """The name in one piece; None where it is a role, a date, a handle or nobody."""
    rules = metadata_rules().names
    text = _without_label(piece)
    text = _HANGUL_ROLE.sub("", _HAN_TAIL.sub("", text))
    text = _PLACE_TAIL.sub("", text).strip(" .,:;|-–—•·*/\"'“”")
    if text.endswith((" Jr", " Sr")):
        text += "."
    folded = text.casefold()
    if not text or folded in rules["nobody"] or len(text) > 60 or any(c.isdigit() for c in text):
        return None
    words = folded.split()
    if any(w.strip(".,-") in rules["roles"] for w in words) and not is_organization(text):
        return None
    if _CJK.search(text):
        return text if len(text) <= 30 else None
    if (
        len(words) > 6
        or not _CAPITALS.search(text)
        or (
            text[0].islower()
            and folded not in metadata_rules().agencies["names"]
            and "." not in text
            and len(words) < 2
        )
    ):
        return None
    return text
