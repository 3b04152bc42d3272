"""The alerts that operators start from go by metrics that a crawl writes, with labels and values that these have."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from tests.conftest import ROOT, SAMPLE, Scrapy
from tests.docs.blocks import blocks

RULES = ROOT / "docs" / "deploy" / "alerts.yml"
SELECTOR = re.compile(r"(related_news_\w+)(?:\{(\w+)(=~?)\"([^\"]+)\"\})?")
_TOKENS = re.compile(
    r"\s+|related_news_\w+(?:\{\w+=~?\"[^\"]+\"\})?|\d+(?:\.\d+)?|\[1d\]|==|[><()*+-]|sum by \(instance\)"
    r"|time(?=\(\))|max_over_time(?=\()|and\b"
)
"""All that the expressions are made of: enough of PromQL to notice a slip."""


def rules(text: str) -> list[dict[str, Any]]:
    """The rules of all groups of a rules file."""
    document = yaml.safe_load(text)
    assert list(document) == ["groups"]
    return [rule for group in document["groups"] for rule in group["rules"]]


@pytest.fixture(scope="module")
def written(shared_scrapy: Scrapy, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, set[str]]]:
    """Metric that a crawl wrote -> label -> its values."""
    file = tmp_path_factory.mktemp("metrics") / "related.prom"
    settings = (f"RELATED_REPLAY={SAMPLE / 'web.warc.gz'}", f"RELATED_METRICS_FILE={file}")
    given = [word for setting in settings for word in ("-s", setting)]
    run = shared_scrapy("crawl", "related", "-a", f"urls_file={SAMPLE / 'seeds.txt'}", "-a", "depth=0", *given)
    assert run.status == 0, run.err
    found: dict[str, dict[str, set[str]]] = {}
    for family in text_string_to_metric_families(file.read_text(encoding="utf-8")):
        for sample in family.samples:
            labels = found.setdefault(sample.name, defaultdict(set))
            for name, value in sample.labels.items():
                labels[name].add(value)
    return found


def test_every_alert_goes_by_what_a_crawl_writes(written: dict[str, dict[str, set[str]]]) -> None:
    for rule in rules(RULES.read_text(encoding="utf-8")):
        selectors = SELECTOR.findall(rule["expr"])
        assert selectors, rule
        for metric, label, _, values in selectors:
            assert metric in written, rule["alert"]
            if label and metric == "related_news_answers":  # whatever sites send
                assert re.fullmatch(r"[1-5]\d\d(\|[1-5]\d\d)*", values)
            elif label:
                assert set(values.split("|")) <= written[metric][label], rule["alert"]


def test_every_alert_is_whole_and_says_what_to_look_at() -> None:
    found = rules(RULES.read_text(encoding="utf-8"))
    names = [rule["alert"] for rule in found]
    assert len(set(names)) == len(names) > 5
    for rule in found:
        assert set(rule) - {"for"} == {"alert", "expr", "labels", "annotations"}
        assert rule["labels"]["severity"] in ("page", "warn")
        assert rule["annotations"]["summary"].endswith((".", "?"))
        assert _TOKENS.sub("", rule["expr"]) == "", f"{rule['alert']}: not understood"
        assert rule["expr"].count("(") == rule["expr"].count(")")


def test_every_exit_status_but_usage_and_a_stop_has_an_alert() -> None:
    expressions = " ".join(rule["expr"] for rule in rules(RULES.read_text(encoding="utf-8")))
    assert set(re.findall(r"exit_status == (\d)", expressions)) == set("1346")


def test_the_alerts_of_the_page_are_those_of_the_file() -> None:
    page = Path(ROOT / "docs" / "operating.md")
    [shown] = [block.code for block in blocks(page) if block.language == "yaml"]
    of_file = rules(RULES.read_text(encoding="utf-8"))
    assert rules(shown)
    assert all(rule in of_file for rule in rules(shown))
