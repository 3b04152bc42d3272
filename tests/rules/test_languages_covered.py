"""What each language has of the data that reading needs: a language that loses a part fails here."""

import pytest

from crawler.rules.boilerplate import ANY, boilerplate_languages
from crawler.rules.dates import date_rules
from crawler.rules.languages import language_rules
from crawler.text.boilerplate import clean_text
from crawler.text.date_labels import label_of
from crawler.text.months import month_names

LANGUAGES = sorted(language_rules().languages | {language for _, _, language in language_rules().scripts})

LABELS = {
    "en": ("Updated", "Published"),
    "de": ("Aktualisiert am", "Veröffentlicht am"),
    "fr": ("Mis à jour le", "Publié le"),
    "es": ("Actualizado", "Publicado"),
    "pt": ("Atualizado em", "Publicado em"),
    "it": ("Aggiornato il", "Pubblicato il"),
    "nl": ("Bijgewerkt", "Gepubliceerd"),
    "pl": ("Zaktualizowano", "Opublikowano"),
    "cs": ("Aktualizováno", "Publikováno"),
    "hu": ("Frissítve", "Megjelent"),
    "ro": ("Actualizat", "Publicat"),
    "ru": ("Обновлено", "Опубликовано"),
    "uk": ("Оновлено", "Опубліковано"),
    "sv": ("Uppdaterad", "Publicerad"),
    "da": ("Opdateret", "Udgivet"),
    "no": ("Oppdatert", "Publisert"),
    "fi": ("Päivitetty", "Julkaistu"),
    "tr": ("Güncelleme", "Yayınlanma"),
    "id": ("Diperbarui", "Diterbitkan"),
    "vi": ("Cập nhật", "Xuất bản"),
    "th": ("อัปเดต", "เผยแพร่"),
    "el": ("Ενημερώθηκε", "Δημοσιεύθηκε"),
    "he": ("עודכן", "פורסם"),
    "ar": ("آخر تحديث", "تاريخ النشر"),
    "fa": ("بروزرسانی", "تاریخ انتشار"),
    "hi": ("अपडेट", "प्रकाशित"),
    "zh": ("更新时间", "发布时间"),
    "ja": ("最終更新", "公開"),
    "ko": ("수정", "입력"),
}

LINES = {
    "byline": {
        "ar": "بقلم: أحمد علي",
        "de": "Von Anna Muster",
        "en": "By Jane Miller",
        "es": "Por Ana García",
        "fr": "Par Anne Dubois",
        "it": "di Anna Ferrari",
        "id": "Pewarta: Ani Wijaya",
        "ja": "取材・文／山本恵",
        "ko": "김민수 기자",
        "nl": "Door Anna Visser",
        "pl": "Autor: Piotr Zieliński",
        "pt": "Por Ana Costa",
        "ru": "Автор: Мария Соколова",
        "tr": "Muhabir: Ali Demir",
        "zh": "作者：林雨",
    },
    "editor": {
        "ar": "تحرير: ليلى حسن",
        "de": "Redaktion: Anna Muster",
        "en": "Editing by Paul Stone",
        "es": "Editado por Ana García",
        "fr": "Édité par Anne Dubois",
        "id": "Editor: Budi Santoso",
        "it": "a cura di Anna Ferrari",
        "ja": "編集：中村健",
        "nl": "Redactie: Anna Visser",
        "pl": "Redakcja: Piotr Zieliński",
        "pt": "Edição: Ana Costa",
        "ru": "Редактор: Мария Соколова",
        "tr": "Editör: Ayşe Yılmaz",
        "zh": "责任编辑：林雨",
    },
    "read also": {
        "ar": "اقرأ أيضا: الميناء يفتح أبوابه",
        "de": "Lesen Sie auch: Der Hafen öffnet wieder",
        "en": "Also read: The harbour opens again",
        "es": "Lea también: El puerto abre de nuevo",
        "fr": "Lire aussi : Le port ouvre de nouveau",
        "id": "Baca juga: Pelabuhan dibuka lagi",
        "it": "Leggi anche: Il porto riapre",
        "ja": "関連記事：港が再開",
        "ko": "관련기사: 항구 다시 열려",
        "nl": "Lees ook: De haven gaat weer open",
        "pl": "Czytaj też: Port znów otwarty",
        "pt": "Leia também: O porto reabre",
        "ru": "Читайте также: Порт снова открыт",
        "tr": "Bunu da okuyun: Liman yeniden açıldı",
        "zh": "相关阅读：港口重新开放",
    },
}
"""Job of boilerplate rules -> language -> a line that is cut at the end of a story."""
LACKS = {("editor", "ko")}
"""Jobs that no rule of a language does yet: a language that gains one gets a line above."""


def test_every_language_cuts_bylines_editors_and_offers_to_read_on() -> None:
    languages = set(boilerplate_languages()) - {ANY}
    assert {(job, language) for job in LINES for language in languages - set(LINES[job])} == LACKS


@pytest.mark.parametrize(("job", "language"), [(job, language) for job, lines in LINES.items() for language in lines])
def test_a_language_cuts_the_line_of_a_job(job: str, language: str) -> None:
    story = "The ferry 4711 sails at 08:15.\n\nThe bridge 0815 opens at 17:30."
    found = clean_text(f"{story}\n\n{LINES[job][language]}", language)
    assert found.text == story
    assert [piece.rule.partition("-")[0] for piece in found.removed] == [language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_names_for_twelve_months(language: str) -> None:
    assert set(month_names(language).values()) == set(range(1, 13))


@pytest.mark.parametrize("language", sorted(LABELS))
def test_labels_of_dates(language: str) -> None:
    updated, published = LABELS[language]
    assert (label_of("", updated), label_of("", published)) == ("updated", "published")


@pytest.mark.parametrize("label", ["updated", "published"])
def test_every_label_says_what_it_is(label: str) -> None:
    for word in date_rules().labels[label]:
        assert label_of("", f"({word}: ") == label, word


@pytest.mark.parametrize(
    ("language", "credit", "editor", "author"),
    [
        ("de", "(Bericht von Max Probe. Redigiert von Anna Muster.)", "Anna Muster", "Max Probe"),
        ("de", "Redaktion: Anna Muster", "Anna Muster", None),
        (
            "fr",
            "(Reportage Jean Martin, version française Luc Petit, édité par Anne Dubois)",
            "Anne Dubois",
            "Jean Martin",
        ),
        ("es", "(Reporte de Juan Pérez; traducido por Luis Gil; editado por Ana García)", "Ana García", "Juan Pérez"),
        ("pt", "(Por João Silva; Edição Ana Costa)", "Ana Costa", "João Silva"),
        ("it", "(Mario Rossi, editing Anna Ferrari)", "Anna Ferrari", "Mario Rossi"),
        ("nl", "(Redactie: Anna Visser)", "Anna Visser", None),
        ("pl", "(oprac. Piotr Zieliński)", "Piotr Zieliński", None),
        ("ru", "(Иван Петров. Редактор Мария Соколова)", "Мария Соколова", "Иван Петров"),
    ],
)
def test_a_wires_credits_glued_to_the_last_sentence_are_cut_and_name_their_people(
    language: str, credit: str, editor: str, author: str | None
) -> None:
    story = "The ferry 4711 sails at 08:15.\n\nThe bridge 0815 opens at 17:30."
    found = clean_text(f"{story} {credit}", language)
    assert (found.text, found.credits.editors) == (story, (editor,))
    assert found.credits.authors == ((author,) if author else ())
