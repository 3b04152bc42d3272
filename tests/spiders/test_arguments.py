"""Arguments: what is read, and the one line that a wrong one gets."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from crawler.spiders.arguments import ArgumentError, own_arguments, read_arguments

URL = "https://news.example/a"


def test_defaults_are_filled_in() -> None:
    values = read_arguments("related", {"url": URL})
    assert values["url"] == (URL,)
    assert (values["depth"], values["max_articles"], values["follow"]) == (2, 200, ("related",))
    assert (values["scope"], values["min_relevance"]) == ("any", 0.0)


def test_urls_are_separated_by_commas_and_may_hold_them() -> None:
    values = read_arguments("related", {"url": f"{URL}?p=1,2,http://other.example/b"})
    assert values["url"] == (f"{URL}?p=1,2", "http://other.example/b")


def test_a_file_gives_a_url_a_line(tmp_path: Path) -> None:
    file = tmp_path / "urls.txt"
    file.write_text(f"\ufeff# seeds\n{URL}\n\n  {URL}2  \n{URL}\n", encoding="utf-8")
    assert read_arguments("related", {"urls_file": str(file)})["urls_file"] == (URL, URL + "2")


def test_a_dash_reads_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"\xef\xbb\xbf" + URL.encode() + b"\n")))
    assert read_arguments("related", {"urls_file": "-"})["urls_file"] == (URL,)


def test_bytes_that_are_no_text_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"https://news.example/caf\xe9\n")))
    with pytest.raises(ArgumentError, match=r"urls_file.*UTF-8"):
        read_arguments("related", {"urls_file": "-"})
    with pytest.raises(ArgumentError, match=r"url.*http or https"):
        read_arguments("related", {"url": "https://news.example/caf\udce9"})


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({}, ["url", "missing"]),
        ({"url": URL, "dept": "3"}, ["dept", "unknown", "depth"]),
        ({"url": "ftp://news.example/"}, ["url", "ftp://news.example/", "http"]),
        ({"url": "news.example/a"}, ["url", "news.example/a"]),
        ({"url": "http://"}, ["url", "http://"]),
        ({"url": "http://news.example:port/"}, ["url"]),
        ({"url": URL, "depth": "-1"}, ["depth", "'-1'", "from 0"]),
        ({"url": URL, "depth": "two"}, ["depth", "'two'"]),
        ({"url": URL, "max_articles": "0"}, ["max_articles", "from 1"]),
        ({"url": URL, "follow": "related,sponsored"}, ["follow", "related,more,inline"]),
        ({"url": URL, "scope": "world"}, ["scope", "any or site"]),
        ({"url": URL, "min_relevance": "1.5"}, ["min_relevance", "0 to 1"]),
        ({"url": URL, "min_relevance": "nan"}, ["min_relevance", "0 to 1"]),
        ({"url": URL, "match": " , "}, ["match", "' , '", "phrases"]),
        ({"url": URL, "match": "selene,--"}, ["match", "'selene,--'", "phrases"]),
        ({"urls_file": "/no/such/file"}, ["urls_file", "/no/such/file"]),
    ],
)
def test_a_wrong_argument_is_one_line_that_names_it(given: dict[str, str], named: list[str]) -> None:
    with pytest.raises(ArgumentError) as caught:
        read_arguments("related", given)
    message = str(caught.value)
    assert "\n" not in message
    assert all(word in message for word in named), message


def test_an_archive_must_be_there_and_whole(tmp_path: Path) -> None:
    empty = tmp_path / "empty.warc.gz"
    empty.write_bytes(b"")
    for path, words in ((str(tmp_path / "*.warc"), "no such file"), (str(empty), "empty"), ("", "missing")):
        with pytest.raises(ArgumentError, match=words):
            read_arguments("archive", {"path": path} if path else {})


def test_arguments_of_whoever_starts_crawls_are_let_pass() -> None:
    values = read_arguments(
        "related", {"url": "https://a.example/", "_job": "6487ec79947edab326d6db28a2d86511e8247444"}
    )
    assert values["url"] == ("https://a.example/",)
    assert own_arguments({"url": "x", "_job": "y"}) == {"url": "x"}


def test_a_refresh_needs_no_seeds_and_the_other_modes_do() -> None:
    assert read_arguments("related", {"mode": "refresh"})["url"] == ()
    for mode in ("all", "new"):
        with pytest.raises(ArgumentError, match="argument url: missing"):
            read_arguments("related", {"mode": mode})
    with pytest.raises(ArgumentError, match="mode: 'newest' is not allowed; it takes all or new or refresh"):
        read_arguments("related", {"url": "https://a.example/", "mode": "newest"})
