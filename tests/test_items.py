"""The records' forms: what the schema promises, and what a line holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jsonschema import Draft202012Validator

from crawler.items import FEEDS, Article, Crawl, Link, Provenance, Removed, from_row, row
from crawler.items.schema import schema
from tests.conftest import ROOT

ARTICLE_KEYS = """
    id url requested_url canonical_url site type title description text language authors editors publisher source
    place section keywords image date_published date_modified date_published_raw date_precision
    is_accessible_for_free pages cluster_id text_hash removed provenance version previous_text_hash rights crawl
    published_utc declared_url aliases relevance entries schema_version
""".split()  # noqa: SIM905 - a list of names reads better in words


def test_an_article_has_the_keys_of_the_contract_in_their_order() -> None:
    assert list(row(Article())) == ARTICLE_KEYS


def test_every_record_fits_its_own_schema() -> None:
    for name, cls in FEEDS.items():
        Draft202012Validator.check_schema(schema(cls))
        errors = list(Draft202012Validator(schema(cls)).iter_errors(row(cls())))
        assert errors == [], name


def test_the_schema_refuses_what_the_contract_does_not_name() -> None:
    validator = Draft202012Validator(schema(Link))
    good = row(Link())
    assert validator.is_valid(good)
    assert not validator.is_valid({**good, "kind": "advert"})
    assert not validator.is_valid({**good, "reason": "because"})
    assert not validator.is_valid({**good, "extra": 1})
    assert not validator.is_valid({k: v for k, v in good.items() if k != "rank"})


def test_the_schema_says_what_every_key_holds_those_of_nested_records_too() -> None:
    described = {f"{name}.{path}": text for name, cls in FEEDS.items() for path, text in descriptions(schema(cls))}
    assert [path for path, text in described.items() if not text] == []
    assert described["articles.crawl.depth"] == "Hops along followed links; 0 for a seed."
    assert described["articles.removed.rule"] == "Id of the rule that cut it, or `site-repeat`."


def descriptions(node: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The path and description of each property, nested ones too."""
    for name, below in node.get("properties", {}).items():
        yield name, below.get("description", "")
        inner = [below, below.get("items", {}), below.get("additionalProperties") or {}, *below.get("anyOf", [])]
        yield from ((f"{name}.{path}", text) for found in inner for path, text in descriptions(found))


def test_nested_records_become_plain_mappings() -> None:
    article = Article(
        removed=[Removed("zh-editor", "(責編:王震)", 12)],
        provenance={"title": Provenance("json-ld", "A title")},
        crawl=Crawl(run_id="r", depth=2),
    )
    line = row(article)
    assert line["removed"] == [{"rule": "zh-editor", "text": "(責編:王震)", "at": 12}]
    assert line["provenance"] == {"title": {"source": "json-ld", "raw": "A title"}}
    assert line["crawl"]["depth"] == 2


def test_every_field_says_what_it_holds() -> None:
    import ast

    for path in (ROOT / "crawler/items").glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for cls in (n for n in tree.body if isinstance(n, ast.ClassDef)):
            for field, after in zip(cls.body, [*cls.body[1:], None], strict=True):
                if isinstance(field, ast.AnnAssign):
                    documented = isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
                    assert documented, f"{path.name}: {cls.name}.{ast.unparse(field.target)}"


def test_a_record_survives_being_a_row() -> None:
    article = Article(removed=[Removed("r", "x", 1)], provenance={"title": Provenance("meta", "T")}, crawl=Crawl("run"))
    assert from_row(Article, row(article)) == article
