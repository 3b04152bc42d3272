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


def test_utf16_without_a_mark_is_told_by_its_markup() -> None:
    links = '<link rel="stylesheet" href="/site.css">' * 4
    page = f"<!doctype html><html><head><title>{HANS[3:39]}</title>{links}</head><body>{HANS}</body></html>"
    for encoding in ("utf-16-le", "utf-16-be"):
        assert decode(page.encode(encoding)) == (page, encoding)


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


DECLARED = {
    "windows-1250": "Město Žďár otevřelo nový most, který chtěli lidé už léta; příští týden přijedou první řidiči.",
    "iso-8859-2": "Primăria a anunţat că podul se deschide săptămâna viitoare, iar maşinile îl pot folosi.",
    "windows-1251": "Кметството обяви, че новият мост ще бъде отворен следващата седмица за всички коли.",
    "koi8-r": "Мэрия объявила, что новый мост откроют на следующей неделе, сообщил корреспондент.",
    "iso-8859-5": "Градска управа је саопштила да ће нови мост бити отворен следеће недеље.",
    "windows-1253": "Ο δήμος ανακοίνωσε ότι η νέα γέφυρα θα ανοίξει την επόμενη εβδομάδα για όλους.",
    "iso-8859-7": "Ο δήμος ανακοίνωσε ότι η νέα γέφυρα θα ανοίξει την επόμενη εβδομάδα για όλους.",
    "windows-1254": "Belediye, yeni köprünün önümüzdeki hafta açılacağını söyledi; şoförler çok sevindi, İğneada’da.",
    "iso-8859-9": "Belediye, yeni köprünün önümüzdeki hafta açılacağını söyledi; şoförler çok sevindi.",
    "windows-1255": "העירייה הודיעה כי הגשר החדש ייפתח בשבוע הבא, והנהגים שמחו מאוד על כך.",
    "iso-8859-8-i": "העירייה הודיעה כי הגשר החדש ייפתח בשבוע הבא, והנהגים שמחו מאוד על כך.",
    "windows-1256": "أعلنت البلدية أن الجسر الجديد سيفتح الأسبوع المقبل، وقال السائقون إنهم سعداء بذلك.",
    "windows-1257": "Pašvaldība paziņoja, ka jaunais tilts tiks atvērts nākamnedēļ; šoferi ļoti priecājas.",
    "iso-8859-13": "Savivaldybė pranešė, kad naujas tiltas bus atidarytas kitą savaitę; šeši vairuotojai džiaugėsi.",
    "windows-1258": "Tha\u0300nh phô\u0301 ông no\u0301i cây câ\u0300u mơ\u0301i đa\u0303 mơ\u0309 mo\u0323i.",
    "windows-874": "เทศบาลประกาศว่าสะพานใหม่จะเปิดในสัปดาห์หน้า และคนขับรถก็ดีใจมาก",
    "tis-620": "เทศบาลประกาศว่าสะพานใหม่จะเปิดในสัปดาห์หน้า และคนขับรถก็ดีใจมาก",
    "iso-8859-1": "Borgin opnaði nýja brú í gær; það gladdi ökumenn sem höfðu beðið þess í mörg ár.",
    "iso-8859-15": "La mairie a annoncé l'ouverture du pont : 3 € le passage, cœur de l'œuvre, été comme hiver.",
    "macintosh": "Die Stadt eröffnet die Brücke; Größe und Schönheit überzeugten – auch die Händler.",
}
PYTHON = {"iso-8859-8-i": "iso-8859-8", "tis-620": "cp874", "windows-874": "cp874", "macintosh": "mac-roman"}


@pytest.mark.parametrize("encoding", DECLARED)
def test_a_declared_one_byte_encoding_is_believed(encoding: str) -> None:
    text = DECLARED[encoding]
    body = text.encode(PYTHON.get(encoding, encoding))
    in_page = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={encoding}"></head><body>'
    assert decode(body, f"text/html; charset={encoding}")[0] == text
    assert decode(body, f'text/html; Charset="{encoding.upper()}"')[0] == text
    assert decode(in_page.encode() + body)[0] == in_page + text


@pytest.mark.parametrize("declared", ["iso-8859-1", "windows-1250", "windows-1254", "windows-1257", "iso-8859-15"])
@pytest.mark.parametrize(
    ("text", "encoding"),
    [(HANS, "gbk"), (HANT, "big5"), (JAPANESE, "shift_jis"), (KOREAN, "euc-kr"), (RUSSIAN, "cp1251")],
)
def test_a_declaration_that_the_bytes_contradict_is_not_believed(text: str, encoding: str, declared: str) -> None:
    assert decode(text.encode(encoding), f"text/html; charset={declared}")[0] == text


