"""Words and phrases looked for in a text, whatever their case, width, script (Chinese) and spacing."""

from __future__ import annotations

import re
from collections.abc import Iterable

from crawler.rules.scripts import SPACELESS
from crawler.text.script import fold_case

_LETTER = rf"[^\W{SPACELESS}]"


class Phrases:
    """Phrases of which a text may say one.

    A word of a spaced script is found whole (`port` is not in `report`); where a word begins or ends in `*`, further
    letters may stand there (`port*` is in `ports`, `*port` in `report`).
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        self._pattern = re.compile("|".join(map(_pattern, phrases)))

    def found_in(self, text: str) -> bool:
        """Whether the text says one of the phrases."""
        return self._pattern.search(fold_case(text)) is not None


def _pattern(phrase: str) -> str:
    folded = fold_case(phrase).strip()
    inner = folded.strip("* ")  # no pattern may begin in a repetition: it would start anew at each letter of a text
    begins_here = _is_letter(inner[0]) and not folded.startswith("*")
    ends_here = _is_letter(inner[-1]) and not folded.endswith("*")
    words = r"\s+".join(map(_word, inner.split()))
    return rf"(?<!{_LETTER})" * begins_here + words + rf"(?!{_LETTER})" * ends_here


def _word(word: str) -> str:
    further = f"{_LETTER}*"
    return further * word.startswith("*") + re.escape(word.strip("*")) + further * word.endswith("*")


def _is_letter(character: str) -> bool:
    return re.match(_LETTER, character) is not None
