"""Settings of the bounds: a wrong one is one line that names it, and nothing is fetched."""

from __future__ import annotations

import pytest

from tests.conftest import Scrapy


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("RELATED_ALLOW_PRIVATE", "10.0.0.0/99"),
        ("RELATED_ALLOW_PRIVATE", "http://intranet.example/"),
        ("RELATED_OBEY_RIGHTS", "perhaps"),
        ("RELATED_WAIT_LIMIT", "-1"),
        ("RELATED_PAGE_SECONDS", "soon"),
        ("RELATED_SITE_HOSTS", "0"),
    ],
)
def test_a_wrong_value_is_a_usage_error(scrapy: Scrapy, name: str, value: str) -> None:
    run = scrapy("crawl", "related", "-a", "url=http://127.0.0.1:9/", "-s", f"{name}={value}")
    assert run.status == 2
    assert run.err.count("\n") == 1
    assert f"setting {name}: {value!r} is not allowed" in run.err.replace(f"{name}: '", f"{name}: '")
    assert not run.folder.exists()
