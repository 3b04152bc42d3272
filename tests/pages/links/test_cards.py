"""What of a card is its title, its teaser and its stamp."""

from __future__ import annotations

import pytest

from crawler.pages.body.extract import find_body
from crawler.pages.dom.page import Page
from crawler.pages.links.extract import find_link_blocks
from tests.pages.links.pages import TITLES, html, links, of_kind, read


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


@pytest.mark.parametrize("stamp", ["<time>3 hours ago</time>", "<span class='post-date'>Tuesday</span>"])
def test_what_is_marked_as_a_time_is_not_glued_to_titles_in_whatever_words(stamp: str) -> None:
    _, blocks = read(html(after=f"<h3>Related stories</h3>{links().replace('</a>', f'{stamp}</a>')}"))
    assert [link.title for block in blocks for link in block.links] == list(TITLES)


@pytest.mark.parametrize("stamp", ["2018-07-15", "03:09", "재생시간03:09", "12.05.2024 14:02", "上一篇"])
def test_dates_labels_and_play_times_are_not_glued_to_titles(stamp: str) -> None:
    items = links().replace('.html">', f'.html"><span>{stamp}</span>')
    _, blocks = read(html(after=f"<h3>Related</h3>{items}"))
    assert of_kind(blocks, "related") == list(TITLES)


def test_a_figure_without_a_picture_is_no_picture_of_the_story() -> None:
    link = f'<a href="/news/2024/01/x-41777.html">{TITLES[0]}</a>'
    boxed = f'<figure class="wp-block-table"><table><tr><td><b>READ MORE:</b> {link}</td></tr></table></figure>'
    assert of_kind(read(html(inside=boxed))[1], "related") == [TITLES[0]]


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        ("2018-07-15Council votes to rebuild the pier", "Council votes to rebuild the pier"),
        ("[2018/07/15] Council votes to rebuild the pier", "Council votes to rebuild the pier"),
        ("2018年7月15日 市議會通過碼頭重建計劃", "市議會通過碼頭重建計劃"),
        ("재생시간03:09 Council votes to rebuild the pier", "Council votes to rebuild the pier"),
        ("08:45 Council votes to rebuild the pier", "Council votes to rebuild the pier"),
        ("上一篇市議會通過碼頭重建計劃", "市議會通過碼頭重建計劃"),
        ("上一篇 市議會通過碼頭重建計劃", "市議會通過碼頭重建計劃"),
        ("Neuer Ballsaal im Rathaus eröffnet", "Neuer Ballsaal im Rathaus eröffnet"),
        ("Previous post: Council votes to rebuild the pier", "Council votes to rebuild the pier"),
        ("2024-25 season opens with a storm at sea", "2024-25 season opens with a storm at sea"),
        ("最新版的渡輪時刻表下週公布", "最新版的渡輪時刻表下週公布"),
        ("Ferries: what the council votes on", "Ferries: what the council votes on"),
    ],
)
def test_a_stamp_printed_in_one_piece_with_a_title_is_left_out(printed: str, title: str) -> None:
    shown = html(after=f"<h3>Related stories</h3>{links((printed, *TITLES[1:]))}")
    assert of_kind(read(shown)[1], "related")[0] == title
