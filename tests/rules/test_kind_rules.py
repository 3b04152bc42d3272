"""data/kinds.toml: words of live blogs, list pages and next pages, each proven on a sample that only it matches."""

from __future__ import annotations

from functools import partial

import pytest

from crawler.rules.kinds import FILE, build, kind_rules, link_label, live_pattern, schema_type, spaced
from crawler.rules.load import RuleError, read_data
from tests.rules.changed_file import with_table

changed = partial(with_table, FILE)


def test_the_file_loads() -> None:
    data = read_data(FILE)
    rules = kind_rules()
    assert rules == build(data)
    assert rules.live == tuple(data["live"]["words"])
    assert rules.lists == set(data["lists"]["words"])
    assert rules.next_page == set(data["next_page"]["words"])


@pytest.mark.parametrize(
    ("table", "words", "keeps", "fault"),
    [
        ("live", {"liveblog": "liveblogging"}, None, "'liveblog' does not match its sample"),
        ("live", {"live blog": "an olive blog"}, None, "'live blog' does not match its sample"),
        ("live", {"live blog": "Live blog", "live-blog": "live blog"}, None, "'live-blog' matches 'Live blog' too"),
        ("live", {"live blog": "Live blog"}, ["/live_blog/x"], "'live blog' must not match '/live_blog/x'"),
        ("lists", {"aboutpage": "https://schema.org/AboutPages"}, None, "'aboutpage' does not match its sample"),
        ("lists", {"aboutpage": "AboutPage"}, ["x/aboutPage"], "'aboutpage' must not match 'x/aboutPage'"),
        ("next_page", {"next": "Next story"}, None, "'next' does not match its sample 'Next story'"),
        ("next_page", {"Next": "Next"}, None, "'Next' does not match its sample 'Next'"),
        ("next_page", {"next": "next"}, ["[Next] →"], "'next' must not match '\\[Next\\] →'"),
    ],
)
def test_a_word_that_does_not_prove_itself_does_not_load(
    table: str, words: dict[str, str], keeps: list[str] | None, fault: str
) -> None:
    with pytest.raises(RuleError, match=fault) as caught:
        build(changed(table, words, keeps))
    assert str(caught.value).startswith(f"kinds.toml: {table}: ")


def test_words_that_are_proven_already_are_not_tried_again() -> None:
    assert build(changed("live", {"liveblog": "no sample of it"}), prove=False).live == ("liveblog",)


def test_unknown_tables_are_errors() -> None:
    with pytest.raises(RuleError, match=r"kinds\.toml: unknown table dead"):
        build({**read_data(FILE), "dead": {}})


def test_words_of_live_blogs_are_whole_words_however_they_are_joined() -> None:
    live = live_pattern(("live-blog", "実況"))
    assert [
        bool(live.search(spaced(text))) for text in ("/Live_Blog/1", "实/実況中", "live.blog: x", "x2 live  blog")
    ] == [True] * 4
    assert [bool(live.search(spaced(text))) for text in ("alive blog", "live blogs", "liveblog")] == [False] * 3


def test_types_and_labels_are_compared_without_what_surrounds_them() -> None:
    assert schema_type("http://schema.org/AboutPage") == schema_type("aboutpage") == "aboutpage"
    assert link_label("【下一页】") == "下一页"
    assert link_label(" Next\n page ›› ") == "next page"
