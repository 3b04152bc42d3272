"""HTML and URL in, record out: the documented API."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.pages.article import extract
from crawler.pages.dom.page import Page

URL = "https://www.news.example/2024/05/03/second-ferry.html?utm_source=mail"
TEXT = [
    "The ferry to the northern islands will run twice a day from Monday, the harbour office said on Friday.",
    "Until now it had left only in the morning, and those who missed it had to wait for a full day on the quay.",
    "“We have asked for this for eleven years,” said Marta Lind, who runs the bakery on the largest island.",
]
PS = "".join(f"<p>{text}</p>" for text in TEXT)
LINKED = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Second ferry to the islands",
    "datePublished": "2024-05-03T08:15:00+02:00",
    "author": {"@type": "Person", "name": "Anna Berg"},
}


def html(body: str = f"<article><h1>Second ferry to the islands</h1>{PS}</article>", head: str = "") -> str:
    return (
        f"<html lang=en><head><title>Second ferry to the islands | News</title>{head}</head><body>{body}</body></html>"
    )


def ld(value: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


def test_the_record_of_an_article() -> None:
    article = extract(html(head=ld(LINKED)), URL).article
    assert article is not None
    assert article.title == "Second ferry to the islands"
    assert article.text == "\n\n".join(TEXT)
    assert article.authors == ["Anna Berg"]
    assert article.date_published == "2024-05-03T08:15:00+02:00"
    assert article.site == "news.example"
    assert article.type == "article"
    assert article.url == URL
    assert "utm_source" not in article.canonical_url
    assert len(article.id) == 16
    assert article.provenance["text"].source == "heuristic"


def test_an_advert_that_only_names_a_section_of_the_story_leaves_no_empty_block() -> None:
    tested = "The Northwind folding dryer of last year"
    advert = (
        f'<div class="sponsored"><a rel="sponsored" href="https://shop.example/2024/dryer-offer">{tested}</a></div>'
    )
    found = extract(html(f"<article><h1>Six dryers</h1>{PS}<h2>{tested}</h2>{PS}{advert}{PS}</article>"), URL)
    assert found.article is not None
    assert tested in found.article.text.split("\n\n")
    assert found.links == []


def test_json_ld_in_a_graph_in_arrays_in_several_scripts_and_broken() -> None:
    for head in (
        ld({"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "News"}, LINKED]}),
        ld([{"@type": "Organization", "name": "News"}, LINKED]),
        ld({"@type": "BreadcrumbList"}) + ld(LINKED),
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": </script>' + ld(LINKED),
    ):
        article = extract(html(head=head), URL).article
        assert article is not None
        assert article.authors == ["Anna Berg"]


def test_the_body_that_json_ld_gives_is_not_trusted_where_the_page_has_one() -> None:
    for wrong in ("The ferry to the northern islands …", "Another story altogether. " * 200):
        article = extract(html(head=ld({**LINKED, "articleBody": wrong})), URL).article
        assert article is not None
        if len(wrong) < 100:
            assert article.text == "\n\n".join(TEXT)


def test_bytes_are_decoded() -> None:
    page = html().replace("Second ferry", "Zweite Fähre").encode("windows-1252", "replace")
    article = extract(page, URL, headers={"Content-Type": "text/html; charset=windows-1252"}).article
    assert article is not None
    assert article.title == "Zweite Fähre to the islands"


def test_a_page_may_be_given_instead_of_html() -> None:
    page = Page(html(), URL)
    found = extract(page)
    assert found.page is page
    assert found.article is not None


def test_a_page_without_a_story_is_no_article_and_says_why() -> None:
    for empty in ("", "<html></html>", b"", b"\x00\xff\xfe", "<script>var a = 1</script>"):
        found = extract(empty, URL)
        assert found.article is None
        assert found.reason == "not-article"
        assert found.detail


def test_rights_are_recorded_as_observed() -> None:
    head = '<meta name=robots content="noai, noindex"><meta name=tdm-reservation content=1>'
    article = extract(html(head=head), URL, headers={"X-Robots-Tag": "noarchive"}).article
    assert article is not None
    assert article.rights.meta == "noai, noindex"
    assert article.rights.header == "noarchive"
    assert article.rights.tdm == "1"


def test_the_next_page_of_an_article_is_named() -> None:
    body = f"<article><h1>Second ferry</h1>{PS}</article><div class=pages>1 <a href=second-ferry_2.html>2</a></div>"
    assert (
        extract(html(body), "https://news.example/second-ferry.html").next_page
        == "https://news.example/second-ferry_2.html"
    )


@settings(max_examples=30, deadline=None)
@given(st.one_of(st.text(max_size=200), st.binary(max_size=200)), st.text(max_size=40))
def test_no_input_raises(page: str | bytes, url: str) -> None:
    extract(page, url)


RELATED = """<div class="more-stories"><h3>相关阅读</h3><ul>
<li><a href="/2024/05/02/10071.html">港口新增两条货运航线 明年开通</a><span class="author">记者王小明</span>
 <span class="date">2024-05-02 09:10</span><p>本报记者 王小明 通讯员 陈大江 两条航线将在明年开通。</p></li>
<li><a href="/2024/05/01/10072.html">岛上面包房十一年的等待</a><span class="author">记者何丽</span>
 <span class="date">2024-05-01 11:30</span><p>（记者何丽）他们等了十一年。来源：海岛晚报 责编：吴双</p></li>
<li><a href="/2024/04/30/10073.html">渡轮公司公布夏季时刻表</a><span class="author">记者苏平</span>
 <span class="date">2024-04-30 08:00</span><p>文/苏平 时刻表从六月起生效，周末加开一班。</p></li></ul></div>"""
PARAGRAPHS = "".join(
    f"<p>{text}</p>"
    for text in (
        "港务局周五表示，从下周一起，开往北部群岛的渡轮每天将开两班，比现在多一班。",
        "此前渡轮只在早上出发，错过的人要在码头上等整整一天，岛上的居民为此多次写信反映情况。",
        "港务局说，新的船期先试行三个月，之后再根据乘客人数决定是否长期保留下去。",
    )
)


def test_nothing_about_the_story_comes_from_the_lists_of_other_stories() -> None:
    story = "<h1>北部群岛渡轮增开第二班</h1>"
    for body in (
        f"<div>{story}<div class=nr>{PARAGRAPHS}</div>{RELATED}</div>",
        f"{RELATED}<div>{story}<div class=nr>{PARAGRAPHS}</div></div>",
        f"<div>{story}</div>{RELATED}<div><div class=nr>{PARAGRAPHS}</div></div>",
    ):
        page = f"<html lang=zh-CN><head><title>北部群岛渡轮增开第二班</title></head><body>{body}</body></html>"
        found = extract(page, "https://www.news.example/a/10077.html")
        assert found.article is not None
        assert [block.kind for block in found.links if block.links] == ["related"]
        assert (found.article.authors, found.article.editors, found.article.source) == ([], [], None)
        assert found.article.date_published is None
