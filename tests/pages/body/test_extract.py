"""The story's text on pages as publishers build them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.pages.body.extract import find_body
from crawler.pages.dom.page import Page

URL = "https://news.example/2024/05/03/ferry"
P1 = "The ferry to the northern islands will run twice a day from Monday, the harbour office said on Friday."
P2 = "Until now it had left only in the morning, and those who missed it had to wait for a full day on the quay."
P3 = "“We have asked for this for eleven years,” said Marta Lind, who runs the bakery on the largest island."
P4 = "The second boat was built in 1987 and has been refitted with a quieter engine and a ramp for wheelchairs."
STORY = [P1, P2, P3, P4]
HEAD = "<head><title>Second ferry to the islands - Harbour News</title></head>"


def page(body: str, head: str = HEAD) -> Page:
    return Page(f"<html>{head}<body>{body}</body></html>", URL)


def paragraphs(body: str, head: str = HEAD) -> list[str]:
    return find_body(page(body, head)).text().split("\n\n")


def ps(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def test_paragraphs_of_a_plain_article() -> None:
    body = f"<nav><ul><li><a href=/a>World</a></ul></nav><article><h1>Second ferry</h1>{ps(*STORY)}</article>"
    assert paragraphs(body) == STORY


def test_text_has_one_paragraph_per_block_and_single_spaces() -> None:
    body = "<article>" + ps(P1.replace(" ", "\n  "), f"<b>{P2[:20]}</b>{P2[20:]}", P3) + "</article>"
    assert paragraphs(body) == [P1, P2, P3]


def test_lead_above_the_body_and_subheadings_in_order() -> None:
    lead = "Islanders have waited eleven years for a second boat; it comes on Monday."
    body = (
        f"<main><header><h1>Second ferry to the islands</h1><p class=standfirst>{lead}</p></header>"
        f"<div class=article-body>{ps(P1, P2)}<h2>A boat from 1987</h2>{ps(P3, P4)}</div></main>"
    )
    assert paragraphs(body) == [lead, P1, P2, "A boat from 1987", P3, P4]


def test_body_in_layout_tables() -> None:
    body = (
        "<table><tr><td><a href=/>Home</a><br><a href=/w>World</a></td><td><table><tr><td>"
        f"<h1>Second ferry</h1>{ps(*STORY)}</td></tr></table></td></tr></table>"
    )
    assert paragraphs(body) == STORY


def test_body_of_text_parted_by_line_breaks() -> None:
    body = (
        f"<div id=menu><a href=/>Home</a></div><div id=text><b>Second ferry</b><br><br>{'<br><br>'.join(STORY)}</div>"
    )
    assert paragraphs(body)[-4:] == STORY


def test_body_of_divs_without_paragraphs() -> None:
    body = "<div class=c>" + "".join(f"<div>{text}</div>" for text in STORY) + "</div><div><a href=/x>More</a></div>"
    assert paragraphs(body) == STORY


def test_body_in_several_containers() -> None:
    part = "<div class=part>{}</div>"
    body = f"<article><h1>Ferry</h1>{part.format(ps(P1, P2))}<div class=advert><p>Buy a boat. {P1}</p></div>"
    assert paragraphs(f"{body}{part.format(ps(P3, P4))}</article>") == STORY


def test_lists_quotations_and_tables_of_the_story_stay() -> None:
    body = (
        f"<article>{ps(P1, P2)}<ul><li>Morning boat: half past seven</li><li>Evening boat: a quarter to six</li></ul>"
        f"<blockquote><p>It is the best news since the bridge.</p></blockquote>{ps(P3)}"
        "<table><tr><th>Port</th><th>Minutes</th></tr><tr><td>Lindholm</td><td>40</td></tr></table>"
        + ps(P4)
        + "</article>"
    )
    assert paragraphs(body) == [
        P1,
        P2,
        "Morning boat: half past seven",
        "Evening boat: a quarter to six",
        "It is the best news since the bridge.",
        P3,
        "Port | Minutes",
        "Lindholm | 40",
        P4,
    ]


def test_quoted_posts_of_social_networks_stay() -> None:
    post = "<blockquote class=twitter-tweet><p>The second boat has left the yard!</p>— Harbour (@harbour)</blockquote>"
    assert "The second boat has left the yard!" in paragraphs(
        f"<article>{ps(P1, P2)}<div class=social-embed>{post}</div>{ps(P3, P4)}</article>"
    )


@pytest.mark.parametrize(
    "extra",
    [
        "<figure><img src=a.jpg><figcaption>The second boat in the yard. Photo: A. Berg</figcaption></figure>",
        "<div class=wp-caption><img src=a.jpg><p>The second boat in the yard, ready to go. Photo: A. Berg</p></div>",
        "<div class=share-bar><p>Share this story with your friends on every network there is, right now.</p></div>",
        "<section class=newsletter-box><p>Get the week's best stories by mail, every Friday at six.</p></section>",
        "<form><p>Your address is safe with us, we only use it to send you the letter you asked for.</p></form>",
        "<div id=cookie-consent><p>We use cookies to give you the best experience on this site.</p></div>",
        "<aside><p>The islands were settled by fishermen, as the museum in the old town shows.</p></aside>",
        "<div class=related-articles><h3>Related</h3><p><a href=/b>Bridge closed for repairs again</a></p></div>",
        "<ul><li><a href=/b>Bridge closed for repairs</a></li><li><a href=/c>Ferry fares go up</a></li></ul>",
        "<p>Read also: <a href=/b>Bridge to the islands closed for repairs again this summer</a></p>",
        "<p><a href=/b>Bridge to the islands closed for repairs again this summer</a></p>",
        "<div class=x7f><p>Every month the editors pick a photograph from the archive for you to look at.</p></div>",
    ],
)
def test_what_is_not_the_story_goes(extra: str) -> None:
    more = [f"{text} So it was said again at the meeting in the old town hall that evening." for text in STORY]
    found = paragraphs(f"<article><h1>Second ferry</h1>{ps(P1, P2)}{extra}{ps(P3, P4, *more)}</article>")
    assert found == STORY + more


def test_comments_go_even_where_they_are_longer_than_the_story() -> None:
    comments = "".join(f"<li class=comment><p>Comment {n}: {P4} {P2}</p></li>" for n in range(30))
    body = f"<article><h1>Ferry</h1>{ps(*STORY)}</article><div id=comments><ol class=comment-list>{comments}</ol></div>"
    assert paragraphs(body) == STORY


def test_notices_to_the_reader_at_the_end_go() -> None:
    notice = "Sign up for our <a href=/n>newsletter</a> and never miss a boat."
    body = f"<article><h1>Ferry</h1>{ps(*STORY, notice)}</article>"
    assert paragraphs(body) == STORY


def test_a_layout_named_after_its_sidebar_is_no_sidebar() -> None:
    body = f"<div class='page with-sidebar sidebar-right'><div class=content><h1>Ferry</h1>{ps(*STORY)}</div></div>"
    assert paragraphs(body) == STORY


def test_of_several_articles_on_a_page_the_first_is_the_article() -> None:
    others = "".join(
        f"<article><h2>Another story</h2>{ps(P4 + ' Or so.', P2 + ' They say.', P1 + ' No.')}</article>" for _ in "ab"
    )
    body = f"<main><article><h1>Second ferry to the islands</h1>{ps(*STORY)}</article>{others}</main>"
    assert paragraphs(body) == STORY


def test_of_several_posts_under_linked_headlines_the_first_is_the_article() -> None:
    posts = "".join(
        f"<div class=post><h2><a href=/{n}>Post {n}</a></h2>{ps(*(f'{text} It is post {n}.' for text in STORY))}</div>"
        for n in "123"
    )
    assert paragraphs(f"<div id=main>{posts}</div>") == [f"{text} It is post 1." for text in STORY]


def test_news_of_one_sentence() -> None:
    body = f"<header><a href=/>News</a></header><div class=b><h1>Second ferry</h1><p>{P1}</p></div><footer>©</footer>"
    assert paragraphs(body) == [P1]


def test_chinese_story_with_dateline() -> None:
    one = "新华社青岛6月9日电（记者王明）记者9日从港务局获悉，开往北部岛屿的渡轮将从下周一起每天增加一班。"
    two = "此前渡轮只在早上开出，错过的乘客要在码头等上一整天。岛上居民说，这个要求他们提了十一年。"
    body = f"<div class=nav><a href=/>首页</a></div><div class=w><h1>北部岛屿渡轮增加一班</h1>{ps(one, two)}</div>"
    assert paragraphs(body) == [one, two]


def test_readings_over_characters_are_no_text() -> None:
    rest = "く船が来週から一日に二回になると港の役所が発表しました。"
    body = f"<article><p><ruby>島<rt>しま</rt></ruby>へ<ruby>行<rt>い</rt></ruby>{rest}</p></article>"
    assert paragraphs(body) == ["島へ行" + rest]


def test_blocks_inside_excluded_elements_are_left_out() -> None:
    found = page(f"<article>{ps(P1)}<div id=box>{ps(P2)}</div>{ps(P3)}</article>")
    body = find_body(found)
    assert body.text(exclude=found.tree.xpath("//div[@id='box']")) == "\n\n".join([P1, P3])
    assert body.root is not None


def test_a_page_without_text_has_no_blocks() -> None:
    assert find_body(page("")).blocks == []
    assert find_body(Page("", URL)).text() == ""


def test_a_story_in_the_depths_is_read() -> None:
    deep = "<div>" * 600 + ps(*STORY) + "</div>" * 600
    assert paragraphs(f"<h1>Ferry</h1>{deep}") == STORY


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 100_000 + P1,
        "<p>" + "<b>" * 50_000 + P1,
        f"<div class='{'x-' * 2_000_000}'>{P1}</div>",
        "<a href=/x>y</a>" * 100_000,
        "<table>" * 3_000 + P1,
        "<ul><li>" * 20_000 + P1,
        "<p>" + "a<br>" * 200_000,
        "<p>" + "<br> " * 200_000,
    ],
)
def test_hostile_pages_end(html: str) -> None:
    find_body(Page(html, URL)).text()


@settings(max_examples=40, deadline=None)
@given(st.text(st.sampled_from("<>/=\"' abdivplh1ulaspnr&;\n文字。"), max_size=300))
def test_any_input_gives_clean_paragraphs(html: str) -> None:
    first, second = find_body(Page(html, URL)).text(), find_body(Page(html, URL)).text()
    assert first == second
    assert all(line == " ".join(line.split()) and line for line in first.split("\n\n") if first)


@pytest.mark.parametrize(
    ("markup", "shown"),
    [
        ("They met at <a href=/h>the harbour</a>.", "They met at the harbour."),
        ("The <b>array</b>, <i>they</i> said, works.", "The array, they said, works."),
        ("<a href=/s>s</a>elf made, «<a href=/x>quoted</a>»", "self made, «quoted»"),
        ("碼頭<a href=/a>跌停</a>的<strong>股票</strong>。", "碼頭跌停的股票。"),
        ("one<br>two", "one two"),
    ],
)
def test_inline_elements_add_no_space(markup: str, shown: str) -> None:
    assert (
        paragraphs(f"<article><h1>Second ferry</h1>{ps(*STORY)}<p>{P1} {markup}</p></article>")[-1] == f"{P1} {shown}"
    )


@pytest.mark.parametrize("notice", ["(責編:王小明)關注公眾號:海港財經", "更多內容請關注公眾號"])
def test_what_is_glued_to_the_last_sentence_does_not_take_it_along(notice: str) -> None:
    last = "渡輪公司表示,新航線從星期一開始試運行,每天往返兩次,票價與原來相同,學生和老人可以半價。"
    assert paragraphs(f"<article><h1>Second ferry</h1>{ps(*STORY, last + notice)}</article>")[-1] == last + notice
    assert paragraphs(f"<article><h1>Second ferry</h1>{ps(*STORY, notice)}</article>") in (STORY, [*STORY, notice])


@pytest.mark.parametrize(
    "line",
    ["Ubuntu 14.04 icon set", "LOW LOWE 113.40 -1.62 -1.41%", "£79.99, Lakeside", "还记得 2009 年是什么样子吗？"],
)
def test_numbers_that_are_no_date_or_time(line: str) -> None:
    assert line in paragraphs(f"<article><h1>Second ferry</h1>{ps(P1, P2, line, P3, P4)}</article>")


@pytest.mark.parametrize("line", ["3. Mai 2024, 10.45 Uhr", "03.05.2024 | 10:45", "2024年5月3日 10時45分", "1:23 p.m."])
def test_dates_and_times_of_their_own_are_left_out(line: str) -> None:
    assert paragraphs(f"<article><h1>Second ferry</h1>{ps(P1, P2, line, P3, P4)}</article>") == STORY


@pytest.mark.parametrize(
    "hidden",
    [
        "<span hidden>(Ad: buy a boat)</span>",
        "<span style='display: none'>(Ad: buy a boat)</span>",
        "<span style='visibility:hidden'>(Ad: buy a boat)</span>",
        "<span style='position:absolute;clip:rect(1px, 1px, 1px, 1px)'>(Ad: buy a boat)</span>",
        "<span class=sr-only>(opens in a new window)</span>",
        "<span class=u-hiddenVisually>(opens in a new window)</span>",
        "<span class=a11y-hidden>(opens in a new window)</span>",
        "<span class='note d-none'>(Ad: buy a boat)</span>",
        "<span style='width:0;height:0;overflow:hidden'>(Ad: buy a boat)</span>",
        "<span style='color:transparent;font-size:1px'>(Ad: buy a boat)</span>",
        "<i class=tooltip>A ferry is a boat.</i>",
    ],
)
def test_hidden_words_inside_a_line_are_not_the_story_s(hidden: str) -> None:
    words = P2.split(" ")
    inner = " ".join(words[:5]) + f" {hidden} " + " ".join(words[5:])
    assert paragraphs(f"<article>{ps(P1, inner, P3, P4)}</article>") == STORY


@pytest.mark.parametrize("shown", ["style='display: inline'", "class='d-none d-md-inline'", "style='width:0.5em'"])
def test_shown_words_inside_a_line_are(shown: str) -> None:
    words = P2.split(" ")
    inner = " ".join(words[:5]) + f" <span {shown}>{words[5]}</span> " + " ".join(words[6:])
    assert paragraphs(f"<article>{ps(P1, inner, P3, P4)}</article>") == STORY


def test_what_stands_beside_an_empty_story_is_not_the_story() -> None:
    beside = f"<aside class=sidebar><h2>About the paper</h2>{ps(P1, P2, P3, P4)}</aside>"
    head = "<head><title>Second ferry</title></head>"
    assert paragraphs(f"{head}<main><h1>Second ferry</h1><div class=article-body></div></main>{beside}") == [""]


def test_a_page_that_declares_itself_a_story_keeps_what_it_has() -> None:
    head = "<head><title>Second ferry</title><meta property=og:type content=article></head>"
    assert paragraphs(f"{head}<main><h1>Second ferry</h1></main><aside>{ps(P1, P2, P3, P4)}</aside>") == STORY


def test_a_story_with_its_headline_in_an_aside_is_read() -> None:
    head = "<head><title>Second ferry</title></head>"
    assert paragraphs(f"{head}<aside><h1>Second ferry</h1>{ps(P1, P2, P3, P4)}</aside>") == STORY
