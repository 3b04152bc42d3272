"""The language of a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.text.language import chinese_script, language_of, region_of

TEXTS = {
    "en": "The city has said that the new bus lines will be open in May for all who live in the hills.",
    "de": "Die Stadt hat am Montag mitgeteilt, dass die neuen Buslinien im Mai für alle Anwohner geöffnet werden.",
    "fr": "La ville a annoncé lundi que les nouvelles lignes de bus sont ouvertes pour tous les habitants.",
    "es": "La ciudad anunció el lunes que las nuevas líneas de autobús estarán abiertas para todos los vecinos.",
    "it": "La città ha annunciato lunedì che le nuove linee di autobus sono aperte per tutti gli abitanti della zona.",
    "pt": "A cidade anunciou na segunda-feira que as novas linhas de ônibus estão abertas para todos os moradores.",
    "nl": "De stad heeft maandag gezegd dat de nieuwe buslijnen in mei open zijn en niet duurder worden.",
    "pl": "Miasto ogłosiło w poniedziałek, że nowe linie autobusowe są otwarte dla mieszkańców w tym roku.",
    "ru": "Власти города сообщили, что новые автобусные маршруты откроются в мае для всех, а билеты не подорожают.",
    "uk": "Влада міста повідомила, що нові автобусні маршрути відкриються у травні для всіх, і квитки не подорожчають.",
    "ja": "市は月曜日、新しいバス路線を五月に開くと発表しました。住民の移動が便利になります。",
    "ko": "시는 월요일 새로운 버스 노선을 오월에 연다고 발표했다.",
    "ar": "أعلنت المدينة أن خطوط الحافلات الجديدة في الشمال على وشك أن تفتح من الشهر المقبل مع هذه المحطات بعد كان ما",
    "el": "Η πόλη ανακοίνωσε νέες γραμμές λεωφορείων.",
    "zh-Hans": "市里周一宣布，新的公交线路将于五月开通，方便居民出行。",
    "zh-Hant": "市府週一宣布，新的公車路線將於五月開通，方便居民出行。",
}


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_content_tells_the_language(language: str) -> None:
    assert language_of(TEXTS[language]) == language


def test_content_beats_a_template_that_declares_another_language() -> None:
    assert language_of(TEXTS["de"], ["en-US"]) == "de"
    assert language_of(TEXTS["zh-Hant"], ["zh-CN"]) == "zh-Hant"


def test_a_declared_language_decides_where_the_text_is_short() -> None:
    assert language_of("Bus 12", ["de-AT"]) == "de"
    assert language_of("Bus 12") is None


def test_a_declared_language_that_nothing_here_knows_is_kept() -> None:
    assert language_of("Ibhasi entsha ivuliwe namhlanje edolobheni", ["xh-ZA"]) == "xh"
    assert language_of("Ibhasi entsha ivuliwe namhlanje edolobheni", ["unknown language", "xh-ZA"]) == "xh"


def test_between_languages_that_share_their_words_a_declared_one_decides() -> None:
    text = "Byen og folket som har en ny bro til alle i landet, den er god og det er til alle i år."
    assert [language_of(text, declared) for declared in ([], ["da"], ["nb"])] == ["da", "da", "no"]


@pytest.mark.parametrize(
    ("text", "declared", "language"),
    [
        ("शहरात नवीन बस मार्ग सुरू झाले आहेत", ["mr"], "mr"),
        ("शहर में नई बस लाइनें खुल गई हैं", ["en"], "hi"),
        ("নতুন বাছ পথ মুকলি হ'ল", ["as"], "as"),
        ("ሓደሽቲ መስመራት ኣውቶቡስ ተኸፊቶም", ["ti"], "ti"),
        ("די נייע באַס ליניעס זענען אָפֿן", ["yi"], "yi"),
        ("קווי האוטובוס החדשים נפתחו", ["yi-US", "en"], "yi"),
        ("קווי האוטובוס החדשים נפתחו", ["mr"], "he"),
    ],
)
def test_a_script_of_several_languages_is_read_as_the_declared_one(
    text: str, declared: list[str], language: str
) -> None:
    assert language_of(text, declared) == language


def test_the_script_of_chinese_without_telling_characters_is_as_declared() -> None:
    assert chinese_script("中文", ["zh-TW"]) == "zh-Hant"
    assert chinese_script("中文", ["zh_CN"]) == "zh-Hans"
    assert chinese_script("中文") == "zh-Hans"


def test_signs_and_pictures_are_of_no_language() -> None:
    assert language_of("“…” – 😀😀😀😀😀😀😀") is None


def test_latin_names_do_not_make_a_chinese_text_english() -> None:
    assert language_of("市里引进 Mercedes-Benz Citaro 公交车，替换旧车型，乘客表示欢迎") == "zh-Hans"


def test_regions() -> None:
    assert region_of(["de", "de-AT"]) == "at"
    assert region_of(["en_GB.UTF-8"]) == "gb"
    assert region_of(["zh-Hans"]) is None


@given(st.text(), st.lists(st.text(max_size=12), max_size=3))
def test_anything_is_answered(text: str, declared: list[str]) -> None:
    language_of(text, declared)
    region_of(declared)
