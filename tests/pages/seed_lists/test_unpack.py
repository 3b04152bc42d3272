"""Lists that come packed, or cut off."""

from __future__ import annotations

import gzip

import pytest

from tests.pages.seed_lists.lists import SITEMAP, urls


def test_a_gzipped_sitemap_is_unpacked() -> None:
    assert urls(gzip.compress(SITEMAP.encode())) == ("https://news.example/s",)


LONG = "<urlset>" + "".join(f"<url><loc>https://news.example/{n}</loc></url>" for n in range(4000)) + "</urlset>"


def test_gzip_of_several_members_or_packed_twice_is_whole() -> None:
    data = LONG.encode()
    parts = b"".join(gzip.compress(data[n : n + 9999]) for n in range(0, len(data), 9999))
    for packed in (parts, gzip.compress(gzip.compress(data)), gzip.compress(data) + b"\0" * 512):
        assert len(urls(packed)) == 4000


@pytest.mark.parametrize("size", [3000, 60_000, 70_001])
def test_of_a_list_that_is_cut_off_no_address_is_half(size: int) -> None:
    whole = set(urls(LONG))
    assert set(urls(LONG[:size])) < whole
    packed = gzip.compress(LONG.encode())
    assert set(urls(packed[: len(packed) * size // len(LONG)])) < whole
