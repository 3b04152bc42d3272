"""What README and docs list in prose is what there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from crawler.items import FEEDS
from crawler.rules.sites import FIELDS
from tests.conftest import ROOT
from tests.docs.blocks import PAGES

README = (ROOT / "README.md").read_text(encoding="utf-8")
ADD_A_RULE = (ROOT / "docs" / "how-to" / "add-a-rule.md").read_text(encoding="utf-8")


def test_the_readme_names_every_key_of_every_feed_in_its_order() -> None:
    said = dict(re.findall(r"^- \*\*(\w+)\.jsonl\*\*[^`]*`([^`]+)`", README, re.M))
    assert {feed: keys.split() for feed, keys in said.items()} == {
        feed: list(record.__dataclass_fields__) for feed, record in FEEDS.items()
    }


def test_the_page_on_rules_names_every_field_that_a_site_rule_selects() -> None:
    said = ADD_A_RULE.partition("`[select]` takes CSS selectors for ")[2].partition(";")[0]
    assert set(re.findall(r"`(\w+)`", said)) == {"text", *FIELDS}


@pytest.mark.parametrize(
    "page", [page for page in PAGES if "reference/" in page.read_text(encoding="utf-8")], ids=lambda page: page.name
)
def test_a_page_that_links_to_the_reference_says_what_makes_it(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    first = text.index("reference/")
    assert "make docs" in text[max(first - 300, 0) : first + 600], "a link that leads nowhere in a checkout"
