"""The words of related.toml: a word without its proof does not load; headings mean what they say."""

from __future__ import annotations

from typing import Any

import pytest

from crawler.rules.load import RuleError, read_data
from crawler.rules.related import FILE, build, container_kind, heading_kind, is_label, related_rules


def test_the_rules_load_and_speak_twenty_languages() -> None:
    assert related_rules() == build(read_data(FILE))
    languages = {e["language"] for e in read_data(FILE)["heading"] if e["kind"] == "related"}
    assert len(languages) >= 20


def rules(**changes: Any) -> dict[str, Any]:
    entry: dict[str, Any] = {"language": "en", "kind": "related", "place": "any", "words": {"see also": "See also: x"}}
    entry.update(changes)
    return {"heading": [{k: v for k, v in entry.items() if v is not None}], "container": [], "address": []}


def test_a_proven_word_loads() -> None:
    assert build(rules()).heading("SEE ALSO") == "related"


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"words": {"see also": "Something else"}}, "does not match its sample"),
        ({"words": {"see also": ""}}, "has no sample"),
        ({"words": {}}, "words must be a table"),
        ({"kind": "similar"}, "kind must be one of sponsored, none, related, more, not 'similar'"),
        ({"place": "middle"}, "place must be one of whole, start, any, not 'middle'"),
        ({"language": None}, "keys must be"),
        ({"note": "x"}, "keys must be"),
        ({"place": "whole"}, "does not match its sample"),
    ],
)
def test_a_faulty_entry_names_file_and_place(changes: dict[str, Any], fault: str) -> None:
    with pytest.raises(RuleError, match=fault) as caught:
        build(rules(**changes))
    assert str(caught.value).startswith("related.toml: heading 1")


def test_a_sample_that_another_entry_takes_is_an_error() -> None:
    data = rules()
    data["heading"].append({"language": "en", "kind": "more", "place": "any", "words": {"also": "See also: x"}})
    with pytest.raises(RuleError, match="another kind"):
        build(data)


def test_unknown_tables_are_errors() -> None:
    with pytest.raises(RuleError, match="unknown table"):
        build({**rules(), "headings": []})


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("■関連記事", "related"),
        ("相關新聞：", "related"),
        ("MORE ON: FLOODS", "related"),
        ("More from Politics", "more"),
        ("More stories like this one", "related"),
        ("Ｒｅｌａｔｅｄ", "related"),
        ("Related topics", "none"),
        ("Related products", "sponsored"),
        ("热门推荐", "more"),
        ("猜你喜欢", "related"),
        ("A day at the pier", None),
        ("", None),
    ],
)
def test_headings(text: str, kind: str | None) -> None:
    assert heading_kind(text) == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("ΣΧΕΤΙΚΑ ΑΡΘΡΑ", "related"),
        ("ΔΗΜΟΦΙΛΗ", "more"),
        ("LO MAS LEIDO", "more"),
        ("SUR LE MEME SUJET", "related"),
        ("Stiri similare", "related"),
        ("Zobacz takze", "related"),
        ("Cok okunanlar", "more"),
        ("Læs ogsa", "related"),
        ("Tin lien quan", "related"),
    ],
)
def test_headings_without_their_accents_mean_the_same(text: str, kind: str) -> None:
    assert heading_kind(text) == kind


@pytest.mark.parametrize(
    "text", ["관련 기사", "おすすめ記事", "ข่าวที่เกี่ยวข้อง", "संबंधित खबरें", "مقالات ذات صلة", "Похожие статьи"]
)
def test_marks_that_make_another_letter_stay(text: str) -> None:
    assert heading_kind(text) == "related"


@pytest.mark.parametrize(
    "text",
    [
        "More from this category",
        "Aus dieser Rubrik",
        "Dans la même catégorie",
        "Z tej samej kategorii",
        "В этой рубрике",
        "本栏目文章",
    ],
)
def test_what_a_page_offers_from_its_own_category_is_for_everyone(text: str) -> None:
    assert heading_kind(text) == "more"


def test_a_label_is_little_more_than_known_words() -> None:
    assert is_label("Read more »")
    assert not is_label("Related parties win the vote in the north")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("relatedPosts grid", "related"),
        ("RecircMostPopularWrapper-x1", "more"),
        ("taboola-below-article", "sponsored"),
        ("main-nav", "none"),
        ("col-right", "aside"),
        ("col-md-8 story", None),
        ("flex relative pr-8", None),
    ],
)
def test_containers(name: str, kind: str | None) -> None:
    assert container_kind(name) == kind
