"""What a page says about itself."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.pages.metadata.credit_lines import read_credits
from crawler.pages.metadata.declared import Metadata
from tests.pages.metadata.pages import ld, read, shown


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
        ("<p><a href=/staff/page>Athletes</a></p>", []),
    ],
)
def test_one_word_signs_where_nothing_names_a_person_in_full(html: str, authors: list[str]) -> None:
    assert read(f"<h1>Buses</h1>{html}<p>Five lines.</p>").authors == authors


@pytest.mark.parametrize("signature", ["Ann Lee / Harbour News", "- Ann Lee", "(Ann Lee)"])
def test_a_signature_may_stand_in_signs_or_beside_its_newsroom(signature: str) -> None:
    assert read("<h1>Buses</h1>", lines=["Five lines start in May.", signature]).authors == ["Ann Lee"]


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
