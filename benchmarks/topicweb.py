"""A made news web of known topics in several languages, for what is measured on relevance: one outlet a language.

Each outlet offers, under a story, related stories (one of them of an outlet in another language, where that has the
topic too), stories of other topics (`more`), what its readers read most (`more`) and adverts (`sponsored`).
Sentences and titles come from data/topics.toml; the same number gives the same web.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crawler.items import LinkKind

_DATA = Path(__file__).parent / "data" / "topics.toml"
_ADVERTS = ("The one gadget everybody over 60 buys", "Doctors beg: do this before bed", "Cheap flights sold in secret")
_JOIN = {"ja": "", "zh": ""}


@dataclass(frozen=True, slots=True)
class Offered:
    """A link as its page prints it."""

    url: str
    title: str
    snippet: str | None
    kind: LinkKind
    rank: int
    block: int
    block_size: int
    same_site: bool


@dataclass(frozen=True, slots=True)
class TopicPage:
    """A story and what its page offers."""

    url: str
    title: str
    text: str
    keywords: tuple[str, ...]
    language: str
    tags: frozenset[str]
    story: str
    links: tuple[Offered, ...]


def make_web(number: int = 1, data: Path = _DATA) -> dict[str, TopicPage]:
    """The pages by URL."""
    languages = tomllib.loads(data.read_text(encoding="utf-8"))
    chance = random.Random(number)
    stories: list[tuple[str, str, str, str]] = []  # language, topic, title, text
    for language, topics in languages.items():
        for topic, parts in topics.items():
            if topic != "sentence":
                for title in parts["titles"]:
                    stories.append((language, topic, title, _text(chance, language, topics["sentence"], parts)))
    urls = [f"https://www.{language}-news.example/{topic}/{n}" for n, (language, topic, *_) in enumerate(stories)]
    teasers = [_teaser(language, text) for language, _, _, text in stories]
    pages = {}
    for n, (language, topic, title, text) in enumerate(stories):
        blocks = _blocks(chance, n, stories)
        offered = [
            Offered(
                url=urls[m],
                title=stories[m][2],
                snippet=teasers[m] if kind == "related" and language != "ja" else None,
                kind=kind,
                rank=rank,
                block=block,
                block_size=len(members),
                same_site=stories[m][0] == language,
            )
            for block, (kind, members) in enumerate(blocks)
            for rank, m in enumerate(members, 1)
        ]
        adverts = [
            Offered(f"https://ads.example/{i}", ad, None, "sponsored", i, len(blocks), len(_ADVERTS), False)
            for i, ad in enumerate(_ADVERTS, 1)
        ]
        pages[urls[n]] = TopicPage(urls[n], title, text, (), language, frozenset({topic}), str(n), (*offered, *adverts))
    return pages


def _blocks(
    chance: random.Random, n: int, stories: list[tuple[str, str, str, str]]
) -> list[tuple[LinkKind, list[int]]]:
    """The blocks under story n: kind and the numbers of the stories in it."""
    language, topic = stories[n][:2]
    at_home = [m for m, s in enumerate(stories) if m != n and s[0] == language]
    same = [m for m in at_home if stories[m][1] == topic]
    other = [m for m in at_home if stories[m][1] != topic]
    abroad = [m for m, s in enumerate(stories) if s[0] != language and s[1] == topic]
    related = chance.sample(same, min(4, len(same)))
    if abroad:
        related.insert(2, chance.choice(abroad))
    most_read = random.Random(language).sample(at_home, min(6, len(at_home)))
    return [("related", related), ("more", chance.sample(other, min(4, len(other)))), ("more", most_read)]


def _text(chance: random.Random, language: str, sentence: str, parts: Mapping[str, Any]) -> str:
    """A story of some six paragraphs."""
    join = _JOIN.get(language, " ")

    def one() -> str:
        if chance.random() < 0.3:
            return str(chance.choice(parts["facts"])).format(n=chance.randint(11, 990))
        return sentence.format(**{name: chance.choice(parts[name]) for name in ("who", "thing", "did", "why")})

    return "\n\n".join(join.join(one() for _ in range(chance.choice((2, 3, 4)))) for _ in range(chance.randint(5, 8)))


def _teaser(language: str, text: str) -> str:
    return text.partition("\n")[0][: 40 if language == "ja" else 80]
