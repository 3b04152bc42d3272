"""The encoding of a page's bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.text.encoding import decode

HANS = "<p>市场监管总局今天介绍，本市新增五条公交线路，方便居民出行，记者从现场获悉。</p>"
HANT = "<p>市府今天介紹，本市新增五條公車路線，方便居民出行，記者從現場獲悉。</p>"
JAPANESE = "<p>東京都は十日、新しいバス路線を発表しました。住民の移動が便利になります。</p>"
KOREAN = "<p>서울시는 오늘 새로운 버스 노선을 발표했다고 기자가 전했다.</p>"
RUSSIAN = "<p>Городские власти объявили о новых автобусных маршрутах, сообщает корреспондент.</p>"
GERMAN = "<p>Die Stadt eröffnet neue Buslinien für Anwohner, heißt es. Größer und schöner – für alle.</p>"


@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [
        (HANS, "utf-8", "utf-8"),
        (HANS, "gbk", "gb18030"),
        (HANS, "gb18030", "gb18030"),
        (HANT, "big5", "big5"),
        (JAPANESE, "shift_jis", "shift_jis"),
        (JAPANESE, "euc-jp", "euc_jp"),
        (KOREAN, "euc-kr", "euc-kr"),
        (RUSSIAN, "cp1251", "cp1251"),
        (GERMAN, "cp1252", "cp1252"),
    ],
)
@pytest.mark.parametrize("declared", [None, "utf-8", "iso-8859-1", "right"])
def test_text_comes_out_right_whatever_is_declared(text: str, encoding: str, name: str, declared: str | None) -> None:
    charset = encoding if declared == "right" else declared
    content_type = f"text/html; charset={charset}" if charset else None
    assert decode(text.encode(encoding), content_type) == (text, name)


def test_gbk_declared_as_utf8_in_the_page_itself() -> None:
    page = f'<html><head><meta charset="utf-8"></head><body>{HANS}</body></html>'
    assert decode(page.encode("gbk"))[0] == page


def test_utf8_declared_as_gbk() -> None:
    page = f'<html><head><meta charset="gb2312"></head><body>{HANS}</body></html>'
    assert decode(page.encode(), "text/html; charset=gbk") == (page, "utf-8")


def test_a_declaration_in_the_page_is_believed_where_the_text_bears_it_out() -> None:
    page = f'<html><head><meta charset="big5"></head><body>{HANT}</body></html>'
    assert decode(page.encode("big5")) == (page, "big5")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_a_byte_order_mark_decides(encoding: str) -> None:
    assert decode(HANS.encode(encoding), "text/html; charset=gbk")[0] == HANS


def test_utf16_without_a_mark() -> None:
    page = "<html><head><title>Buses</title></head><body>Größe</body></html>"
    assert decode(page.encode("utf-16-le"))[0] == page


def test_a_few_damaged_places_do_not_change_the_encoding() -> None:
    body = (HANS * 20).encode()
    text, name = decode(body[:500] + b"\xff\xfe" + body[500:])
    assert name == "utf-8"
    assert "公交线路" in text


def test_a_body_cut_in_the_middle_of_a_character() -> None:
    assert decode(HANS.encode()[:-5])[1] == "utf-8"


def test_tags_without_end_are_passed_over_quickly() -> None:
    decode(b"<script" * 100_000 + "公交".encode("gbk"))


@given(st.binary(max_size=400), st.none() | st.text(max_size=40))
def test_any_bytes_are_read(body: bytes, content_type: str | None) -> None:
    text, name = decode(body, content_type)
    assert isinstance(text, str)
    assert name
