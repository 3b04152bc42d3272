"""Which of a page's titles is the headline, and what of it is the site's name.

Candidates come in order of trust. The first one wins, after segments that name the site
("… | The Daily Focus", "…_新闻频道_某某网") are cut off the ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from crawler.rules.scripts import CJK
from crawler.text.markup import plain
from crawler.text.normalize import line

SEPARATOR = re.compile(
    r"\s+(?:[|｜\-–—−_·•»«›‹:/~‒―⋆★◆│]|::|--|\|\|)\s+|\s*[|｜]\s*|\s*_{1,2}\s*|\s+[»›]\s*|\s?(?:--|——)\s?|(?<=[\u3400-\u9fff”》）)!！?？])-(?=[\u3400-\u9fff])|:\s+|\s+:"
)
# Without one of these no separator stands in a title: the cheap test.
_SIGN = re.compile(r"[|｜\-–—−_·•»«›‹:/~‒―⋆★◆│]")
# What stands between a headline and the site's name only where the name is the site's in full: in a headline it means
# something else.
_WEAK = re.compile(r"\s*[\[(【（［〔]\s*|\s+[>\\@]\s+|\s*//\s*|(?<=[^\W\d_])[.,]\s+|\s*[：。]\s*")
_CLOSING = "])】）］〕 "
_SENTENCE_END = re.compile(r"[.!?。！？]\s")
_UNFILLED = re.compile(r"\{\{|\}\}|\$\{|\[object Object\]|\A\s*(?:undefined|null|NaN)\s*\Z")
_PERMALINK = re.compile(r"\s+[#¶§]\Z")
_HAN = re.compile(rf"[{CJK}]")
_ELLIPSIS = re.compile(r"\s*[\[(]?(?:\.{2,3}|…)[\])]?\Z")
_DATE_ONLY = re.compile(r"\W*\d{1,4}[./年-]\s?\d{1,2}[./月-]\s?\d{1,4}日?\W*\Z")
# Portals hang section and site on the headline with underscores.
_PORTAL = re.compile(r"\s?_{1,2}\s?(?=[^\W_])[^_。？！?!，,：:]{2,24}\Z")
_LONGEST, _LONGEST_NAME = 1000, 40
_LEAST, _NAME_WORDS = 8, 2
_QUOTES = (("«", "»"), ("“", "”"), ("„", "“"), ("「", "」"), ("『", "』"), ("‹", "›"))
Title = tuple[str, str, str]
"""Title, source, raw."""
_CUT = 12
# Where sites cut a title for machines: search engines show 60 to 70 characters, schema.org's headline had 110.
_LIMIT = 55


def best_title(candidates: Sequence[tuple[str, str]], site_names: Iterable[str]) -> tuple[str, str, str] | None:
    """(title, source, raw) of the headline among (source, raw) candidates, best first; None where there is none.

    The first one counts that is no site name; where it is cut short and another goes on, the whole one.
    """
    names = frozenset(folded for n in site_names if len(folded := key(n)) > 1)
    texts = [(text, source, raw) for source, raw in candidates if (text := _read(raw))]
    keys = [key(text) for text, _, _ in texts]
    stripped = {text: without_site(text, names, keys) for text, _, _ in texts}
    cleaned = [(stripped[text], source, raw) for text, source, raw in texts]
    titles = [found for found in cleaned if key(found[0]) and key(found[0]) not in names]
    if not titles:
        return texts[0] if texts else None
    first = _agreed(titles)
    stem = key(_ELLIPSIS.sub("", first[0]))
    whole = (t for t in titles[1:] if len(stem) >= _CUT and key(t[0]).startswith(stem) and _goes_on(first[0], t[0]))
    return _spaced_as(next(whole, first), titles)


def _read(raw: str) -> str:
    """A candidate's words; "" for what a template left in its place, without the sign of a link to the heading."""
    return "" if _UNFILLED.search(raw) else _PERMALINK.sub("", plain(raw[:_LONGEST]))


def _spaced_as(title: Title, others: Sequence[Title]) -> Title:
    """The title with the blanks of another candidate of the same letters: words of two elements stand without one."""
    folded = key(title[0])
    text = max((t[0] for t in others if key(t[0]) == folded), key=_words, default=title[0])
    return (text, *title[1:]) if _words(text) > _words(title[0]) and not _HAN.search(text) else title


def _words(text: str) -> int:
    return sum(any(map(str.isalnum, word)) for word in text.split())


