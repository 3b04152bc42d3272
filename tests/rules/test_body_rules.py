"""data/body.toml: names of containers and phrases of notices, each proven on a sample that only it matches."""

from __future__ import annotations

from functools import partial

import pytest

from crawler.rules.body import FILE, NAMES, NOTICES, body_rules, build, notice_pattern
from crawler.rules.load import RuleError, read_data
from tests.rules.changed_file import with_table

changed = partial(with_table, FILE)


def test_the_file_loads_with_its_words_in_order() -> None:
    data = read_data(FILE)
    rules = body_rules()
    assert rules == build(data)
    for table in (*NAMES, NOTICES):
        assert getattr(rules, table) == tuple(data[table]["words"])


@pytest.mark.parametrize(
    ("words", "keeps", "fault"),
    [
        ({"teaser": "brainteaser"}, None, "'teaser' does not match its sample 'brainteaser'"),
        ({"kicker.": "kickers"}, None, "'kicker.' does not match its sample 'kickers'"),
        ({"^kicker": "article-kicker"}, None, "'\\^kicker' does not match its sample 'article-kicker'"),
        ({"=kicker": "kicker-text"}, None, "'=kicker' does not match its sample 'kicker-text'"),
        ({"Kicker": "kicker"}, None, "'Kicker' does not match its sample 'kicker'"),
        ({"teaser": "teaser-text", "teaser-text": "teaser-text"}, None, "'teaser-text' matches 'teaser-text' too"),
        ({"teaser": "teaser"}, ["teaserBox"], "'teaser' must not match 'teaserBox'"),
        ({"teaser": "teaser wide"}, None, "'teaser wide' is no class or id that is read"),
        ({"teaser": "page-teaser"}, None, "'page-teaser' is no class or id that is read"),
        ({"teaser": "teaser"}, ["md:teaser"], "'md:teaser' is no class or id that is read"),
        ({"teaser": "teaser"}, ["intro"], "keeps has no name that holds an entry for what begins a word"),
        ({"teaser.": "teaser"}, ["intro"], "keeps has no name that holds an entry for a whole word"),
        ({"^teaser": "teaser"}, ["intro"], "keeps has no name that holds an entry for what begins a class or id"),
        ({"=teaser": "teaser"}, ["intro"], "keeps has no name that holds an entry for a whole class or id"),
    ],
)
def test_a_name_that_does_not_prove_itself_does_not_load(words: dict[str, str], keeps: list[str], fault: str) -> None:
    with pytest.raises(RuleError, match=fault) as caught:
        build(changed("teaser", words, keeps))
    assert str(caught.value).startswith("body.toml: teaser: ")


@pytest.mark.parametrize(
    ("words", "keeps", "fault"),
    [
        ({"our app": "The app."}, None, "'our app' does not match its sample"),
        ({"our app": "Get OUR APP"}, ["Our apples are ripe."], "'our app' must not match 'Our apples are ripe.'"),
    ],
)
def test_a_notice_that_does_not_prove_itself_does_not_load(words: dict[str, str], keeps: list[str], fault: str) -> None:
    with pytest.raises(RuleError, match=fault) as caught:
        build(changed(NOTICES, words, keeps))
    assert str(caught.value).startswith("body.toml: notices: ")


def test_words_that_are_proven_already_are_not_tried_again() -> None:
    assert build(changed("teaser", {"teaser": "no sample of it"}), prove=False).teaser == ("teaser",)


def test_unknown_tables_are_errors() -> None:
    with pytest.raises(RuleError, match=r"body\.toml: unknown table asides"):
        build({**read_data(FILE), "asides": {}})


def test_phrases_are_found_whatever_stands_in_them() -> None:
    pattern = notice_pattern(("have a tip?", "have a word", "log in"))
    texts = ("well, have a tip?", "log in", "have a ti", "have")
    assert [bool(pattern.search(text)) for text in texts] == [True, True, False, False]
