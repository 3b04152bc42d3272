"""Honest news pages, each of its own words, and how a case serves one."""

from __future__ import annotations

import random
from dataclasses import dataclass

from tests.web.hostile.server import Serve

WORDS = [
    "harbour", "ferry", "council", "bridge", "tide", "market", "museum", "engine", "valley", "orchard",
    "signal", "winter", "library", "garden", "railway", "festival", "clinic", "teacher", "fisherman", "budget",
    "forest", "theatre", "windmill", "archive", "lantern", "cathedral", "meadow", "quarry", "workshop",
    "beacon", "island", "reservoir", "committee", "volunteer", "painter", "survey", "ceiling", "copper",
    "granite", "timber",
]  # fmt: skip
VERBS = [
    "opened", "measured", "repaired", "promised", "counted", "delayed", "restored", "painted", "surveyed",
    "rented", "moved", "closed",
]  # fmt: skip


def story(seed: str, sentences: int = 12) -> tuple[str, list[str]]:
    """A title and paragraphs that no other seed has."""
    pick = random.Random(seed)
    title = " ".join(pick.choice(WORDS) for _ in range(4)).capitalize() + f" {pick.choice(VERBS)} after {seed}"
    paragraphs = []
    for _ in range(sentences // 3):
        lines = []
        for _ in range(3):
            a, b, c, d, e = (pick.choice(WORDS) for _ in range(5))
            lines.append(
                f"The {a} {pick.choice(VERBS)} the {b} on {pick.choice(('Monday', 'Friday'))}, and "
                f"{pick.randint(2, 900)} people from the {c} {pick.choice(VERBS)} what the {d} and the {e} had left."
            )
        paragraphs.append(" ".join(lines))
    return title, paragraphs


def page(
    seed: str,
    *,
    links: list[tuple[str, str]] | None = None,
    head_more: str = "",
    body_more: str = "",
    title: str | None = None,
    paragraphs: list[str] | None = None,
) -> str:
    """An honest news page about a seed's story; links are its related ones: (href, title)."""
    own, text = story(seed)
    title, text = title or own, paragraphs or text
    items = "".join(f'<li><a href="{href}">{label}</a></li>' for href, label in links or [])
    related = f'<section class="related"><h3>Related articles</h3><ul>{items}</ul></section>' if items else ""
    return (
        f"<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>{title} | Harbour Daily</title>{head_more}"
        '<meta property="og:type" content="article"></head><body><header><nav><a href="/">Home</a></nav></header>'
        f"<article><h1>{title}</h1><p class=byline>By Ann Clarke</p>"
        '<time datetime="2024-05-03T10:00:00Z">3 May 2024</time>'
        + "".join(f"<p>{p}</p>" for p in text)
        + f"{body_more}</article>{related}<footer>Harbour Daily</footer></body></html>"
    )


@dataclass(frozen=True)
class Case:
    """A hostile page: how it is served, and what must come of it: "article", a reason of failures.jsonl, or "any"
    (bounded, and noted once)."""

    name: str
    serve: Serve
    expect: str
    threat: str

    @property
    def path(self) -> str:
        return f"/2024/05/03/{self.name}-of-the-harbour-office.html"
