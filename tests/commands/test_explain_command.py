"""`scrapy explain` as a user meets it: what it shows of a page, what it says of one that it cannot show."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest
from scrapy.cmdline import execute
from scrapy.utils.project import get_project_settings

from crawler.archive.reader import read
from crawler.commands.console import program
from crawler.commands.no_page import file_said
from crawler.commands.one_page import read_target
from crawler.commands.terminal import cells, fit, render
from crawler.pages.article import extract
from crawler.pages.dom.limits import time_limit
from crawler.pages.explain.page import explain
from sample.warc import Answer, write_warc
from tests.conftest import ROOT, SAMPLE, Scrapy
from tests.web.ferry import PAGE, STORY, URL
from tests.web.news import NewsWeb, serve

REPLAY = ("-s", f"RELATED_REPLAY={SAMPLE / 'web.warc.gz'}")
SEED_PAGE = "http://www.meirijujiao.example/caijing/2023/0609/52317.html"
ESCAPES = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "ferry.html"
    path.write_text(PAGE, encoding="utf-8")
    return path


def test_a_file_is_explained_on_the_terminal(scrapy: Scrapy, page: Path) -> None:
    run = scrapy("explain", str(page), "--url", URL)
    assert (run.status, run.err) == (0, "")
    assert run.out.startswith(URL)
    assert all(text[:60] in run.out for text in STORY)
    assert "heading “Related stories” announces related" in run.out
    assert "\x1b" not in run.out


def test_a_file_without_an_address_gets_one_of_its_own(scrapy: Scrapy, page: Path) -> None:
    assert json.loads(scrapy("explain", str(page), "--json").out)["url"] == "https://example.invalid/ferry.html"


def test_an_url_is_looked_up_in_the_archives_of_a_replay(scrapy: Scrapy) -> None:
    run = scrapy("explain", SEED_PAGE, "--json", *REPLAY)
    found = json.loads(run.out)
    assert (run.status, found["url"], found["type"]) == (0, SEED_PAGE, "article")
    assert [(block["kind"], len(block["links"])) for block in found["links"]] == [("related", 20), ("more", 6)]
    assert found["links"][0]["links"][0]["itself"] is True


def test_a_url_with_commas_is_one_url(scrapy: Scrapy) -> None:
    for url in ("http://gone.example/,4711", "http://gone.example/story,a.example.com"):
        run = scrapy("explain", url, *REPLAY)
        assert (run.status, f"{url}: could not be read: http (HTTP status 404)" in run.err) == (1, True)
    assert scrapy("explain", "http://gone.example/,http://gone.example/b", *REPLAY).status == 2


def test_a_place_in_an_archive_is_explained_as_its_url_is(scrapy: Scrapy) -> None:
    place = next(r.place for r in read(str(SAMPLE / "web.warc.gz")) if r.url == SEED_PAGE)
    assert scrapy("explain", place, "--json").out == scrapy("explain", SEED_PAGE, "--json", *REPLAY).out


def test_an_url_is_asked_for_with_the_manners_of_a_crawl_and_nothing_is_written(
    scrapy: Scrapy, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = set(ROOT.rglob("output/**/*"))
    with serve(NewsWeb(3)) as web:
        url = f"{web.base}{web.path(1)}"
        refused = scrapy("explain", url)
        assert (refused.status, refused.out) == (1, "")
        assert "address" in refused.err
        allowed = scrapy("explain", url, "--json", "-s", "RELATED_ALLOW_PRIVATE=127.0.0.1")
    assert allowed.status == 0, allowed.err
    assert json.loads(allowed.out)["type"] == "article"
    assert set(ROOT.rglob("output/**/*")) == before


@pytest.mark.parametrize(
    ("args", "named"),
    [
        ((), ["one URL or FILE"]),
        (("a.html", "b.html"), ["a.html b.html", "one URL or FILE"]),
        (("--jsno", "a.html"), ["--jsno"]),
        (("/no/such.html",), ["/no/such.html", "FILE:OFFSET"]),
        (("ftp://a.example/b",), ["ftp://a.example/b", "http://"]),
        (("http://",), ["'http://'", "http or https URL"]),
        (("LICENSE", "--url", "nowhere"), ["--url", "'nowhere'"]),
        (("http://a.example/", "--url", "http://b.example/"), ["--url", "HTML file"]),
        ((f"{SAMPLE / 'web.warc.gz'}",), ["web.warc.gz", "FILE:OFFSET"]),
        ((f"{SAMPLE / 'web.warc.gz'}:7",), ["web.warc.gz:7", "no answer begins there"]),
        ((f"{SAMPLE / 'web.warc.gz'}:999999999",), ["no answer begins there"]),
        (("/no/such.warc:7",), ["/no/such.warc:7", "No such file"]),
        (("no/such.warc:7",), ["no/such.warc:7: No such file or directory; a record's path is relative to where"]),
        (("a\x1b[31m.html",), ["a.html"]),
        (("LICENSE", "-s", "RELATED_REPLY=x"), ["RELATED_REPLY", "RELATED_REPLAY"]),
    ],
)
def test_bad_usage_is_one_line_and_status_2(
    args: tuple[str, ...], named: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        execute(["scrapy", "explain", *args], settings=get_project_settings())
    said = capsys.readouterr()
    assert (stopped.value.code, said.out, said.err.count("\n")) == (2, "", 1), said.err
    assert all(word in said.err for word in named), said.err
    assert "\x1b" not in said.err


def test_a_page_that_cannot_be_read_is_status_1_with_the_reason(scrapy: Scrapy) -> None:
    missing = scrapy("explain", "http://gone.example/", *REPLAY)
    assert (missing.status, missing.out, missing.err.count("\n")) == (1, "", 1)
    assert "http (HTTP status 404)" in missing.err


RSS = "<rss version='2.0'><channel>{}</channel></rss>"
ITEM = "<item><link>http://a.example/1</link></item>"


def test_a_page_with_many_comments_before_its_first_tag_is_a_page() -> None:
    with time_limit(3):  # of processor time; each could be read in two ways, which doubled it
        assert file_said(b"<?xml version='1.0'?>" + b"<!-- a -->" * 300 + b"<html>") is None
        assert file_said(b"<!-- a -->" * 300 + b"<p>A page.") is None


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "it is empty"),
        (b" \n", "it is empty"),
        (b"%PDF-1.7\n\xe2\xe3", "a PDF document, no page, and nothing that a crawl reads"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "an image, no page"),
        (b"<?xml version='1.0'?>\n<svg xmlns='http://www.w3.org/2000/svg'/>", "an image, no page"),
        (b"\0\0\0\x18ftypmp42", "a video or a sound, no page"),
        (b"PK\x03\x04\x14\0", "a ZIP file, as Office documents are, no page"),
        (gzip.compress(b"<p>a page", mtime=0), "a packed file, no page"),
        (b"SQLite format 3\0", "an SQLite database, as a store is, no page"),
        (b"\x01\x02\0\x03", "a binary file, no page"),
        (b'{"a": [1]}', "JSON data, no page"),
        (b'{"id": 1}\n{"id": 2}\n', "JSON Lines (of articles.jsonl, give the `url` or the `crawl.record` of a line)"),
        (b"<?xml version='1.0'?><!-- a --><nitf><p>A story.</p></nitf>", "XML of another kind (<nitf>), no page"),
        (b"A story without any tag.", "plain text without any HTML, no page"),
        (
            RSS.format(ITEM).encode(),
            "a feed with 1 entry, no page: `PROGRAM crawl related -a url=ADDRESS`",
        ),
        (gzip.compress(RSS.format(ITEM).encode(), mtime=0), "a feed with 1 entry, no page"),
        (RSS.format("").encode(), "a feed with 0 entries: nothing to explain or to crawl"),
        (b"<urlset><url><loc>http://a.example/1</loc></url></urlset>", "a sitemap of 1 address, no page"),
        (b"Sitemap: http://a.example/map.xml\n", "a list of 1 feed or sitemap, no page"),
        (b"http://a.example/1\nhttp://a.example/2\n", "a list of 2 addresses, no page: `PROGRAM crawl"),
    ],
)
def test_a_file_that_is_no_page_is_called_what_it_is_and_status_2(
    content: bytes, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "given"
    path.write_bytes(content)
    with pytest.raises(SystemExit) as stopped:
        execute(["scrapy", "explain", str(path)], settings=get_project_settings())
    run = capsys.readouterr()
    assert (stopped.value.code, run.out, run.err.count("\n")) == (2, "", 1), run.err
    assert f"{path}: {said.replace('PROGRAM', program())}" in run.err
    assert run.err.endswith("; explain takes the address or the file of one page\n")


@pytest.mark.parametrize("content", ["<p>A part of a page.", "\ufeff<html><body>one</body></html>", "{ <b>no JSON</b>"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_part_of_a_page_is_explained(content: str, encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "given"
    path.write_text(content, encoding=encoding)
    assert read_target(str(path), None, 10_000).body == path.read_bytes()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://www.harbourpost.example/feed/", "a feed with "),
        ("https://www.linlan.example/sitemap-news.xml", "a sitemap of "),
        ("https://www.harbourpost.example/robots.txt", "no page"),
    ],
)
def test_an_address_of_no_page_is_called_what_it_is_and_status_2(scrapy: Scrapy, url: str, said: str) -> None:
    run = scrapy("explain", url, *REPLAY)
    assert (run.status, run.out, run.err.count("\n")) == (2, "", 1), run.err
    assert f"explain: {url}: " in run.err
    assert said in run.err
    place = next(r.place for r in read(str(SAMPLE / "web.warc.gz")) if r.url == url)
    assert said in scrapy("explain", place).err


def test_an_address_whose_type_alone_is_no_pages_names_the_type(scrapy: Scrapy, tmp_path: Path) -> None:
    url = "http://news.example/video"
    write_warc(tmp_path / "a.warc.gz", [Answer(url, b"<p>a player", content_type="video/mp4")])
    run = scrapy("explain", url, "-s", f"RELATED_REPLAY={tmp_path / 'a.warc.gz'}")
    assert (run.status, "no page: it was sent as video/mp4" in run.err) == (2, True), run.err


def test_a_page_that_is_no_article_is_explained_all_the_same(scrapy: Scrapy, tmp_path: Path) -> None:
    path = tmp_path / "empty.html"
    path.write_text("<html><body><h1></h1></body></html>", encoding="utf-8")
    run = scrapy("explain", str(path))
    assert run.status == 0
    assert "no article: no text of a story was found on the page" in run.out


def test_the_help_says_what_it_takes_and_how_it_ends(scrapy: Scrapy) -> None:
    said = " ".join(scrapy("explain", "-h").out.split())
    assert all(word in said for word in ("URL|FILE", "--json", "--url", "--all", "FILE:OFFSET", "Exit status: 0"))


def test_lines_fit_the_terminal_in_cells_and_colour_adds_nothing_else() -> None:
    records = {r.url: r for r in read(str(SAMPLE / "web.warc.gz"))}
    found = explain(extract(records[SEED_PAGE].body, SEED_PAGE, headers=dict(records[SEED_PAGE].headers)))
    for width in (60, 97, 200):
        lines = render(found, width=width, every=True).split("\n")
        assert max(map(cells, lines)) <= width
    assert ESCAPES.sub("", render(found, colour=True)) == render(found)
    assert (cells("標題ab"), fit("標題題題", 5), fit("two\nlines", 20)) == (6, "標題…", "two lines")


def test_what_a_page_says_cannot_act_on_the_terminal() -> None:
    html = PAGE.replace("Related stories", "Related \x1b[2J\u202estories\x9b5m").replace("oak", "\x1b]0;owned\x07oak")
    out = render(explain(extract(html, URL + "?\x1b[31m")), every=True)
    assert not set("\x1b\x9b\x07\u202e\r") & set(out)


def test_a_users_own_site_rule_decides_and_is_named(scrapy: Scrapy, page: Path, tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "valleynews.example.toml").write_text(
        'domain = "valleynews.example"\nwhy = "a test"\nvalid_from = 2020-01-01\nvalid_until = 2099-12-31\n'
        '[select]\ntitle = "title::text"\n[[block]]\ncontainer = "body"\nkind = "more"\n',
        encoding="utf-8",
    )
    run = scrapy("explain", str(page), "--url", URL, "--json", "-s", f"RELATED_SITE_RULES={rules}")
    assert json.loads(run.out)["site_rule"] == "sites/valleynews.example.toml decided block, title"
    [judged] = {one["evidence"]["decided_by"] for one in json.loads(run.out)["links"] if one["evidence"]}
    assert judged == "site rule"


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("a.example.toml", b"why =", "sites/a.example.toml"),
        ("a.example.toml", b"why = '\xff'", "sites/a.example.toml: cannot be read"),
        ("a.example", b"why = 'no TOML file'", "rules: no rule in it; it takes a folder of <domain>.toml"),
        (None, b"", "rules: no such folder; it takes a folder of <domain>.toml"),
    ],
)
def test_site_rules_that_cannot_be_used_are_a_usage_error(
    scrapy: Scrapy, page: Path, tmp_path: Path, name: str | None, content: bytes, fault: str
) -> None:
    rules = tmp_path / "rules"
    if name is not None:
        rules.mkdir()
        (rules / name).write_bytes(content)
    run = scrapy("explain", str(page), "--url", URL, "-s", f"RELATED_SITE_RULES={rules}")
    assert (run.status, run.err.count("\n")) == (2, 1)
    assert fault in run.err
