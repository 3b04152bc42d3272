"""Two events told with the same standing text are two stories; copies of one stay copies."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from crawler.store.base import Match, Story
from crawler.store.sqlite import SqliteStore
from crawler.text.fingerprint import sketch, text_hash
from crawler.text.origin import Copy
from crawler.text.templates import filled_in_anew, may_share_template

STANDING = {
    "flood": (
        "Do not walk or drive through water that moves: a hand's breadth is enough to carry a car away. Move "
        "cars and things of value to higher ground and keep away from banks and bridges.\n\nSwitch off power "
        "in rooms that may be flooded, and keep a torch, a radio and drinking water at hand until the "
        "warning is lifted by the fire brigade.\n\nThe warning is looked at again every six hours; its "
        "newest state is on the map of the water office."
    ),
    "polizei": (
        "Zeugen, die etwas gesehen haben oder Hinweise geben können, werden gebeten, sich bei der nächsten "
        "Wache oder über das Portal zu melden. Hinweise werden auf Wunsch vertraulich behandelt.\n\nDie "
        "Beratungsstelle hilft Betroffenen kostenlos und rund um die Uhr, am Telefon, vor Ort und in elf "
        "Sprachen.\n\nBilder und Filme können im Portal hochgeladen werden; wer eine Tat beobachtet, soll "
        "sich nicht selbst in Gefahr bringen."
    ),
    "天氣": (
        "氣象署提醒，未來兩天受東北季風影響，各地早晚溫差大，沿海風浪偏強，民眾外出請留意，"
        "並隨時注意最新氣象資訊。\n\n農漁民請加強防寒措施，年長者與心血管疾病患者應避免清晨外出運動，"
        "山區道路濕滑，用路人請減速慢行。\n\n各級政府將持續監控，並於每日上午十時發布最新預報，"
        "民眾可於官方網站與行動程式查詢。"
    ),
}
EVENTS = {
    "flood": [
        (f"Flood warning for {place}", f"The water office warns of floods on the {river} near {place}.")
        for place, river in (("Altdorf", "Alba"), ("Neuburg", "Norte"), ("Weiler", "Lauter"))
    ],
    "polizei": [
        ("Einbruch in Altdorf: Zeugen gesucht", "Am Dienstag ist ein Mann in ein Haus in Altdorf eingebrochen."),
        ("Raub in Neuburg: Zeugen gesucht", "Am Freitag hat eine Frau in Neuburg ein Geschäft überfallen."),
        ("Unfall in Weiler: Zeugen gesucht", "Am Montag ist ein Radfahrer bei Weiler verletzt worden."),
    ],
    "天氣": [
        (f"{place}明日天氣", f"根據氣象署資料，{place}明日白天高溫約{high}度。")
        for place, high in (("高雄", 27), ("臺中", 24), ("花蓮", 22))
    ],
}


def find(folder: Path, *pages: tuple[str, str, str]) -> list[Match | None]:
    """What each page (site, title, text) is a copy of, read one after the other."""
    with_store = SqliteStore(str(folder / "store.db"))
    with_store.begin()
    memory = with_store.memory("run")
    matches = []
    for number, (site, title, text) in enumerate(pages):
        page, digest, sketched = f"{number:016x}", text_hash(text), sketch(text)
        note = Copy(site, title=title, published=f"2026-03-0{number + 1}T05:00:00Z").pack()
        matches.append(memory.find(page, digest, sketched, note))
        memory.add(Story(page, digest, page, note=note), sketched)
    with_store.close()
    return matches


@pytest.mark.parametrize("kind", STANDING)
@pytest.mark.parametrize("first", [True, False])
def test_events_off_one_template_are_stories_of_their_own(tmp_path: Path, kind: str, first: bool) -> None:
    pages = [
        ("post.example", title, f"{event}\n\n{STANDING[kind]}" if first else f"{STANDING[kind]}\n\n{event}")
        for title, event in EVENTS[kind]
    ]
    assert find(tmp_path, *pages) == [None] * 3


@pytest.mark.parametrize("kind", STANDING)
def test_so_are_events_off_the_template_of_several_sites(tmp_path: Path, kind: str) -> None:
    pages = [(f"post{n}.example", t, f"{event}\n\n{STANDING[kind]}") for n, (t, event) in enumerate(EVENTS[kind])]
    assert find(tmp_path, *pages) == [None] * 3


def test_one_title_for_every_day_makes_no_copies(tmp_path: Path) -> None:
    pages = [("post.example", "Warnings of the day", f"{event}\n\n{STANDING['flood']}") for _, event in EVENTS["flood"]]
    assert find(tmp_path, *pages) == [None] * 3


@pytest.mark.parametrize("kind", STANDING)
def test_copies_of_other_sites_stay_found(tmp_path: Path, kind: str) -> None:
    title, event = EVENTS[kind][0]
    text = f"{event}\n\n{STANDING[kind]}"
    trimmed = text[: len(text) * 8 // 10]
    others = [
        (title, trimmed),
        (f"{title} - the whole report", f"{trimmed}\n\n{EVENTS[kind][1][1]}"),
        ("A wholly other headline", text.replace("\n\n", " ")),
    ]
    matches = find(tmp_path, ("post.example", title, text), *((f"o{n}.example", *o) for n, o in enumerate(others)))
    assert [match is not None for match in matches] == [False, True, True, True]


def test_a_shorter_or_longer_form_on_the_same_site_is_a_copy(tmp_path: Path) -> None:
    title, event = EVENTS["flood"][0]
    text = f"{event}\n\n{STANDING['flood']}"
    forms = [text, text.rpartition("\n\n")[0], f"{text}\n\nThe mayor of the town thanked all those who had helped."]
    for one, other in permutations(forms, 2):
        folder = tmp_path / f"{forms.index(one)}{forms.index(other)}"
        folder.mkdir()
        matches = find(folder, ("post.example", title, one), ("post.example", "Floods: what to do", other))
        if {one, other} != {forms[1], forms[2]}:
            assert matches[1] is not None


@pytest.mark.parametrize(
    ("one", "other", "template"),
    [
        ("Flood warning for Altdorf", "Flood warning for Neuburg", True),
        ("A stabbing in Altdorf: police look for witnesses", "A raid in Neuburg: police look for witnesses", True),
        ("高雄今日空氣品質", "臺中今日空氣品質", True),
        ("Results of round 12", "Results of round 13", True),
        ("联赛第三轮战报", "联赛第四轮战报", True),
        ("更多了解港口的资源", "更多瞭解港口的资源", False),
        ("Flood warning for Altdorf", "Flood warning for Altdorf", False),
        ("Flood warning for Altdorf", "Flood warning for Altdorf lifted", False),
        ("Ferry line opens a new quay", "New quay for the harbour", False),
        ("Floods in Altdorf", "Why the Alba rose so fast", False),
        ("", "", False),
    ],
)
def test_titles_that_are_filled_in_anew(one: str, other: str, template: bool) -> None:
    assert filled_in_anew(one.casefold(), other.casefold()) is template


@pytest.mark.parametrize(
    ("title", "published", "template"),
    [
        ("Flood warning", "2026-03-01T05:00:00Z", False),
        ("Flood warning", "2026-03-01T06:00:00Z", True),
        ("Flood warning for Altdorf", "2026-03-01T05:00:00Z", True),
    ],
)
def test_one_title_at_one_time_is_one_page_of_a_site(title: str, published: str, template: bool) -> None:
    first = Copy("post.example", title="Flood warning", published="2026-03-01T05:00:00Z")
    assert may_share_template(first, Copy("post.example", title=title, published=published)) is template


@pytest.mark.parametrize("day", ["2026-03-01", None])
def test_a_day_is_no_time(day: str | None) -> None:
    page = Copy("post.example", title="Flood warning", published=day)
    assert may_share_template(page, page)
