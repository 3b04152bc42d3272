"""Anything at all into the doors that the web reaches: no crash, no hang, output that keeps its form.

Runs with hypothesis everywhere; `python -m tests.fuzz.atheris_run` runs the same functions under atheris for a minute
where it is installed.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.fuzz.targets import TARGETS, canonical_keeps_its_laws, extract_gives_valid_records, warc_is_read_to_its_end

_TAGS = [
    "html",
    "head",
    "body",
    "article",
    "div",
    "p",
    "h1",
    "h2",
    "ul",
    "li",
    "a",
    "img",
    "table",
    "tr",
    "td",
    "script",
]
_TAGS += ["style", "title", "meta", "time", "svg", "span", "b", "section"]
_ATTRIBUTES = [
    "href",
    "src",
    "class",
    "id",
    "content",
    "name",
    "property",
    "datetime",
    "itemprop",
    "type",
    "rel",
    "style",
]
_ODD = ["Harbour", "By Ann Clarke", "2024-05-03", "3 May 2024", "来源：新华社", "记者 王小明", "相关阅读", "Related"]
_ODD += ["责任编辑：李", "{", "[", "application/ld+json", '{"@type":"NewsArticle","headline":7}', "utf-8", "og:title"]
_ODD += ["http://[", "//x", "\x00", "\ud800", "\u202e", "<!--", "]]>", "&#xD800;", "99999999999999999999", "0000-00-00"]
_ODD += ["2024-13-45T99:99:99Z", " " * 200]
_WORDS = st.sampled_from(_ODD)
_TEXT = st.one_of(_WORDS, st.text(max_size=40))


@st.composite
def _pages(draw: st.DrawFn) -> bytes:
    """Something like a page: tags opened and closed at random, in some encoding."""
    parts = []
    for _ in range(draw(st.integers(0, 40))):
        tag = draw(st.sampled_from(_TAGS))
        kind = draw(st.integers(0, 3))
        if kind == 0:
            named = "".join(
                f' {draw(st.sampled_from(_ATTRIBUTES))}="{draw(_TEXT)}"' for _ in range(draw(st.integers(0, 3)))
            )
            parts.append(f"<{tag}{named}>")
        elif kind == 1:
            parts.append(f"</{tag}>")
        else:
            parts.append(draw(_TEXT))
    encoding = draw(st.sampled_from(["utf-8", "gb18030", "utf-16", "big5", "latin-1"]))
    return "".join(parts).encode(encoding, "replace" if encoding != "utf-8" else "surrogatepass")


_MANY = settings(max_examples=150, deadline=30_000, suppress_health_check=[HealthCheck.too_slow], derandomize=True)


@_MANY
@given(_pages())
@example(b"")
@example(b"<" * 1000)
@example(b"<script type=application/ld+json>" + b"[" * 10_000)
def test_any_page_gives_valid_records(data: bytes) -> None:
    extract_gives_valid_records(data)


@settings(max_examples=60, deadline=30_000, derandomize=True)
@given(st.binary(max_size=400))
def test_any_bytes_give_valid_records(data: bytes) -> None:
    extract_gives_valid_records(data)


@settings(max_examples=300, deadline=30_000, derandomize=True)
@given(
    st.binary(max_size=120),
    st.sampled_from([b"", b"http://", b"https://news.example/", b"//", b"http://[", b"HTTP://a:b@"]),
)
def test_any_url_keeps_the_laws(data: bytes, start: bytes) -> None:
    canonical_keeps_its_laws(start + data)


_RECORD = (
    b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/\r\nWARC-Date: 2024-05-03T00:00:00Z\r\n"
)
_HEADS = [
    b"",
    _RECORD,
    _RECORD + b"Content-Length: 30\r\n\r\nHTTP/1.1 200 OK\r\n\r\n<p>x</p>\r\n\r\n",
    b"\x1f\x8b\x08\0",
    b"PK\x03\x04",
]


@settings(max_examples=150, deadline=30_000, derandomize=True)
@given(st.lists(st.sampled_from(_HEADS) | st.binary(max_size=80), max_size=6).map(b"".join), st.booleans())
def test_any_archive_is_read_to_its_end(data: bytes, packed: bool) -> None:
    warc_is_read_to_its_end(data, packed)


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.__name__)
def test_targets_take_bytes(target: object) -> None:
    for data in (b"", b"\0" * 100, bytes(range(256))):
        target(data)  # type: ignore[operator]
