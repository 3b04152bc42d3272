"""What is known about a row of cards before it is judged."""

from __future__ import annotations

from dataclasses import dataclass, field

from crawler.pages.links.cards import Heading


@dataclass(slots=True)
class Evidence:
    """What is known about a row of cards before it is judged."""

    heading: Heading | None
    flags: set[str] = field(default_factory=set)
    numbers: dict[str, float] = field(default_factory=dict)
    words: set[str] = field(default_factory=set)

    def value(self, name: str) -> str:
        """The value of a flag `name=value`; "" where it is not set."""
        prefix = f"{name}="
        return min((flag for flag in self.flags if flag.startswith(prefix)), default=prefix).removeprefix(prefix)
