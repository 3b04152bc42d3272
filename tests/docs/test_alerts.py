"""The alerts that the documentation shows go by metrics that a crawl writes."""

from __future__ import annotations

import re

import yaml

from tests.conftest import ROOT
from tests.docs.blocks import blocks


def test_the_alerts_name_metrics_that_there_are() -> None:
    page = ROOT / "docs" / "operating.md"
    [alerts] = [block.code for block in blocks(page) if block.language == "yaml"]
    rules = yaml.safe_load(alerts)["groups"][0]["rules"]
    named = {name for rule in rules for name in re.findall(r"related_news_\w+", rule["expr"])}
    written = set(re.findall(r"^\| `(related_news_\w+)` \|", page.read_text(encoding="utf-8"), re.M))
    assert named
    assert named <= written, "the table of metrics is held to the code by tests/extensions/test_metrics.py"
