"""How telling a term is."""

from __future__ import annotations

from crawler.focus.background import ROOM, Background
from crawler.focus.vectors import likeness


def test_what_stands_on_every_page_tells_little() -> None:
    background = Background()
    for n in range(200):
        background.add(["news", f"word{n}"])
    assert background.weight("news") < 0.1 < 0.5 < background.weight("word7") < background.weight("unheard")


def test_function_words_tell_little_from_the_first_page_on() -> None:
    background = Background()
    assert background.weight("the") < 0.3 < 0.9 < background.weight("turbin")
    one, other = background.vector({"the": 3, "hull": 2}), background.vector({"the": 3, "budget": 2})
    assert likeness(one, other) < 0.2


def test_the_rarest_terms_go_once_there_are_too_many() -> None:
    background = Background(limit=100)
    for n in range(1000):
        background.add([f"word{n}", "common"])
        assert len(background) <= 100
    assert "common" in background
    assert "word999" in background  # of equals the oldest go
    assert "word0" not in background
    fresh = Background(limit=100)
    for n in range(51):
        fresh.add([f"a{n}", f"b{n}"])
    assert len(fresh) == 100 * ROOM + 0


def test_pieces_of_what_was_learned_make_the_whole_again() -> None:
    background, copy = Background(limit=50), Background(limit=50)
    kept: dict[str, int] = {}
    for n in range(60):
        background.add([f"word{n}", f"word{n // 2}", "news"])
        terms, is_all = background.learned()
        if is_all:
            kept.clear()
        for term, count in terms.items():
            kept[term] = kept.get(term, 0) + count
    copy.relearn(kept, background.pages)
    assert dict(copy.all_learned()) == dict(background.all_learned())
    assert copy.weight("news") == background.weight("news")
