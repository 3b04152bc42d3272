"""What a page says about itself."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.pages.dom.page import Page
from crawler.pages.metadata.bylines import people
from crawler.pages.metadata.credit_lines import read_credits, read_dateline
from crawler.pages.metadata.declared import Metadata
from crawler.pages.metadata.extract import complete, read_metadata
from crawler.pages.metadata.headline import best_title
from crawler.text.names import is_organization, is_person

FETCHED = datetime(2026, 1, 1, 12, 0, tzinfo=UTC)
URL = "https://www.harbour-post.example/city/new-bus-lines"


def read(html: str, url: str = URL, lines: list[str] | None = None) -> Metadata:
    page = Page(html, url, fetched_at=FETCHED)
    return complete(read_metadata(page), page, lines or [])


def ld(text: str, rest: str = "") -> str:
    return f'<html lang="en"><head><script type="application/ld+json">{text}</script></head><body>{rest}</body></html>'


STORY = """{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Five new bus lines for the hills",
 "description": "They start in May.", "datePublished": "2023-06-09T08:01:02+02:00",
 "dateModified": "2023-06-10T09:00:00+02:00",
 "author": [{"@type": "Person", "name": "Ann Lee"}, {"@type": "Person", "name": "Ben Okoro"}],
 "editor": {"@type": "Person", "name": "Cleo Marsh"}, "publisher": {"@type": "Organization", "name": "Harbour Post"},
 "articleSection": "City", "keywords": "buses, hills", "image": {"@type": "ImageObject", "url": "/bus.jpg"},
 "inLanguage": "en-GB", "isAccessibleForFree": "False"}"""


def test_json_ld_gives_every_field() -> None:
    meta = read(ld(STORY))
    assert meta.title == "Five new bus lines for the hills"
    assert meta.description == "They start in May."
    assert (meta.authors, meta.editors) == (["Ann Lee", "Ben Okoro"], ["Cleo Marsh"])
    assert meta.publisher == "Harbour Post"
    assert (meta.date_published, meta.date_precision) == ("2023-06-09T08:01:02+02:00", "second")
    assert meta.date_modified == "2023-06-10T09:00:00+02:00"
    assert meta.date_published_raw == "2023-06-09T08:01:02+02:00"
    assert (meta.section, meta.keywords) == ("City", ["buses", "hills"])
    assert meta.image == "https://www.harbour-post.example/bus.jpg"
    assert meta.is_accessible_for_free is False
    assert meta.language == "en"
    assert {f: p.source for f, p in meta.provenance.items()} == dict.fromkeys(
        ("title", "authors", "date_published", "publisher"), "json-ld"
    )


def test_the_object_about_this_page_is_chosen_among_several() -> None:
    meta = read(
        ld(
            '{"@graph": [{"@type": "WebSite", "name": "Harbour Post"},'
            '{"@type": "NewsArticle", "headline": "Another story", "url": "https://www.harbour-post.example/other"},'
            f'{{"@type": "NewsArticle", "headline": "Five new bus lines", "url": "{URL}",'
            '"author": {"@id": "#ann"}},'
            '{"@type": "Person", "@id": "#ann", "name": "Ann Lee"}]}'
        )
    )
    assert meta.title == "Five new bus lines"
    assert meta.authors == ["Ann Lee"]
    assert meta.publisher == "Harbour Post"


def test_broken_json_ld_still_gives_its_fields() -> None:
    meta = read(
        ld('{"@type": "NewsArticle", "headline": "Five new bus lines", "datePublished": "2023-06-09", "x": oops}')
    )
    assert meta.title == "Five new bus lines"
    assert meta.date_published == "2023-06-09"


def test_a_live_blog_says_so() -> None:
    assert read(ld('{"@type": "LiveBlogPosting", "headline": "Storm: the day as it happened"}')).type == "liveblog"


def test_meta_tags() -> None:
    meta = read(
        '<head><meta property="og:title" content="Five new bus lines | Harbour Post"><meta property="og:site_name" '
        'content="Harbour Post"><meta name="author" content="Ann Lee and Ben Okoro"><meta '
        'property="article:published_time" '
        'content="2023-06-09T08:01:00Z"><meta name="robots" content="noai">'
        '<meta property="article:content_tier" content="metered"><meta name="keywords" content="bus;hills"></head>'
    )
    assert meta.title == "Five new bus lines"
    assert meta.provenance["title"].raw == "Five new bus lines | Harbour Post"
    assert meta.authors == ["Ann Lee", "Ben Okoro"]
    assert meta.date_published == "2023-06-09T08:01:00+00:00"
    assert meta.rights_meta == "noai"
    assert meta.is_accessible_for_free is False
    assert meta.keywords == ["bus", "hills"]


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


def test_the_text_gives_what_the_page_head_does_not() -> None:
    meta = read(
        "<h1>Buslinien</h1>",
        lines=["BERLIN (dpa) - Die Stadt hat …", "Mehr.", "(Reporting by Ann Lee; Editing by Ben Okoro)"],
    )
    assert (meta.place, meta.source) == ("Berlin", "dpa")
    assert (meta.authors, meta.editors) == (["Ann Lee"], ["Ben Okoro"])


def test_a_line_that_is_only_a_name_signs_the_story() -> None:
    meta = read(
        "<h1>Buses</h1><meta name=author content='Harbour Post'><meta property=og:site_name content='Harbour Post'>",
        lines=["Five lines start in May.", "Ann Lee"],
    )
    assert meta.authors == ["Ann Lee"]
    assert read("<h1>Buses</h1>", lines=["Five lines start in May.", "More soon"]).authors == []


def test_other_stories_bylines_far_off_are_not_taken() -> None:
    far = "<p>Text</p>" * 300 + '<article><h2>Trams</h2><div class="byline">By Ben Okoro</div></article>'
    assert read(f"<h1>Buses</h1><p>Five lines.</p>{far}").authors == []


@pytest.mark.parametrize(
    ("html", "authors"),
    [
        ("<p class=byline>Posted by Gene</p>", ["Gene"]),
        ("<p>Posted by <a rel=author href=/g>Gene</a></p>", ["Gene"]),
        (ld('{"@type": "Article", "author": {"@type": "Person", "name": "Gene"}}'), ["Gene"]),
        ("<meta name=author content=Gene>", ["Gene"]),
        ("<meta name=author content=Gene><p class=byline>By Ann Lee</p>", ["Ann Lee"]),
        ("<meta name=author content=gene>", []),
        ("<meta name=author content=Admin>", []),
        ("<meta name=author content=Politics><meta property=article:section content=Politics>", []),
        ("<meta name=author content=Harbour><meta property=og:site_name content=Harbour>", []),
        ("<p class=byline>Por</p>", []),
        ("<p class=author>Martes 23 de julio de 2013</p>", []),
        ("<p class=author>Publish Date Jan 5, 2019</p>", []),
        ("<p><a href=/staff/page>Athletes</a></p>", []),
    ],
)
def test_one_word_signs_where_nothing_names_a_person_in_full(html: str, authors: list[str]) -> None:
    assert read(f"<h1>Buses</h1>{html}<p>Five lines.</p>").authors == authors


@pytest.mark.parametrize("signature", ["Ann Lee / Harbour News", "- Ann Lee", "(Ann Lee)"])
def test_a_signature_may_stand_in_signs_or_beside_its_newsroom(signature: str) -> None:
    assert read("<h1>Buses</h1>", lines=["Five lines start in May.", signature]).authors == ["Ann Lee"]


def test_the_headline_is_found_in_an_element_of_any_name() -> None:
    head = "<title>Five bus lines start in May</title><h1>Harbour Post</h1>" + "<p>Menu</p>" * 250
    html = head + "<div>Five bus lines start in May</div><div><span class=author>Ann Lee</span></div>"
    assert read(html + "<span class=author>Ben Okoro</span>").authors == ["Ann Lee", "Ben Okoro"]


def test_a_newsroom_is_no_author() -> None:
    html = ld('{"@type": "NewsArticle", "headline": "Lines", "author": {"@type": "Organization", "name": "Port Desk"}}')
    assert read(html).authors == []
    assert read(html.replace("<body>", "<body><h1>Lines</h1><p class=byline>By Ann Lee</p>")).authors == ["Ann Lee"]


def test_a_wire_among_the_authors_is_the_source() -> None:
    assert read("<meta name=author content='Eva Kern, dpa'><h1>Linien</h1>").source == "dpa"


def test_a_broken_url_is_no_error() -> None:
    read("<h1>Lines</h1><a href='/'>Post</a>", "http://[broken/2023/06/09/")


def test_impossible_dates_lose_to_other_evidence() -> None:
    meta = read('<meta property="article:published_time" content="2031-01-01"><h1>Lines</h1><time>9 June 2023</time>')
    assert meta.date_published == "2023-06-09"


def test_a_page_whose_moments_all_lie_after_the_fetch_was_kept_under_a_wrong_clock() -> None:
    meta = read(
        ld('{"@type": "NewsArticle", "headline": "Lines", "datePublished": "2026-02-01", "dateModified": "2026-02-02"}')
    )
    assert meta.date_published == "2026-02-01"


@pytest.mark.parametrize(
    "html",
    [
        ld('{"@type": "NewsArticle", "headline": "Lines", "datePublished": "2026-09-05T10:00:00Z"}'),
        ld('{"@type": "NewsArticle", "headline": "Lines", "datePublished": "2026-09-05T10:00:00Z"}').replace(
            "</head>", '<meta property="article:published_time" content="2026-09-05T10:00:00+00:00"></head>'
        ),
        '<h1>Lines</h1><time class="date">2026-09-05</time>',
        '<h1>Lines</h1><div class="date">5 September 2026</div>',
    ],
)
def test_a_date_after_the_fetch_is_no_publication_date(html: str) -> None:
    assert read(html).date_published is None


def test_a_printed_date_decides_between_json_ld_and_meta_tags() -> None:
    html = ld(
        '{"@type": "NewsArticle", "headline": "Five lines", "datePublished": "2023-06-01"}',
        '<h1>Five lines</h1><span class="date">9 June 2023</span>',
    ).replace("</head>", '<meta property="article:published_time" content="2023-06-09"></head>')
    assert read(html).date_published == "2023-06-09"


def test_a_coarse_date_is_made_finer_by_one_of_the_same_day() -> None:
    meta = read(
        ld('{"@type": "NewsArticle", "headline": "Five lines", "datePublished": "2023-06-09"}').replace(
            "</head>", '<meta property="article:published_time" content="2023-06-09T08:01:00+02:00"></head>'
        )
    )
    assert meta.date_published == "2023-06-09T08:01:00+02:00"


def test_the_url_dates_a_page_that_says_nothing() -> None:
    meta = read("<h1>Five lines</h1>", "https://harbour-post.example/2023/06/09/lines")
    assert (meta.date_published, meta.date_precision) == ("2023-06-09", "day")


@pytest.mark.parametrize(
    ("raw", "names"),
    [
        ("By Ann Lee and Ben Okoro", ["Ann Lee", "Ben Okoro"]),
        ("Ann Lee, Political Correspondent", ["Ann Lee"]),
        ("Von Eva Kern, Berlin", ["Eva Kern"]),
        ("Eva Kern und Jan Holt, dpa", ["Eva Kern", "Jan Holt", "dpa"]),
        ("Por María Gil y Juan Paz", ["María Gil", "Juan Paz"]),
        ("Par Léa Roux et Hugo Blanc", ["Léa Roux", "Hugo Blanc"]),
        ("Di Marta Neri e Luca Bosco", ["Marta Neri", "Luca Bosco"]),
        ("Иван Озеров и Анна Лугина", ["Иван Озеров", "Анна Лугина"]),
        ("ANN LEE | Reporter", ["ANN LEE"]),
        ("<b>Ann Lee</b> (Reuters) ann@post.example", ["Ann Lee"]),
        ("By Ann Lee Updated June 3, 2023", ["Ann Lee"]),
        ("Lee, Ann", ["Ann Lee"]),
        ("记者 张三", ["张三"]),
        ("文/张三、李四", ["张三", "李四"]),
        ("周 平", ["周平"]),
        ("홍길동 기자", ["홍길동"]),
        ("admin", []),
        ("@annlee", []),
        ("https://post.example/ann", []),
        ("105092", []),
    ],
)
def test_names_in_bylines(raw: str, names: list[str]) -> None:
    assert list(people(raw)) == names


def test_organisations_are_told_from_persons() -> None:
    assert all(map(is_organization, ("Reuters", "新华社", "Harbour Post Newsroom", "Redaktion Nord", "example.com")))
    assert not any(map(is_organization, ("Ann Lee", "张三", "Eva Kern")))
    assert is_person("Ludwig van Holt")
    assert not is_person("Read more")


@pytest.mark.parametrize(
    ("text", "source", "place", "authors"),
    [
        ("城市网港湾6月9日电 (记者 张三、李四)市里宣布", "城市网", "港湾", ["张三", "李四"]),
        ("人民網北京6月9日電 (記者王小明)記者獲悉", "人民網", "北京", ["王小明"]),
        ("本报港湾6月9日讯（记者 张三 通讯员 李四）", None, "港湾", ["张三", "李四"]),
        ("【记者王明北京报道】市里宣布", None, "北京", ["王明"]),
        ("BERLIN (Reuters) - The city", "Reuters", "Berlin", []),
        ("LONDON, June 9 (AP) — The city", "AP", "London", []),
        ("Berlin (dpa) - Die Stadt", "dpa", "Berlin", []),
        ("The city has said (again) - twice", None, None, []),
    ],
)
def test_datelines(text: str, source: str | None, place: str | None, authors: list[str]) -> None:
    found = read_dateline(text)
    assert (found.source, found.place, found.authors) == (source, place, authors)


@pytest.mark.parametrize(
    ("text", "authors", "editors", "source"),
    [
        ("（责编：周平、林远）", [], ["周平", "林远"], None),
        ("责任编辑:何清", [], ["何清"], None),
        ("【编辑:高岩】", [], ["高岩"], None),
        ("来源：城市日报 作者：张三 编辑：李四", ["张三"], ["李四"], "城市日报"),
        ("文｜李四　编辑｜王五", ["李四"], ["王五"], None),
        ("文/记者 张三 通讯员 李四", ["张三", "李四"], [], None),
        ("記者王小明／台北報導", ["王小明"], [], None),
        ("转自：央视新闻客户端", [], [], "央视新闻客户端"),
        ("记者从会上获悉，今年将新增五条线路", [], [], None),
        ("Reporting by Ann Lee and Ben Okoro; Editing by Cleo Marsh", ["Ann Lee", "Ben Okoro"], ["Cleo Marsh"], None),
        ("Quelle: dpa", [], [], "dpa"),
    ],
)
def test_credit_lines(text: str, authors: list[str], editors: list[str], source: str | None) -> None:
    found = read_credits(text)
    assert (found.authors, found.editors, found.source) == (authors, editors, source)


@pytest.mark.parametrize(
    ("candidates", "names", "title"),
    [
        (["Five lines - Harbour Post"], ["Harbour Post"], "Five lines"),
        (["Harbour Post: Five new lines"], ["Harbour Post"], "Five new lines"),
        (["Five lines: what changes - and when"], ["Harbour Post"], "Five lines: what changes - and when"),
        (
            ["Five new lines for the hills | City | HP", "Five new lines for the hills"],
            [],
            "Five new lines for the hills",
        ),
        (["Five new bus lines for …", "Five new bus lines for the hills"], [], "Five new bus lines for the hills"),
        (["Harbour Post", "Five new lines"], ["Harbour Post"], "Five new lines"),
        (["五条公交线路开通--城市日报"], ["城市日报"], "五条公交线路开通"),
        (["五条公交线路全部开通_社会_城市日报"], [], "五条公交线路全部开通"),
        (["Lines &amp; hills"], [], "Lines & hills"),
    ],
)
def test_titles_lose_the_sites_name(candidates: list[str], names: list[str], title: str) -> None:
    found = best_title([("meta", c) for c in candidates], names)
    assert found is not None
    assert found[0] == title


def test_a_page_that_says_nothing_gives_nothing() -> None:
    meta = read("")
    assert meta == Metadata()


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from('<>/="abch1 time记者:：2023-06-09年月日By{}[],@'), max_size=300))
def test_any_page_is_read(html: str) -> None:
    read(html, lines=[html, html])


def test_hostile_pages_are_read_in_bounded_work() -> None:
    read("<div>" * 20_000 + "<h1>Lines</h1>" + "By Ann Lee " * 20_000)
    read(ld('{"@type":"NewsArticle","headline":' + '"a' * 50_000))
    read(ld("[" * 50_000))
    read(f'<meta name="author" content="{", ".join(["Ann Lee"] * 50_000)}"><h1>{"_" * 100_000}</h1>')
    read("<h1>Lines</h1><span class=date>" + "1/" * 200_000 + "</span>", lines=["(" * 100_000, "记者" * 50_000])


def shown(html: str, url: str = URL, language: str = "en", lines: list[str] | None = None) -> Metadata:
    heading = "<h1>Five new bus lines for the hills</h1>"
    return read(f"<html lang={language}><head></head><body>{heading}{html}</body></html>", url, lines)


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


def test_the_wire_behind_the_last_sentence_is_the_source() -> None:
    for last, source in (
        ("The first bus leaves on Monday. (Northern Press Agency)", "Northern Press Agency"),
        ("The first bus leaves on Monday (weather permitting).", None),
        ("The maker is an old one. (See page 4)", None),
    ):
        assert shown("", lines=["Buses will climb the hills from Monday.", last]).source == source


def test_the_site_itself_is_no_source() -> None:
    page = "<meta property=og:site_name content=海港在线><div>来源：{} 作者：何丽</div>"
    assert shown(page.format("海港在线"), language="zh").source is None
    assert shown(page.format("海岛晚报"), language="zh").source == "海岛晚报"
    assert read_credits("版权声明：凡注明“来源：海港在线”的作品，未经授权不得转载").source is None


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


def test_japanese_names_stay_whole() -> None:
    assert people("山田 太郎") == ("山田 太郎",)
    assert people("文＝佐藤 美咲") != ("佐藤", "美咲")
    assert people("王小明 李大江") == ("王小明", "李大江")
    assert is_person("山田 太郎")
