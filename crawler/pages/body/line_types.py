"""What a line is by its wording: a date, a pointer to another story, a label, a notice to the reader, the headline.

What a line is by where it stands (captions, sidebars, embedded posts) is in class_names.py and captions.py.
"""

from __future__ import annotations

import re
from functools import cache

from crawler.pages.body.scoring import folded
from crawler.pages.body.segment import Segment
from crawler.rules.body import body_rules, notice_pattern
from crawler.rules.scripts import SENTENCE_ENDS

# A notice to the reader has at most so many characters.
_NOTICE = 450
# A time of day; with a dot only beside a word for it, for 14.04 is a version and £9.50 a price.
CLOCK = re.compile(
    r"(?<![\d.,:])(?:[01]?\d|2[0-4])"
    r"(?:[:h][0-5]\d(?!\d)|\.[0-5]\d ?(?:Uhr|h\b|[ap]\.?m|(?:gmt|utc|ces?t|bst|ist|[ecmp][sd]t)\b))",
    re.I,
)
# The text of a <time> by itself is no longer.
_STAMP = 40
# With a dot and no word, only as a whole line.
_BARE_CLOCK = re.compile(r"(?:[01]?\d|2[0-4])\.[0-5]\d")
# Of structured data that a page spells out, with the sizes of its pictures.
_MACHINE = re.compile(
    r"(?=.{0,200}(?:https?://|T\d\d:\d\d))"
    r"(?:(?:https?://\S+|\d+(?:\.\d+)?(?:px)?|image/\w+|\d{4}-\d\d-\d\dT\S+)(?: |$))+"
)
# So many numbers in a row count lines.
_GUTTER = 3
_DATE = re.compile(
    r"(?<![\d.])(?:\d{1,2}[./-] ?\d{1,2}[./-] ?(?:\d\d|(?:19|20)\d\d)(?!\d)|(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2})"
    r"|\b(?:19|20)\d\d\b|\d ?[年月日]"
)
_UNIT = re.compile(r"(?<=\d)[年月日時时分秒]")
_POINTER = re.compile(r"[^.!?:：]{2,40}(?:：|:(?!//)) ?\S")


def is_machine_line(text: str) -> bool:
    """Whether a line is for machines: addresses, sizes, stamps of structured data; or the numbers of lines of code."""
    return (_MACHINE.fullmatch(text) is not None and " " in text) or _is_gutter(text)


def _is_gutter(text: str) -> bool:
    """Whether a line counts: 1 2 3."""
    numbers = text.split(" ", 400)[:400] if text[:1].isdigit() else []
    if len(numbers) < _GUTTER or not all(number.isdecimal() and len(number) < 6 for number in numbers):
        return False
    first = int(numbers[0])
    return all(int(number) == first + n for n, number in enumerate(numbers))


def is_notice(block: Segment) -> bool:
    """Whether a short paragraph asks something of the reader and leads elsewhere."""
    if block.size > _NOTICE or block.role not in ("paragraph", "item") or not block.linked:
        return False
    return _notices().search(block.text.lower()) is not None


@cache
def _notices() -> re.Pattern[str]:
    return notice_pattern(body_rules().notices)


def is_address(text: str) -> bool:
    """Whether a text is itself a web or mail address."""
    return " " not in text and (text.startswith(("http", "www.")) or "@" in text)


def says(title: str, block: Segment) -> bool:
    """Whether a block says little more or less than the headline. title: as folded gives it."""
    text = folded(block.text)
    if not title or not text:
        return False
    least, most = (0.9, 1.2) if block.text.endswith((".", "。")) else (0.6, 1.7)
    return (text in title or title in text) and least < len(text) / len(title) < most


def is_stamp(block: Segment, *, begun: bool = True) -> bool:
    """Whether a line is a date or time with hardly a word beside it; before the story has begun, some words."""
    if block.size < 6 and _BARE_CLOCK.fullmatch(block.text):
        return block.role == "paragraph"
    if block.role == "item" and block.size < 30 and CLOCK.match(block.text):  # of a post in a list of posts
        return sum(map(str.isalpha, block.text)) < 6
    if block.role != "paragraph" or block.size > 120 or not (CLOCK.search(block.text) or _DATE.search(block.text)):
        return False
    if block.text.endswith((":", "：", "。", "?", "？")):  # who speaks next, in a transcript; a sentence
        return False
    letters = block.size - sum(not c.isalpha() for c in block.text) - 3 * len(_UNIT.findall(block.text))
    return letters < (24 if begun or block.text.endswith(SENTENCE_ENDS) else 60)


def is_time_element(block: Segment) -> bool:
    """Whether a short line is the text of a <time> and nothing else, such as "now"."""
    if block.size > _STAMP or block.role == "heading":
        return False
    return any(block.text == " ".join("".join(time.itertext()).split()) for time in block.element.iter("time"))


def is_pointer(block: Segment) -> bool:
    """Whether a line sends the reader to another story: a label, a colon and all the rest a link."""
    if block.linked < 0.5 or block.size > 250:
        return False
    match = _POINTER.match(block.text)
    return match is not None and block.linked * len(block.text) > 0.95 * (len(block.text) - match.end() + 1)


def is_label_line(block: Segment) -> bool:
    """Whether a line announces what follows it: short, and no sentence or ending in a colon."""
    if block.size >= 80:
        return False
    return block.text.endswith((":", "：")) or (block.size < 40 and not block.text.endswith(SENTENCE_ENDS))
