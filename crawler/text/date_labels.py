"""Which of the dates in a line is the publication's and which the last change's, by the words beside them.

Words as data: rules/data/dates.toml, table labels.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Literal

from crawler.rules.dates import date_rules
from crawler.rules.scripts import CJK
from crawler.text.words import alternation

Label = Literal["updated", "published"]
_WINDOW = 40
"""Characters before a date, or behind it, in which its label stands."""
_CJK = re.compile(f"[{CJK}]")
_LABELS: tuple[Label, ...] = ("updated", "published")


def labels_of(text: str, dates: Sequence[str], before: str = "") -> list[Label | None]:
    """For each of the dates, found in this order in the text, what the words beside it say it is.

    before: what stands before the text. A label leads its date; in Chinese, Japanese and Korean it may follow it.
    """
    if not dates:
        return []
    spans = _spans(text, dates)
    gaps = [text[end:start] for end, start in zip([0, *(e for _, e in spans)], [s for s, _ in spans], strict=False)]
    leading = [_last_label(gap[-_WINDOW:]) for gap in gaps]
    cjk = _CJK.search(text) is not None
    behind = [_first_label(gap[:_WINDOW]) for gap in (*gaps[1:], text[spans[-1][1] :])] if cjk else []
    if leading == [None] and behind == ["published"]:
        return ["published"]  # what stands before the text is about something else
    if leading[0] is None and not gaps[0].strip():
        leading[0] = _last_label(before[-_WINDOW:])
    if leading[0] or not cjk:
        return leading
    if behind == ["updated"]:
        return leading  # 4月21日10時更新 is how a page dates its story, not a change of it
    return behind


def label_of(text: str, before: str) -> Label | None:
    """What an element that holds one date says it is, with the words before it."""
    return _last_label(text) or _last_label(before[-_WINDOW:])


def _spans(text: str, dates: Sequence[str]) -> list[tuple[int, int]]:
    spans, at = [], 0
    for raw in dates:
        start = text.find(raw, at)
        if start < 0:
            start = at
        at = start + len(raw)
        spans.append((start, at))
    return spans


def _last_label(text: str) -> Label | None:
    """The label that stands nearest to the end; of two that overlap, the longer."""
    found = [(m.end(), m.end() - m.start(), label) for label in _LABELS for m in _form(label).finditer(text)]
    return max(found)[2] if found else None


def _first_label(text: str) -> Label | None:
    found = [(m.start(), label) for label in _LABELS for m in _form(label).finditer(text)]
    return min(found)[1] if found else None


@cache
def _form(label: Label) -> re.Pattern[str]:
    words = date_rules().labels[label]
    spaced = alternation(w for w in words if not _CJK.search(w))
    return re.compile(rf"(?<![^\W\d_])(?:{spaced})|{alternation(w for w in words if _CJK.search(w))}", re.I)
