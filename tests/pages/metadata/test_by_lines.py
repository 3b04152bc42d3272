"""Bylines as pages print them: in a line below the headline, and at the beginning and the end of the story."""

import pytest

from tests.pages.metadata.word_readings import read

STORY = "The ferry runs again. " * 20


@pytest.mark.parametrize(
    ("markup", "authors"),
    [
        ("<p>[Posted: Thu 12/01/2022 by <b>Jane Doe</b> <a href=/>post.example</a>]</p>", ["Jane Doe"]),
        ("<p>Submitted by Jane Doe on Mon, 11/23/2026 - 10:15</p>", ["Jane Doe"]),
        ("<p>Published 10:15 am by Jane Doe</p>", ["Jane Doe"]),
        ("<p>Nov. 23, 2026 | By Jane Doe</p>", ["Jane Doe"]),
        ("<p>23 November 2026, by Jane Doe</p>", ["Jane Doe"]),
        ("<p>In 2015 the quay was taken over by Jane Doe</p>", []),
        ("<p>On 9 June 2023 the old quay was taken over by Jane Doe</p>", []),
        ("<p>By Jane Doe -- Harbour & Quay, 1/21/2018</p>", ["Jane Doe"]),
        ("<p>By Jane Doe of the Harbour Post</p>", ["Jane Doe"]),
        ("<p>By JANE DOE Harbour Daily/Sunday News</p>", ["JANE DOE"]),
        ("<p>By <a href=mailto:jane@post.example><b>Jane Doe</b></a><br>HARBOUR-TRIBUNE<br></p>", ["Jane Doe"]),
        ("<p>By <a href=/biog/1>Jane Doe »</a></p>", ["Jane Doe"]),
        ("<div>Eds: UPDATES.<br>By JANE DOE<br>Associated Press Writer<br>" + STORY + "</div>", ["JANE DOE"]),
        ("<div>" + STORY + "More <a href=/x>here</a> by Jane Doe, a sailor.</div>", []),
        ("<div>" + STORY + "<p>By <a href=/staff#jane>Jane Doe</a> in <a href=/news>News</a></p></div>", ["Jane Doe"]),
        ("<p>Posted on November 5, 2026 by Jane Doe, under <a href=/t/1>Google Plus</a></p>", ["Jane Doe"]),
        ("<p>By Jane Doe and <a href=/x>John Roe</a></p>", ["Jane Doe", "John Roe"]),
        ("<div><b>Author :</b> Jane Doe </div>", ["Jane Doe"]),
        ("<h4>Autor</h4><p><a href=/profil/jane>Jane Doe</a><b>, </b></p>", ["Jane Doe"]),
        ("<p>Ein Kommentar von Lena Kurz</p>", ["Lena Kurz"]),
        ("<p>Von Lena Kurz (Text) und Lars Berg (Fotos)</p>", ["Lena Kurz"]),
        ("<p>Teksti Matti Laine Kuvat Aino Salo</p>", ["Matti Laine"]),
        ("<p>Bài và ảnh: Nguyễn Văn An</p>", ["Nguyễn Văn An"]),
        ("<p>Story by Jane Doe, photos by John Roe</p>", ["Jane Doe"]),
        ("<p>5.02.2026 <span>-&nbsp;Redaktion: Lena Kurz (Pressesprecherin)</span></p>", ["Lena Kurz"]),
        ("<p>          By Jane Doe</p>", ["Jane Doe"]),
        ("<p>By Jane Doe</p>" + "<p></p>" * 40 + "<p>By John Roe</p>", ["Jane Doe"]),
        ("<p>By Jane Doe</p><p>By John Roe</p>", ["Jane Doe", "John Roe"]),
        ("<p>By Jane Doe - Safe Harbour News team</p>", ["Jane Doe"]),
        ("<p>Übersetzt von: <span class=author>Lars Berg</span></p><span class=author>Lena Kurz</span>", ["Lena Kurz"]),
        ("<p>Photos by <a href=/author/john>John Roe</a></p><p><a href=/author/jane>Jane Doe</a></p>", ["Jane Doe"]),
        ("<p>" + STORY + "<a href=/person/566>John Roe</a> said.</p>", []),
        ("<div class=author><a href=/x>harbour.example</a> | Life & Quay News</div>", []),
        ("<p>By Ms Doe</p>", []),
        ("<p>By Dr. Jane Doe</p>", ["Dr. Jane Doe"]),
        ("<p>文｜王小明</p>", ["王小明"]),
        ("<p>采写/王小明</p>", ["王小明"]),
        ("<p>撰稿人：王小明</p>", ["王小明"]),
        ("<p>王小明 / 台北報導</p>", ["王小明"]),
        ("<p>編譯王小明／綜合報導</p>", ["王小明"]),
        ("<p>港務局 / 台北報導</p>", []),
        ("<p>聞き手・山田太郎</p>", ["山田太郎"]),
        ("<p>構成／山田 太郎</p>", ["山田 太郎"]),
        ("<p>김민수 기자 kim@harbour.example</p>", ["김민수"]),
        ("<p>김민수 특파원</p>", ["김민수"]),
        ("<p>항구는 김민수 기자에게 말했다</p>", []),
    ],
)  # fmt: skip
def test_a_byline_below_the_headline(markup: str, authors: list[str]) -> None:
    assert read(body=markup).authors == authors


@pytest.mark.parametrize(
    ("lines", "authors", "source"),
    [
        (("The ferry runs again.", "Story: Jane Doe", "Photography: John Roe"), ["Jane Doe"], None),
        (("Der Hafen ist offen.", "Text: Lena Kurz, Fotos: Lars Berg"), ["Lena Kurz"], None),
        (("El puerto abrió.", "Texto: María Gil"), ["María Gil"], None),
        (("Порт открыт.", "Автор: Пётр Иванов"), ["Пётр Иванов"], None),
        (("The ferry runs again.", "By Jane Doe of the Harbour Post"), ["Jane Doe"], None),
        (("The ferry runs again.", "By noon the quay was full"), [], None),
        (("The quay is new. (c)AFP/Jane DOE",), ["Jane DOE"], "AFP"),
        (("“The quay is new.” – The Harbour Times/Asia News Network/Jane Doe",), ["Jane Doe"], "The Harbour Times"),
        (("The quay is new – and/or old",), [], None),
        (("【王小明╱台北報導】港口今天重開。",), ["王小明"], None),
        (("(서울=연합뉴스) 김민수 이지영 기자 = 항구가 다시 열렸다.",), ["김민수", "이지영"], None),
        (("항구가 다시 열렸다.", "김민수 기자 kim@harbour.example"), ["김민수"], None),
        (("항구가 다시 열렸다고 김민수 기자가 말했다.",), [], None),
        (("港は再開した。（山田太郎）",), ["山田太郎"], None),
        (("港は再開した。【山田太郎、鈴木花子】",), ["山田太郎", "鈴木花子"], None),
        (("港は再開した。（写真は資料）",), [], None),
    ],
)  # fmt: skip
def test_a_story_that_is_signed_in_its_own_lines(
    lines: tuple[str, ...], authors: list[str], source: str | None
) -> None:
    found = read(lines=lines)
    assert (found.authors, found.source) == (authors, source)
