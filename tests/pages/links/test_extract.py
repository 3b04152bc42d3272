"""What a reader sees as a page's blocks of links comes out as blocks, each of its kind."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.pages.body.extract import Body, find_body
from crawler.pages.dom.page import Page
from crawler.pages.links.anchors import is_title
from crawler.pages.links.card_kinds import is_step
from crawler.pages.links.extract import LinkBlock, find_link_blocks
from crawler.rules.related import container_kind

URL = "https://www.harbour-post.example/news/2024/03/ferry-line-reopens-48213.html"
STORY = "".join(
    f"<p>Paragraph {n} of the story tells at some length how the ferry line across the bay was opened again after two "
    f"years of repairs, what it cost, and who came to see the first boat leave the pier.</p>"
    for n in range(6)
)
TITLES = (
    "Council votes to rebuild the old pier",
    "Ferry fares will rise in the autumn",
    "How the storm broke the sea wall",
    "Fishermen ask for a second harbour",
)


def links(titles: tuple[str, ...] = TITLES, start: int = 48100) -> str:
    """A plain list of article links."""
    items = (f'<li><a href="/news/2024/02/story-number-{start + n}.html">{t}</a></li>' for n, t in enumerate(titles))
    return f"<ul>{''.join(items)}</ul>"


def html(*, inside: str = "", after: str = "", aside: str = "", before: str = "") -> str:
    """A page with a story; what is given stands in it, under it, beside it or above it."""
    half = STORY.find("<p>Paragraph 3")
    return f"""<html><head><title>Ferry line reopens after two years</title></head><body>
        <header><nav><a href="/politics/">Politics</a> <a href="/sport/">Sport</a></nav></header>
        {before}<main><article><h1>Ferry line reopens after two years</h1>
        <div class="text">{STORY[:half]}{inside}{STORY[half:]}</div></article>{after}</main>
        <div class="sidebar">{aside}</div><footer><a href="/imprint">Imprint of the paper</a></footer></body></html>"""


def read(source: str, url: str = URL) -> tuple[Body, list[LinkBlock]]:
    page = Page(source, url)
    body = find_body(page)
    return body, find_link_blocks(page, body)


def of_kind(blocks: list[LinkBlock], kind: str) -> list[str]:
    return [link.title for block in blocks if block.kind == kind for link in block.links]


HEADINGS = [
    "We recommend", "Linked articles",
    "Related stories", "相关阅读", "延伸閱讀", "関連記事", "관련기사", "Mehr zum Thema", "Lire aussi",
    "Te puede interesar",
    "Leia também", "Leggi anche", "Lees ook", "Läs också", "Les også", "Læs også", "Lue myös", "Czytaj także",
    "Související články", "Kapcsolódó cikkek", "Citește și", "Читайте также", "Читайте також", "İlgili Haberler",
    "Διαβάστε επίσης", "اقرأ أيضا", "קראו גם", "यह भी पढ़ें", "Baca juga", "Tin liên quan", "ข่าวที่เกี่ยวข้อง",
]  # fmt: skip


@pytest.mark.parametrize("heading", HEADINGS)
def test_a_heading_that_claims_the_list_makes_it_related_in_any_language(heading: str) -> None:
    _, blocks = read(html(aside=f"<h3>{heading}</h3>{links()}"))
    assert of_kind(blocks, "related") == list(TITLES)
    assert next(b for b in blocks if b.kind == "related").heading == heading


@pytest.mark.parametrize(
    "heading", ["Most read", "热门排行", "アクセスランキング", "Meistgelesen", "Les plus lus", "Trending"]
)
def test_lists_for_everyone_are_more(heading: str) -> None:
    _, blocks = read(html(after=f"<section><h3>{heading}</h3>{links()}</section>"))
    assert of_kind(blocks, "more") == list(TITLES)
    assert not of_kind(blocks, "related")


def test_a_heading_need_not_be_one_by_its_tag() -> None:
    _, blocks = read(html(after=f'<div class="box"><div><span>相关阅读</span></div>{links()}</div>'))
    assert of_kind(blocks, "related") == list(TITLES)


@pytest.mark.parametrize("place", ["after", "aside"])
def test_a_list_that_nothing_claims_for_the_story_is_for_everyone(place: str) -> None:
    _, blocks = read(html(**{place: f"<div>{links()}</div>"}))
    assert of_kind(blocks, "more") == list(TITLES)


def test_a_list_whose_box_claims_it_for_the_story_needs_no_heading() -> None:
    _, blocks = read(html(after=f'<div class="related-articles">{links()}</div>'))
    assert of_kind(blocks, "related") == list(TITLES)


def test_navigation_tags_and_footer_are_no_blocks() -> None:
    tags = (
        '<h4>Tags</h4><ul><li><a href="/tag/ferries">Ferries and boats</a></li><li><a href="/tag/b">Bay</a></li></ul>'
    )
    _, blocks = read(html(after=tags))
    assert blocks == []


def test_two_lists_under_one_roof_keep_their_headings() -> None:
    other = ("Old lighthouse sold to a painter", "Whale seen close to the beach", "Library opens on Sundays again")
    _, blocks = read(html(after=f"<div><h3>Related</h3>{links()}<h3>Latest news</h3>{links(other, 48200)}</div>"))
    assert of_kind(blocks, "related") == list(TITLES)
    assert of_kind(blocks, "more") == list(other)


def test_rows_of_one_list_are_one_block() -> None:
    def card(n: int) -> str:
        return f'<div class="col"><a href="/news/2024/02/story-{48100 + n}.html">{TITLES[n]}</a></div>'

    rows = f'<div class="row">{card(0)}{card(1)}</div><div class="row">{card(2)}{card(3)}</div>'
    _, blocks = read(html(after=f"<section><h2>Related</h2>{rows}</section>"))
    assert [[link.title for link in b.links] for b in blocks] == [list(TITLES)]
    assert [link.rank for link in blocks[0].links] == [1, 2, 3, 4]


def test_a_card_of_picture_title_and_teaser_is_one_link() -> None:
    card = """<div class="card"><a href="/news/2024/02/pier-48100.html"><img src="/pier.jpg" alt=""></a><div>
        <a href="/news/2024/02/pier-48100.html">Council votes to rebuild the old pier</a>
        <span>12.03.2024</span><span>153</span><a href="/author/jane-roe">Jane Roe</a>
        <p>The work is to begin in May and will take a year, the mayor said.tjq9{width:100%;margin:30px auto}</p>
        </div></div>"""
    _, blocks = read(html(after=f"<h3>Related</h3><div>{card}{card.replace('pier-48100', 'wall-48101')}</div>"))
    first = blocks[0].links[0]
    assert len(blocks[0].links) == 2
    assert first.title == "Council votes to rebuild the old pier"
    assert first.image == "https://www.harbour-post.example/pier.jpg"
    assert first.snippet is not None
    assert first.snippet.startswith("The work is to begin in May")
    assert "{" not in first.snippet
    assert "2024" not in first.snippet


def test_a_stretched_link_takes_its_title_from_the_card() -> None:
    card = '<article><a href="/news/2024/02/pier-{}.html"></a><h3>{}</h3></article>'
    cards = "".join(card.format(48100 + n, t) for n, t in enumerate(TITLES))
    _, blocks = read(html(after=f"<section><h2>Read next</h2>{cards}</section>"))
    assert of_kind(blocks, "related") == list(TITLES)


def test_links_in_sentences_are_inline_and_stay_in_the_text() -> None:
    link = '<a href="/news/2023/01/promise-41000.html">to open it a year ago</a>'
    sentence = f"<p>The company had promised {link}, but the crane broke.</p>"
    body, blocks = read(html(inside=sentence))
    assert of_kind(blocks, "inline") == ["to open it a year ago"]
    assert [b.kind for b in blocks] == ["inline"]
    assert "to open it a year ago" in body.text(exclude=[e for b in blocks for e in b.elements])


@pytest.mark.parametrize(
    "line",
    [
        '<p>Read more: <a href="/news/2024/02/pier-48100.html">Council votes to rebuild the old pier</a></p>',
        '<p><strong><a href="/news/2024/02/pier-48100.html">Council votes to rebuild the old pier</a></strong></p>',
        '<aside class="teaser"><a href="/news/2024/02/pier-48100.html"><img src="a.jpg"><h4>Council votes to rebuild '
        "the old pier</h4></a></aside>",
        '<div class="box"><div>Lesen Sie auch</div><a href="/news/2024/02/pier-48100.html">Council votes to rebuild '
        "the old pier</a></div>",
    ],
)
def test_cards_and_read_more_lines_in_the_text_are_related_and_leave_it(line: str) -> None:
    body, blocks = read(html(inside=line))
    assert of_kind(blocks, "related") == [TITLES[0]]
    text = body.text(exclude=[e for b in blocks for e in b.elements])
    assert TITLES[0] not in text
    assert all(f"Paragraph {n} of the story" in text for n in range(6))


def test_adverts_are_told_by_host_by_rel_and_by_label() -> None:
    adverts = "".join(f'<li><a href="https://trc.taboola.com/click?i={n}">{t}</a></li>' for n, t in enumerate(TITLES))
    _, blocks = read(html(after=f"<h3>You may like</h3><ul>{adverts}</ul>"))
    assert {b.kind for b in blocks} == {"sponsored"}
    _, blocks = read(html(after=f"<h3>Related</h3>{links().replace('<a ', '<a rel=sponsored ', 1)}"))
    assert of_kind(blocks, "sponsored") == [TITLES[0]]
    assert of_kind(blocks, "related") == list(TITLES[1:])


def test_an_empty_slots_label_makes_no_adverts_of_the_sites_own_stories() -> None:
    _, blocks = read(html(after=f"<div>Anzeige</div>{links()}"))
    assert of_kind(blocks, "more") == list(TITLES)


def test_steps_to_neighbouring_stories_are_more() -> None:
    steps = (
        f'<div class="post-navigation"><a href="/news/2024/a-48212.html">« {TITLES[0]}</a> '
        f'<a href="/news/2024/b-48214.html">{TITLES[1]} »</a></div>'
    )
    _, blocks = read(html(after=steps))
    assert [b.kind for b in blocks] == ["more"]


def test_a_link_to_the_page_itself_stays_in() -> None:
    own = f'<li><a href="{URL}">Ferry line reopens after two years</a></li>'
    _, blocks = read(html(after=f"<h3>Related</h3>{links().replace('<ul>', '<ul>' + own)}"))
    assert blocks[0].links[0].url == URL


def test_tools_of_the_page_are_no_links_to_stories() -> None:
    share = f'<li><a href="{URL}?share=mail">Send this story to a friend of yours</a></li>'
    tools = f'<ul>{share}<li><a href="{URL}#reply">Reply</a></li></ul>'
    _, blocks = read(html(after=tools))
    assert blocks == []


def test_siblings_of_different_make_are_no_list() -> None:
    mixed = (
        '<h4><a href="/news/2024/02/pier-48100.html">Council votes to rebuild the old pier</a></h4>'
        '<div><a href="/about/our-team-48000.html">Write to the people who make this paper</a></div>'
    )
    _, blocks = read(html(after=mixed))
    assert all("our-team" not in link.url for block in blocks for link in block.links)
    assert max((len(block.links) for block in blocks), default=0) <= 1


def test_pictures_of_the_story_are_no_related_links() -> None:
    picture = (
        '<figure><a href="/gallery/48213-1.html"><img src="a.jpg" alt=""></a>'
        '<figcaption><a href="/gallery/48213-1.html">The first boat leaves the pier on Monday</a></figcaption></figure>'
    )
    _, blocks = read(html(inside=picture))
    assert not of_kind(blocks, "related")


def test_blocks_that_scripts_draw_come_out_of_state() -> None:
    state = """<script>window.__STATE__ = {"page": {"relatedArticles": [
        {"title": "Council votes to rebuild the old pier", "url": "/news/2024/02/pier-48100.html", "teaser": "In May."},
        {"title": "Ferry fares will rise in the autumn", "url": "/news/2024/02/fares-48101.html"}]}}</script>
        <script type="application/ld+json">{"@type": "NewsArticle", "headline": "Ferry line reopens",
        "relatedLink": ["https://www.harbour-post.example/news/2024/02/wall-48102.html"]}</script>"""
    _, blocks = read(html(after=state))
    assert {b.kind for b in blocks} == {"related"}
    urls = [link.url.rpartition("/")[2] for b in blocks for link in b.links]
    assert urls == ["wall-48102.html", "pier-48100.html", "fares-48101.html"]
    assert all(b.element is None for b in blocks)


def test_a_list_printed_twice_is_offered_twice_each_with_its_ranks() -> None:
    twice = f'<div class="wide"><h3>Related</h3>{links()}</div><div class="narrow"><h3>Related</h3>{links()}</div>'
    _, blocks = read(html(after=twice))
    assert [[link.title for link in b.links] for b in blocks] == [list(TITLES)] * 2
    assert [[link.rank for link in b.links] for b in blocks] == [[1, 2, 3, 4]] * 2


def test_positions_grow_down_the_page() -> None:
    line = '<p>Read more: <a href="/news/2024/02/wall-48300.html">Whale seen close to the beach</a></p>'
    _, blocks = read(html(inside=line, after=f"<h3>Related</h3>{links()}"))
    assert [round(b.position, 1) for b in blocks] == [0.5, 1.0]


@pytest.mark.parametrize(
    "source",
    [
        "",
        "<a href='http://[bad'>x</a>",
        "<a href='//'>one two three four five</a>",
        "<p>" + "<div>" * 3000 + "<a href=/x>y</a>",
    ],
)
def test_no_page_is_too_broken(source: str) -> None:
    read(source)


def test_many_links_are_bounded_work() -> None:
    many = "".join(
        f'<li><a href="/news/2024/02/story-{n}.html">Council votes to rebuild pier {n}</a></li>' for n in range(40_000)
    )
    _, blocks = read(html(after=f"<h3>Related</h3><ul>{many}</ul>"))
    assert blocks


PIECES = (
    "<ul>", "<li>", "<a href='/n/story-of-the-old-pier-4711'>", "The old pier is rebuilt", "</a>", "<h3>Related</h3>",
    "</li>", "</ul>", "<p>", "</p>", STORY, "<div class='related'>", "</div>",
)  # fmt: skip


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(PIECES)))
def test_whatever_the_markup_the_story_stays_and_the_answer_repeats(pieces: list[str]) -> None:
    source = html(inside="".join(pieces))
    _, first = read(source)
    body, again = read(source)
    assert [(b.kind, b.heading, b.links, b.position) for b in first] == [
        (b.kind, b.heading, b.links, b.position) for b in again
    ]
    text = body.text(exclude=[e for b in again for e in b.elements])
    assert all(p.text in text for p in body.blocks if p.text.startswith("Paragraph"))


@pytest.mark.parametrize(
    ("wording", "title"),
    [
        ("新OpenSUSE的树莓派镜像", True),
        ("5800名Ubuntu用户的2013年", True),
        ("抢2999元VIP红包", False),
        ("下载APP", False),
    ],
)
def test_foreign_words_and_numbers_count_in_a_chinese_title(wording: str, title: bool) -> None:
    assert is_title(wording) is title


@pytest.mark.parametrize("title", ["如何构建 RPM 包", "爱 Vim 的七个理由", "什么是容器镜像？"])
def test_a_short_chinese_title_is_not_passed_over_for_its_teaser(title: str) -> None:
    teaser = "节省跨多个主机安装文件和脚本的时间和精力，是每一个管理员的愿望，本文说明怎样做到。"
    items = "".join(f'<li><a href="/a/2018/1028/5016{n}.html">{title}</a><p>{teaser}</p></li>' for n in range(3))
    story = "".join(
        f"<p>渡轮公司第{n}次表示，新航线从星期一开始试运行，每天往返两次，票价与原来相同。</p>" for n in range(4)
    )
    page = Page(
        f"<html><body><h1>新航线试运行</h1>{story}<h3>相关阅读</h3><ul>{items}</ul></body></html>",
        "https://news.example/a/2018/1028/50170.html",
    )
    related = [link for block in find_link_blocks(page, find_body(page)) for link in block.links]
    assert [(link.title, link.snippet) for link in related] == [(title, teaser)] * 3


@pytest.mark.parametrize("wording", ["Previous post", "下一篇", "【上一篇】", "← The old pier", "The old pier »"])
def test_steps_are_known_by_words_brackets_and_arrows(wording: str) -> None:
    assert is_step(wording)


@pytest.mark.parametrize(
    "wording", ["« Nous avons tout tenté », raconte le capitaine", "Le port fermé « jusqu’à nouvel ordre »"]
)
def test_quotation_marks_are_no_arrows(wording: str) -> None:
    assert not is_step(wording)


def test_headlines_in_french_quotation_marks_stay_related() -> None:
    titles = ("Marée noire : le port fermé « jusqu’à nouvel ordre »", "« Nous avons tout tenté », raconte le capitaine")
    _, blocks = read(html(after=f"<aside><h3>À lire aussi</h3>{links(titles)}</aside>"))
    assert of_kind(blocks, "related") == list(titles)


def test_titles_of_one_word_are_titles_under_a_heading_that_announces_stories() -> None:
    titles = ("9Patch", "Krabbenfischer", "Selene")
    items = "".join(f'<li><a href="/news/2024/02/{t.lower()}-48{n}01.html">{t}</a></li>' for n, t in enumerate(titles))
    _, blocks = read(html(after=f"<h3>Related articles</h3><ul>{items}</ul>"))
    assert of_kind(blocks, "related") == list(titles)
    _, blocks = read(html(after=f"<h3>Topics</h3><ul>{items}</ul>"))
    assert blocks == []


def test_a_card_that_the_previous_and_next_navigation_repeats_leaves_its_block_whole() -> None:
    step = f'<nav><a href="/news/2024/02/story-number-48101.html">Next: {TITLES[1]}</a></nav>'
    _, blocks = read(html(after=f"{step}<h3>Related</h3>{links()}"))
    assert of_kind(blocks, "related") == list(TITLES)


def test_a_target_in_two_lists_is_offered_in_both_with_its_rank_in_each() -> None:
    other = links(tuple(reversed(TITLES))).replace("48100", "x").replace("48103", "48100").replace("x", "48103")
    _, blocks = read(html(after=f"<h3>Related</h3>{links()}<h3>Most read</h3>{other}"))
    assert [(b.kind, link.rank) for b in blocks for link in b.links if link.title == TITLES[0]] == [
        ("related", 1),
        ("more", 4),
    ]


def test_a_call_to_action_of_the_menu_is_no_offer() -> None:
    menu = "".join(f'<a href="/{n}/">Section {n}</a>' for n in range(9))
    contact = "<li><a href='/contacto/'>Write to us about it today</a></li></ul>"
    source = html(after=f"<h3>Related</h3>{links().replace('</ul>', contact)}")
    source = source.replace("<header>", f"<header><nav>{menu}<a href='/contacto/'>Contact</a></nav>")
    _, blocks = read(source)
    assert of_kind(blocks, "related") == list(TITLES)


def test_a_link_that_its_address_calls_a_banner_is_an_advert() -> None:
    address = "https://boats.example/sale-of-the-year-2024?utm_medium=banner"
    banner = f'<li><a href="{address}">The sale of the year is on</a></li>'
    _, blocks = read(html(after=f"<h3>Related</h3>{links().replace('</ul>', banner + '</ul>')}"))
    assert of_kind(blocks, "related") == list(TITLES)
    assert of_kind(blocks, "sponsored") == ["The sale of the year is on"]


@pytest.mark.parametrize("stamp", ["2018-07-15", "03:09", "재생시간03:09", "12.05.2024 14:02", "上一篇"])
def test_dates_labels_and_play_times_are_not_glued_to_titles(stamp: str) -> None:
    items = links().replace('.html">', f'.html"><span>{stamp}</span>')
    _, blocks = read(html(after=f"<h3>Related</h3>{items}"))
    assert of_kind(blocks, "related") == list(TITLES)


TABS = """<div><ul class="tabs"><li{}><a href="#one">Related</a></li><li{}><a href="#two">Most read</a></li></ul>
    <div id="one">{}</div><div id="two">{}</div></div>"""
OTHERS = ("Old lighthouse sold to a painter", "Whale seen close to the beach", "Library opens on Sundays again")


def test_each_panel_goes_by_its_own_tab() -> None:
    _, blocks = read(html(after=TABS.format(' class="active"', "", links(), links(OTHERS, 48200))))
    assert of_kind(blocks, "related") == list(TITLES)
    assert of_kind(blocks, "more") == list(OTHERS)


def test_a_heading_printed_twice_is_read_once() -> None:
    heading = "<h3><span>Читайте также</span><span>Читайте также</span></h3>"
    _, blocks = read(html(after=f"{heading}{links()}"))
    assert [b.heading for b in blocks if b.kind == "related"] == ["Читайте также"]


def test_a_box_named_read_next_is_no_paging() -> None:
    assert container_kind("read-next-feed") == "related"
    assert container_kind("next-page") == "more"


@pytest.mark.parametrize(
    ("label", "line"),
    [
        ("See also", '(See also: <em><a href="/news/2024/01/x-41777.html">{title}</a></em>.)'),
        ("LIRE AUSSI", '<span class="box"><b>LIRE AUSSI</b> <a href="/news/2024/01/x-41777.html">{title}</a></span>'),
        (
            "LIRE AUSSI",
            'On <i>Friday</i> <q><b>LIRE AUSSI</b> <a href="/news/2024/01/x-41777.html">{title}</a></q> too',
        ),
        ("{title}", '<a href="/news/2024/01/x-41777.html">{title}</a>.'),
    ],
)
def test_a_link_that_a_label_offers_between_sentences_is_related(label: str, line: str) -> None:
    title = "Read more about the ferries of the north" if label == "{title}" else "A pier that nobody wanted to pay for"
    told = f"<p>The first boat left on Monday, two years after the storm. {line.format(title=title)}</p>"
    blocks = read(html(inside=told))[1]
    assert of_kind(blocks, "related") == [title]
    assert [block.heading for block in blocks if block.kind == "related"] == [label.format(title=title)]


@pytest.mark.parametrize(
    "sentence",
    [
        'As you see also in <a href="/news/2024/01/x-41777.html">a pier that nobody wanted</a>, money is short.',
        'The paper told of it before (<a href="/news/2024/01/x-41777.html">a pier that nobody wanted</a>), in March.',
    ],
)
def test_a_link_that_its_sentence_needs_is_the_storys(sentence: str) -> None:
    blocks = read(html(inside=f"<p>The first boat left on Monday, two years after. {sentence}</p>"))[1]
    assert of_kind(blocks, "inline") == ["a pier that nobody wanted"]
    assert not of_kind(blocks, "related")


REVIEWED = ("Northwind folding dryer", "Harbour drying cupboard", "Quayside hanging airer")
"""Titles of three words each."""
OFFERS = f"""<ul>{
    "".join(f'<li><a href="https://shop.example/goods/great-offer-{t[:5]}">{t}</a></li>' for t in REVIEWED)
}</ul>"""
REVIEW = f"<p>{'It dried our coats in two hours, and it folds away behind any door of the house. ' * 3}</p>"


@pytest.mark.parametrize(
    ("subheading", "table"),
    [("{}", True), ("2. The {}", True), ("The {} tested", True), ("{} against cheaper rivals", False)],
)
def test_a_table_of_the_storys_own_sections_offers_no_other_story(subheading: str, *, table: bool) -> None:
    sections = "".join(f"<h2>{subheading.format(title)}</h2>{REVIEW}" for title in REVIEWED)
    _, blocks = read(html(inside=f"<h2>Related stories</h2>{OFFERS}{sections}"))
    assert of_kind(blocks, "related") == ([] if table else list(REVIEWED))


@pytest.mark.parametrize("heads", [1, 2])
def test_a_list_of_which_half_is_in_the_storys_subheadings_is_its_table(heads: int) -> None:
    sections = "".join(f"<h2>{title}</h2>{REVIEW}" for title in REVIEWED[:heads])
    _, blocks = read(html(inside=f"<h2>Related stories</h2>{OFFERS}{sections}"))
    assert bool(of_kind(blocks, "related")) is (heads == 1)


def test_the_sites_own_stories_on_the_topics_of_a_briefing_are_related() -> None:
    sections = "".join(f"<h2>{title}</h2>{REVIEW}" for title in REVIEWED)
    _, blocks = read(html(inside=sections, after=f"<section><h3>Related stories</h3>{links(REVIEWED)}</section>"))
    assert of_kind(blocks, "related") == list(REVIEWED)


def test_one_title_that_a_subheading_repeats_is_an_offer_all_the_same() -> None:
    told = f"<h2>{TITLES[0]}</h2>{STORY[: STORY.find('</p>') + 4]}"
    _, blocks = read(html(inside=told, after=f"<section><h3>Related stories</h3>{links(TITLES[:1])}</section>"))
    assert of_kind(blocks, "related") == [TITLES[0]]


def test_a_figure_without_a_picture_is_no_picture_of_the_story() -> None:
    link = f'<a href="/news/2024/01/x-41777.html">{TITLES[0]}</a>'
    boxed = f'<figure class="wp-block-table"><table><tr><td><b>READ MORE:</b> {link}</td></tr></table></figure>'
    assert of_kind(read(html(inside=boxed))[1], "related") == [TITLES[0]]


def test_a_title_of_one_word_is_offered_with_the_rest_of_its_list() -> None:
    shown = html(after=f"<h3>Related stories</h3>{links((*TITLES, 'Lighthouses'))}")
    assert of_kind(read(shown)[1], "related") == [*TITLES, "Lighthouses"]


STATE = '{"props": {"relatedArticles": [' + ", ".join(
    f'{{"url": "/news/2024/02/story-{48100 + n}.html", "title": "{title}"}}' for n, title in enumerate(TITLES)
) + "]}}"  # fmt: skip


@pytest.mark.parametrize(
    "script",
    [
        f"window.__STATE__ = {STATE}",
        f"window.__STATE__ = JSON.parse({json.dumps(STATE)})",
        f"self.__next_f.push([1, {json.dumps('4:' + STATE[:150])}])</script>"
        f"<script>self.__next_f.push([1, {json.dumps(STATE[150:])}])",
    ],
    ids=["plain", "escaped", "streamed"],
)
def test_a_list_in_a_pages_state_is_offered_however_it_is_written(script: str) -> None:
    assert of_kind(read(html(after=f"<script>{script}</script>"))[1], "related") == list(TITLES)


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        ("2018-07-15Council votes to rebuild the pier", "Council votes to rebuild the pier"),
        ("[2018/07/15] Council votes to rebuild the pier", "Council votes to rebuild the pier"),
        ("2018年7月15日 市議會通過碼頭重建計劃", "市議會通過碼頭重建計劃"),
        ("재생시간03:09 Council votes to rebuild the pier", "Council votes to rebuild the pier"),
        ("08:45 Council votes to rebuild the pier", "Council votes to rebuild the pier"),
        ("上一篇市議會通過碼頭重建計劃", "市議會通過碼頭重建計劃"),
        ("Previous post: Council votes to rebuild the pier", "Council votes to rebuild the pier"),
        ("2024-25 season opens with a storm at sea", "2024-25 season opens with a storm at sea"),
        ("最新版的渡輪時刻表下週公布", "最新版的渡輪時刻表下週公布"),
        ("Ferries: what the council votes on", "Ferries: what the council votes on"),
    ],
)
def test_a_stamp_printed_in_one_piece_with_a_title_is_left_out(printed: str, title: str) -> None:
    shown = html(after=f"<h3>Related stories</h3>{links((printed, *TITLES[1:]))}")
    assert of_kind(read(shown)[1], "related")[0] == title


def test_a_label_at_the_start_of_a_links_own_words_is_its_heading() -> None:
    line = '<p><a href="/news/2024/01/x-41777.html">ALSO READ: A pier that nobody wanted to pay for</a></p>'
    related = [block for block in read(html(after=line))[1] if block.kind == "related"]
    assert [block.heading for block in related] == ["ALSO READ"]