@pytest.mark.parametrize(("encoding", "declared"), [("koi8-r", "windows-1251"), ("windows-1251", "koi8-r")])
def test_cyrillic_whose_every_letter_would_change_its_case_is_not_believed(encoding: str, declared: str) -> None:
    page = f'<meta charset="{encoding}"><p>{RUSSIAN}</p>'
    assert decode(page.encode(encoding), f"text/html; charset={declared}")[0] == page


def test_a_windows_encoding_under_the_name_of_the_iso_one() -> None:
    text = "„Nie“, řekl Tomáš Žižka. Šest lidí žádalo šéfa – marně – o změnu."
    assert decode(text.encode("windows-1250"), "text/html; charset=iso-8859-2") == (text, "cp1250")


def test_the_pages_own_declaration_counts_before_a_servers_default() -> None:
    page = f'<meta charset="windows-1254"><p>{DECLARED["windows-1254"]}</p>'
    assert decode(page.encode("windows-1254"), "text/html; charset=ISO-8859-1")[0] == page


def test_a_declaration_may_stand_late_and_one_in_a_comment_counts_for_nothing() -> None:
    page = f'<head><!-- <meta charset="windows-1252"> --><script>{"x" * 9000}</script><meta charset="windows-1257"><p>'
    assert decode(page.encode() + DECLARED["windows-1257"].encode("windows-1257"))[1] == "cp1257"


def test_japanese_that_is_written_in_ascii_alone() -> None:
    body = JAPANESE.encode("iso-2022-jp")
    assert decode(body, "text/html; charset=iso-2022-jp") == (JAPANESE, "iso2022_jp")


@pytest.mark.parametrize("label", ["hex", "rot13", "idna", "unicode_escape", "utf-7", "no-such-encoding"])
def test_a_label_of_no_text_encoding_counts_for_nothing(label: str) -> None:
    assert decode(GERMAN.encode("cp1252"), f"text/html; charset={label}")[0] == GERMAN


def test_one_accented_letter_at_the_end_is_no_utf8_cut_off() -> None:
    text = "<p>The mill was sold to a café"
    assert decode(text.encode("iso-8859-1"), "text/html; charset=iso-8859-1")[0] == text


@given(st.binary(max_size=400), st.none() | st.text(max_size=40))
def test_any_bytes_are_read(body: bytes, content_type: str | None) -> None:
    text, name = decode(body, content_type)
    assert isinstance(text, str)
    assert name


@pytest.mark.parametrize("encoding", ["windows-1253", "windows-1254", "windows-1255", "iso-8859-7", "iso-8859-9"])
def test_a_server_that_calls_everything_utf8_is_not_believed_against_the_page(encoding: str) -> None:
    text = {"5": "הספינה תצא מהנמל ביום חמישי", "4": "Gemi perşembe günü iskeleden ayrılacak", "9": "Gemi günü ışık"}
    words = text.get(encoding[-1], "Το πλοίο θα φύγει από το λιμάνι") * 5
    body = f"<html><meta charset={encoding}><p>{words}</p></html>".encode(encoding)
    assert words in decode(body, "text/html; charset=utf-8")[0]


LANGUAGES = {
    "windows-1250": "cs",
    "iso-8859-2": "ro",
    "windows-1251": "bg",
    "koi8-r": "ru",
    "iso-8859-5": "sr",
    "windows-1253": "el",
    "windows-1254": "tr",
    "windows-1255": "he",
    "windows-1256": "ar",
    "windows-1257": "lv",
    "windows-874": "th",
}


@pytest.mark.parametrize("encoding", LANGUAGES)
@pytest.mark.parametrize("declared", ["", '<meta charset="utf-8">'])
def test_a_page_that_declares_no_encoding_or_not_its_own_is_read_in_one_of_its_language(
    encoding: str, declared: str
) -> None:
    page = f'<!doctype html><html lang="{LANGUAGES[encoding]}-XX"><head>{declared}</head><p>{DECLARED[encoding]}</p>'
    assert decode(page.encode(PYTHON.get(encoding, encoding)))[0] == page


