"""What sites say about use, and what speaks against it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.items import Rights
from crawler.middlewares.rights import policy_for, read_policy, reservation

BOT = "related-news-crawler"


@pytest.mark.parametrize(
    "rights",
    [
        Rights(meta="noindex"),
        Rights(meta="index, NOAI, follow"),
        Rights(meta="none"),
        Rights(header="noindex, nofollow"),
        Rights(header="max-snippet: 50, noindex"),
        Rights(header=f"{BOT}: noindex"),
        Rights(tdm="1"),
        Rights(tdm="1, https://news.example/policy.json"),
    ],
)
def test_reservations(rights: Rights) -> None:
    assert reservation(rights, BOT) is not None


@pytest.mark.parametrize(
    "rights",
    [
        Rights(),
        Rights(meta="index, follow, max-image-preview:large", header="all", tdm="0", robots="allow"),
        Rights(meta="nofollow"),
        Rights(meta="noimageindex, noarchive"),
        Rights(header="otherbot: noindex, nofollow"),
        Rights(meta="nonesuch"),
    ],
)
def test_no_reservations(rights: Rights) -> None:
    assert reservation(rights, BOT) is None


def test_a_policy_file_reserves_paths() -> None:
    entries = read_policy(
        json.dumps(
            [
                {"location": "/free/*", "tdm-reservation": 0},
                {"location": "/*.pdf$", "tdm-reservation": 1},
                {"location": "/news", "tdm-reservation": 1},
                "nonsense",
            ]
        ).encode()
    )
    assert policy_for("/free/news/1", entries) == "0"
    assert policy_for("/a.pdf", entries) == "1"
    assert policy_for("/a.pdf.html", entries) is None
    assert policy_for("/news/1", entries) == "1"


@given(st.binary(max_size=200))
def test_no_policy_raises(body: bytes) -> None:
    policy_for("/x", read_policy(body))


def test_a_policy_nested_deeply_is_none() -> None:
    assert read_policy(b"[" * 100_000) == []
