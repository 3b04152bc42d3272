"""The reference names everything that the code has, and nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import get_args

import pytest
from lxml.html import fromstring

from crawler.cli import own_commands
from crawler.extensions import verdict
from crawler.items import FEEDS
from crawler.settings.table import TABLE
from crawler.spiders.arguments import BY_SPIDER
from docs.hooks import reference

PAGES = reference.pages()


def test_every_argument_and_setting_stands_in_the_reference_once() -> None:
    for argument in (a for known in BY_SPIDER.values() for a in known):
        [row] = [line for line in PAGES["reference/arguments.md"].splitlines() if f"| `{argument.name}` |" in line]
        assert argument.default in row
    for setting in TABLE:
        assert PAGES["reference/settings.md"].count(f"| `{setting.name}` |") == 1


def test_the_reference_shows_every_word_of_a_help_text() -> None:
    markdown = pytest.importorskip("markdown", reason="Python-Markdown comes with the extra docs").markdown
    told = {
        "reference/arguments.md": [a.help for known in BY_SPIDER.values() for a in known],
        "reference/settings.md": [setting.reason for setting in TABLE],
        "reference/fields.md": [text for cls in FEEDS.values() for text in reference.field_docs(cls).values()],
        "reference/reasons.md": [text for name in reference.VOCABULARIES for text in reference.WORDS[name].values()],
        "reference/counts.md": list(reference.WORDS["counts"].values()),
        "reference/exit-statuses.md": list(reference.exit_status_docs().values()),
    }
    assert any("<domain>" in text for text in told["reference/settings.md"])
    for path, texts in told.items():
        shown = " ".join(fromstring(markdown(PAGES[path], extensions=["tables"])).text_content().split())
        assert [text for text in map(_as_read, texts) if text not in shown] == [], path


def _as_read(text: str) -> str:
    """A text without the marks of code and links."""
    return " ".join(re.sub(r"\[([^]]+)\]\([^)]*\)", r"\1", text).replace("`", "").split())


def test_every_key_of_every_feed_is_described() -> None:
    for name, cls in FEEDS.items():
        section = PAGES["reference/fields.md"].partition(f"## {name}.jsonl\n")[2].partition("\n## ")[0]
        assert [line.split("`")[1] for line in section.splitlines() if line.startswith("| `")] == [
            f.name for f in fields(cls)
        ]


def test_every_fixed_word_has_a_meaning() -> None:
    for name, words in reference.VOCABULARIES.items():
        section = PAGES["reference/reasons.md"].partition(f"## {name}\n")[2].partition("\n## ")[0]
        assert [line.split("`")[1] for line in section.splitlines() if line.startswith("| `")] == list(get_args(words))


def test_a_word_without_a_meaning_fails_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    known = reference.WORDS["links.kind"]
    monkeypatch.setitem(reference.WORDS, "links.kind", {k: v for k, v in known.items() if k != "more"})
    with pytest.raises(reference.UndescribedError, match="more"):
        reference.reasons()


def test_a_meaning_of_a_word_that_is_gone_fails_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(reference.WORDS, "counts", {**reference.WORDS["counts"], "teapots": "Never."})
    with pytest.raises(reference.UndescribedError, match="teapots"):
        reference.statistics()


def test_a_field_without_a_docstring_fails_the_build() -> None:
    with pytest.raises(reference.UndescribedError, match="bare"):
        reference.field_docs(Undescribed)


@dataclass
class Undescribed:
    """A record with a field that nobody described."""

    described: str
    """It is described."""
    bare: str


def test_each_command_is_shown_with_its_options() -> None:
    text = PAGES["reference/commands.md"]
    assert [line[3:] for line in text.splitlines() if line.startswith("## ")] == list(own_commands())
    for option in ("--prune AGE", "--formats NAMES", "--url URL", "-a min_relevance="):
        assert option in text
    assert "--pidfile" not in text


def test_the_help_of_each_command_says_its_exit_statuses() -> None:
    for name in own_commands():
        assert "Exit status" in " ".join(reference.command_help(name).split()), name


def test_the_seven_exit_statuses_have_a_meaning_each() -> None:
    assert list(reference.exit_status_docs()) == list(verdict.MEANINGS) == list(range(7))
