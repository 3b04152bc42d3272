"""Words and phrases looked for in a text, whatever their case, width, script (Chinese) and spacing."""

from __future__ import annotations

import re
from collections.abc import Iterable

from crawler.rules.scripts import SPACELESS
from crawler.text.script import fold_case

_LETTER = rf"[^\W{SPACELESS}]"


class Phrases:
    """Phrases of which a text may say one. A word of a spaced script is found whole (`port` is not in `report`)."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._pattern = re.compile("|".join(map(_pattern, phrases)))

    def found_in(self, text: str) -> bool:
        """Whether the text says one of the phrases."""
        return self._pattern.search(fold_case(text)) is not None


def _pattern(phrase: str) -> str:
    words = fold_case(phrase).split()
    return (
        rf"(?<!{_LETTER})" * _is_letter(words[0][0])
        + r"\s+".join(map(re.escape, words))
        + (rf"(?!{_LETTER})" * _is_letter(words[-1][-1]))
    )


def _is_letter(character: str) -> bool:
    return re.match(_LETTER, character) is not None
