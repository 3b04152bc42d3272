"""Walls, soft 404s and a site's pages about itself are no stories, and stories about such things are."""

from __future__ import annotations

import pytest

from crawler.pages.article import Extraction, extract

URL = "https://harbourpost.example/news/ferry-line-123.html"
SENTENCE = "The ferry to the northern islands will run twice a day from Monday, the harbour office said on day {}."
COOKIES = (
    "We and our 81 partners store and access information on a device, such as cookies, to show you personalised ads."
)
CHOICE = "You can change your choice at any time, or withdraw your consent at the foot of each page of this site."
DATED = (
    '<script type="application/ld+json">{"@type":"NewsArticle","headline":"A","datePublished":"2026-11-20"}</script>'
)


def read(title: str, *texts: str, url: str = URL, head: str = "", h1: str | None = None) -> Extraction:
    paragraphs = "".join(f"<p>{text}</p>" for text in texts)
    heading = title if h1 is None else h1
    return extract(
        f"<html><head><title>{title}</title>{head}</head><body><nav><a href=/>Home</a></nav>"
        f"<main><h1>{heading}</h1>{paragraphs}</main><footer>© 2026</footer></body></html>",
        url,
    )


@pytest.mark.parametrize(
    ("title", "texts"),
    [
        ("Before you continue", (COOKIES, CHOICE)),
        ("Harbour Post", (COOKIES, COOKIES, CHOICE)),
        ("Weiter mit Werbung lesen", ("Nutzen Sie uns mit dem Abo ohne Werbung.", "Bereits Abonnent? Hier anmelden.")),
        ("Il giornale", ("Noi e i nostri partner usiamo i cookie con il tuo consenso per la pubblicità.",)),
        ("Gazeta", ("My i nasi partnerzy używamy plików cookie; wyrażasz zgodę na reklamy.",)),
        ("Sign in to continue", ("Create a free account to read three stories a month.",)),
        ("Ferry line opens a quay", ("This story is for subscribers. Log in or create a free account to read on.",)),
        ("渡船新航線啟用", ("本文為會員專屬內容，請先登入，登入後即可閱讀全文。",)),
        ("451: Unavailable for legal reasons", ("Readers in your country cannot open this page.",)),
        ("Harbour Post", ("This website is currently unavailable in your region for legal reasons.",)),
        ("Just a moment...", ("We are checking that you are human, it takes a second.",)),
        ("harbourpost.example", ("Please enable JavaScript and cookies in your browser to continue.",)),
        ("Attention Required!", ("Sorry, you have been blocked. Cloudflare Ray ID: 8f1.",)),
        ("港湾日报", ("请启用JavaScript后继续访问。",)),
        ("Age verification", ("You must be 18 years or older to view this content.",)),
        ("Under maintenance", ("We will be back shortly. Thank you for your patience.",)),
        ("503 Service Temporarily Unavailable", ("The server cannot answer now. Please try again later.",)),
        ("Account Suspended", ("This Account has been suspended. Contact your hosting provider.",)),
        ("harbourpost.example", ("This domain may be for sale. Buy this domain now.",)),
        ("Hafenbote", ("Die Seite wird wegen Wartungsarbeiten abgeschaltet. Bitte später erneut versuchen.",)),
        ("Your browser is out of date", ("Please update your browser to view this website.",)),
    ],
)
def test_a_wall_is_no_story(title: str, texts: tuple[str, ...]) -> None:
    found = read(title, *texts)
    assert (found.article, found.reason) == (None, "wall"), found.detail


def test_a_wall_is_told_where_its_page_declares_the_story_behind_it() -> None:
    assert read("Ferry line opens a quay", COOKIES, CHOICE, head=DATED).reason == "wall"


def test_a_wall_is_told_by_its_address() -> None:
    text = "Choose whether to accept all cookies and advertising, or to pay three euros a month and see no advertising."
    assert read("Harbour Post", text, url="https://consent.harbourpost.example/?to=x").reason == "wall"
    assert read("Harbour Post", text, url="https://harbourpost.example/cookiewall").reason == "wall"


