"""What each language has of the data that reading needs: a language that loses a part fails here."""

import pytest

from crawler.rules.dates import date_rules
from crawler.rules.languages import language_rules
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
