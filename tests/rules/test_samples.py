"""Tables of words that stand beside samples: a word loads only with its proof, and only if no other does its work."""

from __future__ import annotations

from typing import Any

import pytest

from crawler.rules.load import RuleError
from crawler.rules.samples import prove_table, word_table


def holds(word: str, sample: str) -> bool:
    """How words match in these tests: they stand in the sample."""
    return word in sample


def prove(words: Any, keeps: Any = ("calm",)) -> None:
    data = {"live": {"words": words, "keeps": list(keeps) if isinstance(keeps, tuple) else keeps}}
    prove_table("x.toml: live", word_table(data, "x.toml", "live"), holds)


def test_words_that_match_their_samples_alone_load() -> None:
    prove({"ticker": "a live ticker", "blog": "the blog"})


@pytest.mark.parametrize(
    ("words", "keeps", "fault"),
    [
        ({}, ("calm",), "words must be a table of word = sample"),
        (["ticker"], ("calm",), "words must be a table of word = sample"),
        ({" ": "a ticker"}, ("calm",), "a word without letters"),
        ({"ticker": ""}, ("calm",), "'ticker' has no sample"),
        ({"ticker": ["a ticker"]}, ("calm",), "'ticker' has no sample"),
        ({"ticker": "a ticker"}, (), "keeps must name something that no word may match"),
        ({"ticker": "a ticker"}, "calm", "keeps must be a list of strings"),
        ({"ticker": "a blog"}, ("calm",), "'ticker' does not match its sample 'a blog'"),
        (
            {"ticker": "a live ticker", "live": "it is live"},
            ("calm",),
            "'live' matches 'a live ticker' too, the sample of 'ticker'",
        ),
        ({"ticker": "a ticker"}, ("calm", "stickers"), "'ticker' must not match 'stickers'"),
    ],
)
def test_a_faulty_table_names_file_table_and_word(words: Any, keeps: Any, fault: str) -> None:
    with pytest.raises(RuleError, match=fault) as caught:
        prove(words, keeps)
    assert str(caught.value).startswith("x.toml: live: ")


@pytest.mark.parametrize(
    "table", [None, ["ticker"], {"words": {"a": "a"}}, {"words": {"a": "a"}, "keeps": ["b"], "x": 1}]
)
def test_a_table_has_words_and_keeps_and_nothing_else(table: Any) -> None:
    with pytest.raises(RuleError, match=r"x\.toml: live must be a table of keeps and words"):
        word_table({"live": table}, "x.toml", "live")