def test_a_challenge_without_words_is_told_by_its_source() -> None:
    found = extract('<html><body><iframe src="/_Incapsula_Resource?x=31"></iframe></body></html>', URL)
    assert found.reason == "wall"


@pytest.mark.parametrize(
    "title",
    [
        "Page not found | Post",
        "404",
        "Oops! That page can't be found.",
        "页面不存在",
        "Страница не найдена",
        "Sayfa bulunamadı",
    ],
)
def test_a_page_that_was_not_found_is_no_story(title: str) -> None:
    found = read(title, "Try the search, or one of the stories that others read today.")
    assert (found.article, found.reason) == (None, "not-found")


def test_only_the_title_or_only_the_text_may_say_that_there_is_nothing() -> None:
    sorry = "Die gewünschte Seite gibt es leider nicht mehr. Vielleicht hilft Ihnen unsere Suche weiter."
    assert read("Seite nicht gefunden | Bote", "Vielleicht hilft die Suche weiter.", h1="Hoppla!").reason == "not-found"
    assert read("Hafenbote", sorry).reason == "not-found"


def test_a_page_not_found_stays_one_however_many_stories_it_offers() -> None:
    offers = [SENTENCE.format(n) for n in range(9)]
    assert read("Page not found - Harbour Post", *offers).reason == "not-found"
    assert read("Missing ship: page not found in its log - Harbour Post", *offers).reason is None


@pytest.mark.parametrize(
    ("title", "url"),
    [
        ("The Harbour Post", "https://harbourpost.example/about"),
        ("The Harbour Post", "https://harbourpost.example/en/privacy-policy/"),
        ("Impressum - Hafenbote", "https://hafenbote.example/seite/17"),
        ("关于我们", "https://gangwan.example/a/1.html"),
    ],
)
def test_a_page_of_the_site_about_itself_is_no_story(title: str, url: str) -> None:
    found = read(title, *(SENTENCE.format(n) for n in range(4)), url=url)
    assert (found.article, found.reason) == (None, "not-article")


@pytest.mark.parametrize(
    ("title", "texts", "head", "url"),
    [
        (
            "Court limits cookie banners",
            ("A court ruled on Monday that sites must offer a way to refuse cookies.",),
            "",
            URL,
        ),
        ("Boat not found", ("Divers did not find the boat on Monday.",), "", URL),
        ("Page not found, says the archive", ("The ship's log lacks a page.",), DATED, URL),
        ("Access denied", (SENTENCE.format(1), SENTENCE.format(2)), DATED, URL),
        ("About a ferry", (SENTENCE.format(1),), "", "https://harbourpost.example/2026/11/about"),
        ("Ferry", (SENTENCE.format(1), "Log in to continue reading."), "", URL),
        ("Ferry site under maintenance for third day", ("Passengers could not book on Thursday.",), "", URL),
        ("Age verification law passed", ("Parliament passed the law on Thursday.",), "", URL),
    ],
)
def test_a_story_is_not_taken_for_a_wall(title: str, texts: tuple[str, ...], head: str, url: str) -> None:
    assert read(title, *texts, head=head, url=url).article is not None


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Harbour Post", "Страницата не е намерена."),
        ("Harbour Post", "抱歉，文章不存在或已被删除"),
        ("Hmm…", "The article you are trying to read is no longer available."),
        ("Il Porto", "Siamo spiacenti, l'articolo richiesto non è più disponibile."),
    ],
)
def test_a_page_that_says_in_a_line_what_others_say_in_their_title_was_not_found(title: str, text: str) -> None:
    assert read(title, text).reason == "not-found"


def test_a_line_of_a_story_whose_headline_shares_its_words_is_a_story() -> None:
    assert (
        read("行方不明の船、見つからず", "海上保安庁によると、行方不明の船は見つかりませんでした。").article is not None
    )


STRAY = "Something went awry. Go back to where you came from."


