"""Stories made by chance: for speed at any number, and for what truth about templates no collection holds.

`story(random)` gives a text whose words follow Zipf's law, half of them in a made alphabetic language, half in Chinese
characters. `COPIES` are ways to copy a text. `series(random)` gives texts off one template.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from itertools import accumulate

_SYLLABLES = [c + v for c in "bdfgklmnprstvz" for v in ("a", "e", "i", "o", "u", "an", "er", "is")]
_maker = random.Random(7)
_WORDS = ["".join(_maker.choices(_SYLLABLES, k=_maker.choice((1, 2, 2, 3)))) for _ in range(20_000)]
_CHARACTERS = [chr(code) for code in range(0x4E00, 0x4E00 + 4_000)]
_WORD_WEIGHTS = list(accumulate(1 / (rank + 10) for rank in range(len(_WORDS))))
_CHARACTER_WEIGHTS = list(accumulate(1 / (rank + 40) for rank in range(len(_CHARACTERS))))


def story(rng: random.Random, length: int = 1_000, *, chinese: bool | None = None) -> str:
    """A text of about `length` characters, in paragraphs; in a script by chance unless it is given."""
    if rng.random() < 0.5 if chinese is None else chinese:
        units = rng.choices(_CHARACTERS, cum_weights=_CHARACTER_WEIGHTS, k=length)
        sentences = ["".join(units[i : i + 40]) + "。" for i in range(0, length, 40)]
    else:
        units = rng.choices(_WORDS, cum_weights=_WORD_WEIGHTS, k=length // 6)
        sentences = [" ".join(units[i : i + 17]) + ". " for i in range(0, len(units), 17)]
    return "\n\n".join("".join(sentences[i : i + 4]).strip() for i in range(0, len(sentences), 4))


def _with_paragraph(text: str, rng: random.Random) -> str:
    return f"{text}\n\n{story(rng, len(text) // 5, chinese=not text.isascii())}"


def _reordered(text: str, rng: random.Random) -> str:
    paragraphs = text.split("\n\n")
    rng.shuffle(paragraphs)
    return "\n\n".join(paragraphs)


def _edited(text: str, rng: random.Random) -> str:
    """One unit in fifty replaced: a heavy hand."""
    units = re.findall(r"\s+|[\u4e00-\u9fff]|[^\s\u4e00-\u9fff]+", text)
    return "".join(rng.choice(units) if unit.strip() and rng.random() < 1 / 50 else unit for unit in units)


COPIES: dict[str, Callable[[str, random.Random], str]] = {
    "trimmed to 60 %": lambda text, rng: text[: len(text) * 6 // 10],
    "a paragraph more": _with_paragraph,
    "paragraphs re-ordered": _reordered,
    "trimmed, then a paragraph more": lambda text, rng: _with_paragraph(text[: len(text) * 6 // 10], rng),
    "1 in 50 words or characters replaced": _edited,
}

_TEMPLATES = {
    "market report": """Shares of {name} {moved} {n}.{n} percent to close at {n}.{n} on {day}, while the wider
index {moved} {n}.{n} percent to {n}.{n} points. Turnover reached {n} million shares, against an average of {n}
million over the past {n} sessions. The company, which is based in {name}, reported revenue of {n} million and
net income of {n} million for the quarter. Analysts had expected earnings of {n}.{n} a share. Of the {n}
analysts who follow the company, {n} rate it a buy, {n} a hold and {n} a sell, with a mean price target of
{n}.{n}.""",
    "市场日报": """{day}日,沪深两市{moved},上证综指收于{n}.{n}点,{moved}{n}.{n}%;深证成指收于{n}.{n}点,{moved}{n}.{n}%。
两市合计成交{n}亿元,较上一交易日{moved}{n}亿元。个股方面,{n}只个股上涨,{n}只个股下跌。北向资金全天净买入{n}.{n}亿元,
其中沪股通净买入{n}亿元,深股通净买入{n}亿元。分析人士认为,短期市场或维持震荡格局,投资者宜控制仓位,
关注业绩确定性较强的板块。""",
    "police log": """{name} police log for {day} November. Officers answered {n} calls between midnight and
midnight, among them {n} traffic stops, {n} medical assists and {n} noise complaints. A {n}-year-old resident of
{name} was cited for speeding on Route {n}. Anyone with information on these incidents is asked to call the
department or to leave an anonymous tip on its web page. All persons named are presumed innocent until they are
proven guilty in a court of law. The log is compiled from the department's daily summaries and may be
incomplete.""",
    "daily briefing": """Daily briefing number {n}. Good morning, and welcome to our short tour of what happened
while you slept and what to watch today. You can get it in your inbox every weekday by signing up below. {news}
{news} {news} That is all for this edition. Send tips, corrections and pictures of your dog to the desk, and see
you tomorrow.""",
}


def series(rng: random.Random, count: int) -> dict[str, list[str]]:
    """For each template `count` stories that have nothing in common but the template."""
    return {name: [_filled(template, rng) for _ in range(count)] for name, template in _TEMPLATES.items()}


def _filled(template: str, rng: random.Random) -> str:
    slots: dict[str, Callable[[], str]] = {
        "n": lambda: str(rng.randint(2, 3_999)),
        "day": lambda: str(rng.randint(1, 30)),
        "name": lambda: rng.choice(_WORDS).title(),
        "moved": lambda: rng.choice(("上涨", "下跌", "震荡走高") if "日" in template else ("rose", "fell", "slipped")),
        "news": lambda: story(rng, 150, chinese=False).replace("\n\n", " "),
    }
    return re.sub(r"\{(\w+)\}", lambda match: slots[match[1]](), template)
