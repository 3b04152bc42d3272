"""Bodies as their Content-Encoding has them, or has them not."""

from __future__ import annotations

import contextlib
import gzip
import resource
import time
import zlib

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st
from scrapy import Request
from scrapy.http import HtmlResponse, Response
from scrapy.utils.test import get_crawler

from crawler.middlewares.decoding import Decoding
from crawler.middlewares.given_up import Refused

HTML = b"<!DOCTYPE html><html><head><title>Tide</title></head><body>Harbour</body></html>"
LIMIT = 1_000_000
PACK = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress, "zstd": zstandard.compress}


def decode(body: bytes, coding: str | bytes) -> Response:
    """What becomes of a body under a Content-Encoding."""
    crawler = get_crawler(settings_dict={"DOWNLOAD_MAXSIZE": LIMIT})
    request = Request("https://news.example/")
    headers = {"Content-Encoding": coding, "Content-Type": "text/html"}
    found = Decoding(crawler=crawler).process_response(request, HtmlResponse(request.url, headers=headers, body=body))
    assert isinstance(found, Response)
    return found


@pytest.mark.parametrize("coding", PACK)
def test_an_honest_body_is_unpacked(coding: str) -> None:
    found = decode(PACK[coding](HTML), coding)
    assert found.body == HTML
    assert "Content-Encoding" not in found.headers


def test_codings_on_top_of_one_another_are_undone_in_turn() -> None:
    assert decode(brotli.compress(gzip.compress(HTML)), "gzip, br").body == HTML


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd", "deflate", "x-gzip", "identity", "gzip, identity"])
def test_a_plain_page_called_packed_is_read_as_it_came(coding: str) -> None:
    assert decode(HTML, coding).body == HTML


@pytest.mark.parametrize("coding", PACK)
def test_a_bomb_is_cut_off_while_it_grows(coding: str) -> None:
    zeros = b"\0" * 64_000_000
    bomb = brotli.compress(zeros, quality=1) if coding == "br" else PACK[coding](zeros)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    with pytest.raises(Refused) as refused:
        decode(bomb, coding)
    assert refused.value.reason == "too-large"
    assert time.process_time() - start < 3
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64_000


def test_many_codings_are_not_undone() -> None:
    with pytest.raises(Refused) as refused:
        decode(b"x", ", ".join(["gzip"] * 400))
    assert refused.value.reason == "encoding"


@given(st.binary(max_size=300), st.sampled_from([*PACK, "x", "gzip, br", ",,", "gzip;q=1"]), st.booleans())
def test_no_body_raises_anything_else(body: bytes, coding: str, magic: bool) -> None:
    start = {"gzip": b"\x1f\x8b\x08\0", "zstd": b"\x28\xb5\x2f\xfd"}.get(coding, b"") if magic else b""
    with contextlib.suppress(Refused):
        decode(start + body, coding)