@pytest.mark.parametrize("title", ["Harbour Post", "港報", "Willkommen"])
def test_a_line_or_two_without_anything_that_stories_have_are_no_article(title: str) -> None:
    assert read(title, STRAY).reason == "not-article"
    assert read(title, STRAY, url="https://harbourpost.example/2026/11/24/ferry-line").reason == "not-article"


@pytest.mark.parametrize(
    ("title", "text", "head"),
    [
        ("Ferry line closed for two days", STRAY, ""),
        ("渡輪公司星期二啟用新碼頭", STRAY, ""),
        ("Awry", STRAY, ""),
        ("Ferry", STRAY, '<meta property="og:type" content="article">'),
        ("Ferry", STRAY, '<meta name="author" content="Jane Doe">'),
        ("Ferry", f"24 November 2026. {STRAY}", ""),
        ("Ferry", f"{STRAY} " * 4, ""),
        ("港", "他們說，昨天什麼也沒有發生；接著大家都回家去了。" * 4, ""),
    ],
    ids=[
        "headline",
        "headline of another script",
        "a word of the title",
        "type",
        "author",
        "date",
        "length",
        "length in another script",
    ],
)
def test_a_line_or_two_with_anything_that_stories_have_are_an_article(title: str, text: str, head: str) -> None:
    assert read(title, text, head=head).article is not None


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "Harbour weekly to drop its paywall",
            "The weekly will drop its paywall in January. Readers need no longer log in to read on.",
        ),
        (
            "Rail line's site down for maintenance on eve of holiday",
            "The rail line's site was down for maintenance on the eve of the holiday. “Please try again later.”",
        ),
        (
            "Strona ministerstwa nie działa",
            "Strona ministerstwa nie działa od poniedziałku. Trwają prace techniczne, podał resort.",
        ),
        ("微信下架逾百篇文章", "微信周三下架逾百篇文章，点开后显示“此内容已被删除”。平台称接到投诉。"),
        (
            "Bots solve captchas faster than people",
            "Bots solve them faster: a second. People need nine to prove that they are not a robot.",
        ),
        (
            "Mail users being redirected to fake page",
            "Users of the mail service read “You are being redirected” and landed on a fake page on Friday.",
        ),
    ],
)
def test_a_short_story_about_walls_goes_on_about_its_headline(title: str, text: str) -> None:
    assert read(title, text).article is not None


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Sorry, readers seem hurried today", "Sorry, readers seem hurried today. Confirm that you are not a robot."),
        ("Ferry line opens a quay", "Ferry line opens a quay: sign in to continue reading this story."),
        ("Quay to open in May", "Log in to continue reading “Quay to open in May”"),
        ("Ferry line opens a quay", "Sign in to continue reading this page of the ferry."),
        ("Ferry quay", "Sign in to continue reading of the ferry and its quay."),
        ("Courier example of a quay", "Courier example: sign in to continue reading."),
        ("渡轮公司启用新码头", "本文為會員專屬內容，請先登入，登入後即可閱讀渡轮公司全文。"),
        ("Access denied: courier.example limits access", "Error 1020. courier.example has limited access."),
        ("您访问的页面不存在或已被删除", "抱歉，您访问的页面不存在，可能已被删除。"),
        ("Story removed: this page is gone", "This page is gone. The story has been removed."),
    ],
)
def test_a_wall_that_repeats_its_title_is_none(title: str, text: str) -> None:
    assert read(title, text, url="https://courier.example/news/1").article is None


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Harbour Post", "You are being redirected to our new site. If nothing happens, follow the link."),
        ("301 Moved Permanently", "The document has moved here."),
        ("Weiterleitung", "Diese Seite ist umgezogen. Sie werden in wenigen Sekunden automatisch weitergeleitet."),
        ("安全提示", "您即将离开本站，请注意您的账号和财产安全。"),
        ("Search", "No results found for ferry quay. Try other words for your search."),
        ("Harbour Post", "This story has expired. Articles of our agencies are kept for thirty days."),
    ],
)
def test_a_page_that_leads_elsewhere_or_found_nothing_is_no_story(title: str, text: str) -> None:
    assert read(title, text).reason == "not-found"