def _agreed(titles: Sequence[Title]) -> Title:
    """The first title, unless it is too short for a headline (`x`, `NaN`, a section's name) and the heading and the
    meta tags agree on another one against structured data."""
    first = titles[0]
    if first[1] != "json-ld" or (len(key(first[0])) >= _CUT and len(first[0].split()) > _NAME_WORDS):
        return first
    folded = key(first[0])
    tags = {key(t) for t, source, _ in titles if source == "meta"}
    heads = [t for t in titles if t[1] == "heuristic"]
    if any(folded == key(t[0]) for t in titles[1:]):
        return first
    return next((t for t in heads if key(t[0]) in tags and len(key(t[0])) >= _CUT), first)


def whole_quotation(title: str, raw: str) -> str:
    """The title with the closing mark of its quotation, where a separator's look took it away."""
    for opening, closing in _QUOTES:
        if title.count(opening) > title.count(closing):
            behind = line(raw).partition(title)[2].lstrip()
            if behind.startswith(closing):
                return f"{title}{' ' if opening + ' ' in title else ''}{closing}"
    return title


def without_site(title: str, names: frozenset[str], others: Sequence[str] = ()) -> str:
    """The title without segments at its ends that name the site, or that another candidate shows to be added."""
    for _ in range(4 if _SIGN.search(title) or _WEAK.search(title) else 0):
        portal = _PORTAL.search(title)
        if portal and len(key(title[: portal.start()])) >= _LEAST:
            title = title[: portal.start()].strip()
            continue
        splits = [(title[: m.start()].strip(), title[m.end() :].strip()) for m in SEPARATOR.finditer(title[:600])][:12]
        (lead, rest), (head, tail) = (splits[0], splits[-1]) if splits else (("", ""), ("", ""))
        if splits and _names_site(tail, names):
            title = head
        elif splits and _names_site(lead, names):
            title = rest
        elif bare := _without_whole_name(title, names, others):
            title = bare
        else:
            added = ((kept, cut) for pair in splits for kept, cut in (pair, pair[::-1]))
            return next((kept for kept, cut in added if _is_added(key(cut), key(kept), others)), title)
    return title


def _without_whole_name(title: str, names: frozenset[str], others: Sequence[str]) -> str | None:
    """The title without the site's name in brackets, or behind a sign that headlines have too: "… (Harbour Post)"; None
    where the page gives that title elsewhere too, and so means the name."""
    if others.count(key(title)) > 1:
        return None
    for sign in _WEAK.finditer(title[:_LONGEST]):
        head, tail = title[: sign.start()].strip(), title[sign.end() :].rstrip(_CLOSING)
        if key(tail) in names and len(key(head)) >= _LEAST:
            return head
        if sign[0].strip() == "：" and key(head) in names and len(key(tail)) >= _LEAST:
            return title[sign.end() :].strip()
    return None


def site_in_title(head: str, title: str) -> str | None:
    """The site's name as the title element adds it to the headline; None where it adds nothing, or more than a name."""
    head = line(head)
    at = head.find(title) if title else -1
    if at < 0:
        return None
    parts = [p.strip() for p in SEPARATOR.split(head[at + len(title) :]) if p and p.strip(" _-|")]
    name = parts[-1].strip(" _-|–—") if parts else ""
    return name if name and len(name) <= _LONGEST_NAME and not _DATE_ONLY.match(name) else None


def _is_added(cut: str, kept: str, others: Sequence[str]) -> bool:
    """Whether one part of a title stands alone elsewhere, and the other part only here."""
    return len(kept) >= _LEAST and kept in others and sum(cut in other for other in others) == 1


def _goes_on(cut: str, whole: str) -> bool:
    """Whether the longer title continues the shorter one, rather than adding a second line to it."""
    return bool(_ELLIPSIS.search(cut)) or (len(cut) >= _LIMIT and not SEPARATOR.match(whole[len(cut) :]))


@lru_cache(maxsize=4096)
def key(text: str) -> str:
    """Letters and digits only, case folded: what two spellings of one title share."""
    return "".join(filter(str.isalnum, text.casefold()))


def _names_site(segment: str, names: frozenset[str]) -> bool:
    folded = key(segment)
    if not folded or _DATE_ONLY.match(segment):
        return True
    if _SENTENCE_END.search(segment) and folded not in names:
        return False  # the end of a headline and the name behind it
    return folded in names or any(
        len(n) >= 4 and (folded.startswith(n) or folded.endswith(n)) and len(folded) <= len(n) + 12 for n in names
    )
