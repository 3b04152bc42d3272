"""What a page shows around its headline."""

import pytest

from crawler.pages.dom.page import Page
from crawler.pages.metadata.extract import read_metadata
from tests.pages.metadata.pages import FETCHED, URL, read, shown


def test_visible_byline_and_date_near_the_headline() -> None:
    meta = read(
        "<html lang=de><title>Neue Buslinien - Hafenpost</title><body><h1>Neue Buslinien</h1>"
        '<div class="article-byline">Von <a href="/autoren/eva-kern">Eva Kern</a></div><span class="date">'
        '9. März 2023, 08:01 Uhr</span><p>Text.</p><aside><a href="/x">Andere</a>'
        '<time datetime="2022-01-01">1.1.2022</time>'
        "</aside></body></html>",
        "https://hafenpost.de/a/1",
    )
    assert meta.authors == ["Eva Kern"]
    assert meta.date_published == "2023-03-09T08:01+01:00"
    assert meta.publisher == "Hafenpost"
    assert meta.provenance["authors"].source == "heuristic"


def test_microdata() -> None:
    meta = read(
        '<h1 itemprop="headline">Five lines</h1><span itemprop="author"><b itemprop="name">Ann Lee</b></span>'
        '<time itemprop="datePublished" datetime="2023-06-09T08:01">June 9</time>'
    )
    assert meta.authors == ["Ann Lee"]
    assert meta.provenance["date_published"].source == "microdata"


def test_a_portals_head_line() -> None:
    meta = read(
        "<html lang=zh-CN><title>五条公交线路开通_社会频道_城市日报</title><body><h1>五条公交线路开通_城市日报</h1>"
        "<div>2023年6月9日 08:01　来源：港湾晚报　作者：张三、李四　责编：王五</div><p>正文。</p>",
        "http://www.chengshi.cn/a/1.html",
    )
    assert meta.title == "五条公交线路开通"
    assert meta.publisher == "城市日报"
    assert (meta.source, meta.authors, meta.editors) == ("港湾晚报", ["张三", "李四"], ["王五"])
    assert meta.date_published == "2023-06-09T08:01+08:00"
    assert meta.language == "zh-Hans"


def test_other_stories_bylines_far_off_are_not_taken() -> None:
    far = "<p>Text</p>" * 300 + '<article><h2>Trams</h2><div class="byline">By Ben Okoro</div></article>'
    assert read(f"<h1>Buses</h1><p>Five lines.</p>{far}").authors == []


def test_the_headline_is_found_in_an_element_of_any_name() -> None:
    head = "<title>Five bus lines start in May</title><h1>Harbour Post</h1>" + "<p>Menu</p>" * 250
    html = head + "<div>Five bus lines start in May</div><div><span class=author>Ann Lee</span></div>"
    assert read(html + "<span class=author>Ben Okoro</span>").authors == ["Ann Lee", "Ben Okoro"]


@pytest.mark.parametrize(
    ("html", "url", "language", "date", "precision"),
    [
        # A date told from now, though nothing marks it, is finer than the month in the URL.
        ("<p>by Ann Lee, <span>2 days ago</span></p>", "https://a.example/2025/12/bus", "en", "2025-12-30", "day"),
        ("<div>3小时前</div>", "https://a.example/bus", "zh", "2026-01-01T17:00+08:00", "minute"),
        # Month, day and clock time: the year is the one in the URL, or the last that has passed.
        (
            "<div>06-09 12:06 来源：海港日报</div>",
            "https://a.example/2023/0609/1.html",
            "zh",
            "2023-06-09T12:06+08:00",
            "minute",
        ),
        ("<div>12-31 23:50</div>", "https://a.example/202301/1.html", "zh", "2022-12-31T23:50+08:00", "minute"),
        ("<div>06-09 12:06</div>", "https://a.example/1.html", "ja", "2025-06-09T12:06+09:00", "minute"),
    ],
)
def test_dates_beside_the_headline(html: str, url: str, language: str, date: str, precision: str) -> None:
    meta = shown(html, url, language)
    assert (meta.date_published, meta.date_precision) == (date, precision)


def test_a_date_whose_parts_stand_in_an_element_each() -> None:
    html = "<div class=date><span>Jun</span> <span>09</span> <span>2023</span></div>"
    assert shown(html).date_published == "2023-06-09"


def test_where_the_headline_is_far_off_the_date_beside_the_story_counts() -> None:
    menu = "".join(f"<li><a href=/{n}>Section {n}</a></li>" for n in range(150))
    story = "<div>Posted on 9 June 2023</div><p>Buses will run.</p>"
    page = Page(f"<html lang=en><h1>Harbour Post</h1><ul>{menu}</ul>{story}</html>", URL, fetched_at=FETCHED)
    paragraph = next(page.tree.iter("p"))
    assert read_metadata(page).date_published is None
    assert read_metadata(page, story=(paragraph, paragraph)).date_published == "2023-06-09"


def test_a_date_in_the_title_of_what_is_marked_as_one() -> None:
    assert shown('<abbr class=published title="2023-06-09T08:01:02Z">two years</abbr>').date_published == (
        "2023-06-09T08:01:02+00:00"
    )


@pytest.mark.parametrize(
    "html",
    ["<dl><dt>Autor</dt><dd>Jan Kowalski</dd></dl>", "<p><b>Autor:</b> Jan Kowalski</p>", "<p>Von <i>Jan Kowalski</i>"],
)
def test_a_name_behind_its_label(html: str) -> None:
    assert shown(html, language="de").authors == ["Jan Kowalski"]
