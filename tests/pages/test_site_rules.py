"""Site rules on pages: each bundled rule is proved by a saved page, and speaks only while it holds."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.pages.article import Extraction, extract
from crawler.pages.explain.page import explain
from crawler.pages.site_rules import load_site_rules
from crawler.rules.load import RuleError
from crawler.rules.sites import bundled_site_rules
from tests.conftest import ROOT

SAVED = ROOT / "tests" / "saved_pages"
PROOFS = sorted(SAVED.glob("*/*.json"))


def read(proof: Path, fetched_at: datetime | None = None) -> Extraction:
    said = json.loads(proof.read_text(encoding="utf-8"))
    html = proof.with_suffix(".html").read_bytes()
    return extract(html, said["url"], fetched_at=fetched_at or datetime.fromisoformat(said["fetched_at"]))


def test_every_rule_has_a_saved_page() -> None:
    assert sorted(bundled_site_rules()) == sorted({proof.parent.name for proof in PROOFS})


@pytest.mark.parametrize("proof", PROOFS, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_a_saved_page_is_read_as_its_proof_says(proof: Path) -> None:
    said, found = json.loads(proof.read_text(encoding="utf-8")), read(proof)
    article, rule = found.article, bundled_site_rules()[proof.parent.name]
    assert article is not None
    assert {name: getattr(article, name) for name in said["fields"]} == said["fields"]
    assert article.text.startswith(said["text_begins"])
    assert article.text.endswith(said["text_ends"])
    assert [link.url for block in found.links if block.kind == "related" for link in block.links] == said["related"]
    spoken = {*rule.select, *(["text"] if rule.text else []), *(["block"] if rule.blocks else [])}
    assert set(found.site_rule.spoke) == spoken
    assert {name for name, p in article.provenance.items() if p and p.source == "site-rule"} == spoken - {"block"}


def test_a_rule_that_has_run_out_stays_silent_and_explain_says_so() -> None:
    proof = SAVED / "gridweekly.example" / "battery-passport-common-format.json"
    last = bundled_site_rules()["gridweekly.example"].valid_until
    found = read(proof, datetime(last.year, last.month, last.day, tzinfo=UTC) + timedelta(days=1))
    assert found.article is not None
    assert not any(p and p.source == "site-rule" for p in found.article.provenance.values())
    assert "it was not applied" in str(explain(found).site_rule)


def test_explain_says_what_a_rule_decided() -> None:
    proof = SAVED / "gridweekly.example" / "battery-passport-common-format.json"
    assert "decided text, block, authors, publisher" in str(explain(read(proof)).site_rule)


def test_a_rule_that_finds_nothing_leaves_the_general_reading() -> None:
    page = "<h1>The ferry is back</h1>" + "<p>The ferry returned to the upper lake on Monday after nine weeks.</p>" * 3
    found = extract(page, "https://gridweekly.example/2024/01/ferry", fetched_at=datetime(2024, 1, 2, tzinfo=UTC))
    assert found.article is not None
    assert found.article.text.startswith("The ferry returned")
    assert "found nothing: has the site changed?" in str(found.site_rule.summary)


def test_a_selector_that_is_none_is_named(tmp_path: Path) -> None:
    rule = (ROOT / "crawler/rules/data/sites/gridweekly.example.toml").read_text(encoding="utf-8")
    (tmp_path / "gridweekly.example.toml").write_text(rule.replace(".entry-related", "p["), encoding="utf-8")
    with pytest.raises(RuleError, match=r"'p\[' is no CSS selector"):
        load_site_rules(tmp_path)


def test_a_rule_under_a_host_that_would_never_be_asked_is_refused(tmp_path: Path) -> None:
    rule = (ROOT / "crawler/rules/data/sites/gridweekly.example.toml").read_text(encoding="utf-8")
    own = rule.replace('"gridweekly.example"', '"www.gridweekly.example"')
    (tmp_path / "www.gridweekly.example.toml").write_text(own, encoding="utf-8")
    with pytest.raises(RuleError, match=r"must be the registrable domain, gridweekly\.example"):
        load_site_rules(tmp_path)


def test_a_users_rule_stands_above_the_projects(tmp_path: Path) -> None:
    rule = (ROOT / "crawler/rules/data/sites/gridweekly.example.toml").read_text(encoding="utf-8")
    (tmp_path / "gridweekly.example.toml").write_text(rule.replace(".author", ".writer"), encoding="utf-8")
    assert load_site_rules(tmp_path)["gridweekly.example"].select["authors"] == ".entry-meta .writer::text"


def with_block(tmp_path: Path, html: str, in_story: str = "") -> Extraction:
    """A page of a site whose rule names one list; html: behind the story."""
    head = 'domain = "harbour.example"\nwhy = "a list without a heading"\n'
    days = "valid_from = 2026-01-01\nvalid_until = 2027-01-01\n"
    block = '[[block]]\ncontainer = "div.also"\nkind = "related"\n'
    (tmp_path / "harbour.example.toml").write_text(head + days + block)
    story = "<p>The ferry returned to the upper lake on Monday after nine weeks.</p>" * 3 + in_story
    page = f"<article><h1>The ferry is back</h1>{story}</article>{html}<p><a href='/about'>About</a></p>"
    fetched_at = datetime(2026, 5, 1, tzinfo=UTC)
    return extract(page, "https://harbour.example/ferry", fetched_at=fetched_at, site_rules=load_site_rules(tmp_path))


def test_a_list_that_a_rule_names_is_one_whatever_its_links_look_like(tmp_path: Path) -> None:
    found = with_block(
        tmp_path,
        '<div class="also"><a href="/bridge">Bridge</a> <a href="/bridge">Bridge reopens</a>'
        '<a href="/quay#top">Quay</a>'
        '<a href="/ferry">The ferry is back</a> <a href="/pictures"><img src="a.png"></a></div>',
    )
    [block] = found.links
    assert (block.kind, block.position) == ("related", 1.0)
    assert [(link.url.rpartition("/")[2], link.title, link.rank) for link in block.links] == [
        ("bridge", "Bridge reopens", 1),
        ("quay#top", "Quay", 2),
    ]
    assert found.site_rule.spoke == ["block"]


def test_a_link_in_a_sentence_that_a_rule_calls_a_list_is_offered_once(tmp_path: Path) -> None:
    said = "<p>They told <a href='/news/2026/03/04/the-port-was-closed.html'>this paper</a> of it in a long talk.</p>"
    crew = "<a href='/news/2026/03/05/the-story-of-the-crew.html'>their own story</a>"
    found = with_block(
        tmp_path, "", f"{said}<div class='also'>The crew, who told {crew} in March, wanted more pay.</div>"
    )
    assert [(b.kind, [(link.url[-11:-5], link.rank) for link in b.links]) for b in found.links] == [
        ("inline", [("closed", 1)]),
        ("related", [("e-crew", 1)]),
    ]


def test_a_named_list_without_links_says_nothing(tmp_path: Path) -> None:
    found = with_block(tmp_path, '<div class="also">No more news.</div>')
    assert (found.links, found.site_rule.spoke) == ([], [])
