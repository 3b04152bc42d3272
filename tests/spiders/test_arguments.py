"""Arguments: what is read, and the one line that a wrong one gets."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from crawler.spiders.arguments import BY_SPIDER, Argument, ArgumentError, own_arguments, read_arguments

URL = "https://news.example/a"


def test_defaults_are_filled_in() -> None:
    values = read_arguments("related", {"url": URL})
    assert values["url"] == (URL,)
    assert (values["depth"], values["max_articles"], values["follow"]) == (2, 200, ("related",))
    assert (values["scope"], values["min_relevance"]) == ("any", 0.0)


def test_urls_are_separated_by_commas_and_may_hold_them() -> None:
    values = read_arguments("related", {"url": f"{URL}?p=1,2,http://other.example/b"})
    assert values["url"] == (f"{URL}?p=1,2", "http://other.example/b")
    assert read_arguments("related", {"url": f"{URL}, http://other.example/b, ,"})["url"] == (
        URL,
        "http://other.example/b",
    )


@pytest.mark.parametrize(
    "url",
    [
        f"{URL},4711.html",
        "https://news.example/7,114871,2000123,title.html",
        f"{URL}?a=1,b=http:%2F%2Fother.example",
        f"{URL},v1.2",
        f"{URL},",
    ],
)
def test_a_comma_within_a_url_stays_there(url: str) -> None:
    assert read_arguments("related", {"url": f"{url},http://other.example/b"})["url"] == (url, "http://other.example/b")


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ("https://news.example/,notaurl", "'notaurl'"),
        ("https://news.example,notaurl", "'notaurl'"),
        (f"{URL}, notaurl", "'notaurl'"),
        (f"{URL},www.other.example/b", "'www.other.example/b'"),
        (f"{URL},news.example.com/b", "'news.example.com/b'"),
        (f"{URL},htps://other.example/b", "'htps://other.example/b'"),
    ],
)
def test_what_is_meant_as_a_further_url_and_is_none_is_named(given: str, named: str) -> None:
    with pytest.raises(ArgumentError, match=rf"argument url: .* http or https URLs, not {named}; one with a comma"):
        read_arguments("related", {"url": given})


@pytest.mark.parametrize("span", ["0h", "0d", "00d", "1", "1w"])
def test_a_span_is_some_time(span: str) -> None:
    with pytest.raises(ArgumentError, match="hours as 24h"):
        read_arguments("related", {"url": URL, "since": span})


def test_a_file_gives_a_url_a_line(tmp_path: Path) -> None:
    file = tmp_path / "urls.txt"
    file.write_text(f"\ufeff# seeds\n{URL}\n\n  {URL}2  \n{URL}\n", encoding="utf-8")
    assert read_arguments("related", {"urls_file": str(file)})["urls_file"] == (URL, URL + "2")


WRITTEN: dict[str, bytes] = {
    "line feeds": f"{URL}\n{URL}2\n".encode(),
    "Windows lines": f"{URL}\r\n{URL}2\r\n".encode(),
    "old Mac lines": f"{URL}\r{URL}2\r".encode(),
    "no last line end": f"{URL}\r\n{URL}2".encode(),
    "byte order mark": f"\ufeff{URL}\r\n{URL}2\r\n".encode(),
    "files put together": f"\ufeff{URL}\r\n\ufeff{URL}2\r\n\x1a".encode(),
    "UTF-16": f"\ufeff{URL}\r\n{URL}2\r\n".encode("utf-16-le"),
    "UTF-16, big end first": f"\ufeff{URL}\r\n{URL}2\r\n".encode("utf-16-be"),
    "UTF-16 without a mark": f"{URL}\r\n{URL}2\r\n".encode("utf-16-le"),
    "UTF-16 without a mark, big end first": f"{URL}\r\n{URL}2\r\n".encode("utf-16-be"),
}


@pytest.mark.parametrize("form", WRITTEN)
def test_a_file_of_urls_in_every_form_that_editors_write(tmp_path: Path, form: str) -> None:
    (tmp_path / "urls.txt").write_bytes(WRITTEN[form])
    assert read_arguments("related", {"urls_file": str(tmp_path / "urls.txt")})["urls_file"] == (URL, URL + "2")


def test_a_file_may_be_a_table_that_a_spreadsheet_wrote(tmp_path: Path) -> None:
    file = tmp_path / "urls.csv"
    file.write_bytes(f'\ufefftitle;url\r\n"One; two";{URL}\r\nTwo;{URL}2\r\n'.encode())
    assert read_arguments("related", {"urls_file": str(file)}, strict_files=True)["urls_file"] == (URL, URL + "2")


def test_a_bad_line_is_left_out_and_named_by_its_number(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    file = tmp_path / "urls.txt"
    file.write_text(f"{URL}\n\nsee below\n{URL}2\n", encoding="utf-8")
    assert read_arguments("related", {"urls_file": str(file)})["urls_file"] == (URL, URL + "2")
    assert [record.getMessage() for record in caplog.records] == [
        f"argument urls_file: {file} takes http or https URLs, not 'see below' in line 3: left out"
    ]


def test_a_line_that_is_not_utf_8_costs_itself_alone(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    file = tmp_path / "urls.txt"
    file.write_bytes(b"# caf\xe9\n" + f"{URL}\n{URL}/caf".encode() + b"\xe9\n" + f"{URL}2\n".encode())
    assert read_arguments("related", {"urls_file": str(file)})["urls_file"] == (URL, URL + "2")
    [record] = caplog.records
    assert record.getMessage() == (
        f"argument urls_file: {file} takes URLs in UTF-8, not '{URL}/caf\\udce9' in line 3: left out"
    )
    with pytest.raises(ArgumentError, match=r"UTF-8.* in line 3"):
        read_arguments("related", {"urls_file": str(file)}, strict_files=True)


def test_a_file_in_utf_16_that_is_torn_is_refused(tmp_path: Path) -> None:
    (tmp_path / "urls.txt").write_bytes(f"{URL}\n".encode("utf-16") + b"h")
    with pytest.raises(ArgumentError, match="UTF-16 that is whole"):
        read_arguments("related", {"urls_file": str(tmp_path / "urls.txt")})


def test_a_file_of_something_else_is_refused_by_its_first_bad_line(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text(f"# notes\nsee below\n{URL}\nand above\n", encoding="utf-8")
    with pytest.raises(ArgumentError, match=r"'see below' in line 2"):
        read_arguments("related", {"urls_file": str(file)})


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


@pytest.mark.parametrize(("spider", "argument"), [(spider, one) for spider in BY_SPIDER for one in BY_SPIDER[spider]])
@pytest.mark.parametrize("blank", ["", " "])
def test_a_blank_value_is_refused_for_every_argument(spider: str, argument: Argument, blank: str) -> None:
    with pytest.raises(ArgumentError, match=rf"\Aargument {argument.name}: missing its value; leave it out, or give "):
        read_arguments(spider, {"url": URL, argument.name: blank} if spider == "related" else {argument.name: blank})


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