@pytest.mark.parametrize(("text", "encoding"), [(HANS, "gbk"), (KOREAN, "euc-kr"), (RUSSIAN, "utf-8")])
def test_a_pages_language_counts_for_nothing_against_its_bytes(text: str, encoding: str) -> None:
    page = f'<html lang="pl"><p>{text}</p>'
    assert decode(page.encode(encoding))[0] == page


def test_a_part_in_another_encoding_does_not_make_another_of_declared_utf8() -> None:
    story = "Der Fährmann sagt: „Schöne Grüße“ – über die Brücke."
    body = f'<meta charset="utf-8"><p>{story}</p>'.encode() + "<p>Größe später</p>".encode("latin-1")
    assert story in decode(body)[0]
    assert decode(body.replace(b"utf-8", b"x"))[1] == "cp1252"


@pytest.mark.parametrize(
    ("language", "encoding", "text"),
    [
        ("tr", "windows-1254", "Gemi perşembe günü iskeleden ayrılacak, dediler: İşçiler şaşkındı."),
        ("cs", "windows-1250", "Přívoz otevřel nové nábřeží, řekl správce přístavu. Šlo to rychle."),
        ("pl", "iso-8859-2", "Prom otworzył nowe nabrzeże, powiedział kapitan. Było już późno."),
        ("ro", "iso-8859-2", "Feribotul a deschis un chei nou în port, spun oraşul şi căpitanii. Ţara întreagă."),
        ("lt", "windows-1257", "Keltas atidarė naują krantinę, sakė uosto vadovas. Žmonės džiaugėsi įvykiu."),
    ],
)
@pytest.mark.parametrize("declared", ["iso-8859-1", "windows-1252", "latin1"])
def test_a_western_declaration_is_not_believed_where_it_makes_foreign_letters_of_the_languages_own(
    language: str, encoding: str, text: str, declared: str
) -> None:
    page = f'<html lang="{language}"><head><meta charset="{declared}"></head><p>{text}</p>'
    assert decode(page.encode(encoding))[0] == page


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("tr", "Genève, Malmö ve Zürich arasında yeni bir tren: São Paulo, Ærø".replace("ı", "i")),
        ("is", "Það gladdi ökumenn sem höfðu beðið þess í mörg ár."),
        ("pl", "Café Müller, Düsseldorf"),
    ],
)
def test_a_western_declaration_is_believed_where_no_other_makes_more_of_the_text(language: str, text: str) -> None:
    page = f'<html lang="{language}"><head><meta charset="iso-8859-1"></head><p>{text}</p>'
    assert decode(page.encode("latin-1"))[0] == page


@pytest.mark.parametrize("encoding", ["cp866", "mac-cyrillic"])
def test_cyrillic_of_other_systems_on_a_page_that_says_its_language(encoding: str) -> None:
    page = f'<html lang="ru"><p>{RUSSIAN}</p>'
    assert decode(page.encode(encoding))[0] == page


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [RUSSIAN, JAPANESE, HANT])
def test_utf16_without_a_mark_whose_text_has_little_ascii(text: str, encoding: str) -> None:
    page = f"<html><head><title>{text}</title></head><body><p>{text}</p></body></html>"
    assert decode(page.encode(encoding))[0] == page


@pytest.mark.parametrize("content_type", [None, "text/html; charset=iso-8859-1"])
def test_japanese_in_ascii_alone_is_told_by_its_signs(content_type: str | None) -> None:
    assert decode(JAPANESE.encode("iso-2022-jp"), content_type) == (JAPANESE, "iso2022_jp")


@pytest.mark.parametrize(
    ("language", "encoding", "text"),
    [
        ("ko", "euc-kr", KOREAN),
        ("ja", "shift_jis", JAPANESE),
        ("zh-HK", "big5hkscs", "渡輪喺港口開通咗新嘅碼頭，佢哋話冇錯"),
    ],
)
@pytest.mark.parametrize("declared", ["", "iso-8859-1"])
def test_no_eastern_page_is_written_in_the_servers_default(
    language: str, encoding: str, text: str, declared: str
) -> None:
    page = f'<html lang="{language}"><meta charset="{declared}"><p>{text}</p>'
    assert decode(page.encode(encoding))[0] == page


def test_a_declared_encoding_of_the_pages_language_is_believed_in_spite_of_a_word() -> None:
    page = '<html lang="lv"><meta charset="windows-1257"><p>Šķūņi ostā, viņš teica, un kuģis.</p>'
    assert decode(page.encode("windows-1257"))[0] == page
