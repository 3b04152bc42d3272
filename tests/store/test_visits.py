"""When a page is asked again, and how long which page offered which."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crawler.store.base import Store
from crawler.store.visits import Schedule, Visit
from crawler.urls.canonical import page_id
from tests.store.conftest import checkpoint

HOUR, DAY = 3600.0, 86400.0
SCHEDULE = Schedule(shortest=HOUR, longest=30 * DAY, ages=8)
A, B, C = (page_id(name) for name in "abc")


def test_a_change_halves_the_interval_and_none_doubles_it() -> None:
    assert SCHEDULE.next(8 * HOUR, 0, changed=True) == 4 * HOUR
    assert SCHEDULE.next(8 * HOUR, 0, changed=False) == 16 * HOUR


@given(st.floats(0, 1e9), st.floats(0, 1e9), st.booleans())
def test_intervals_stay_within_their_bounds_and_grow_with_age(interval: float, age: float, changed: bool) -> None:
    found = SCHEDULE.next(interval, age, changed=changed)
    assert HOUR <= found <= 30 * DAY
    assert found >= min(age / 8, 30 * DAY)
    assert SCHEDULE.next(interval, age * 2, changed=changed) >= found


def test_what_is_due_comes_most_overdue_first_and_by_seed(store: Store) -> None:
    store.begin()
    visits = store.visits()
    for page, root, fetched in ((A, B, 20.0), (B, B, 10.0), (C, C, 0.0)):
        visits.put(Visit(page, "story", "", root=root, fetched=fetched, interval=5))
    checkpoint(store)
    assert [v.page for v in visits.due(None, 100, 10)] == [C, B, A]
    assert [v.page for v in visits.due([B], 100, 10)] == [B, A]
    assert [v.page for v in visits.due([B, C], 15, 10)] == [C, B]
    assert [v.page for v in visits.due(None, 100, 1)] == [C]


def test_whole_seconds_and_parts_of_seconds_go_into_one_checkpoint(store: Store) -> None:
    store.begin()
    visits = store.visits()
    visits.put(Visit(A, "story", "", published=7, fetched=9, interval=5))
    visits.put(Visit(B, "story", "", published=7.5, fetched=9.5, interval=5.5))
    for page, now in ((A, 10), (B, 10.5)):
        visits.offer(page, [C], now)
        visits.met(page, now)
    checkpoint(store)
    for page, now in ((A, 11), (B, 11.5)):
        visits.offers_still(page, now)
    checkpoint(store)
    assert [(v.page, v.published, v.interval) for v in visits.due(None, 100, 10)] == [(A, 7, 5), (B, 7.5, 5.5)]


def test_lists_and_aliases_are_never_due(store: Store) -> None:
    store.begin()
    visits = store.visits()
    visits.put(Visit(A, "list", ""))
    visits.put(Visit(B, "alias", ""))
    checkpoint(store)
    assert visits.due(None, 1e12, 10) == []


def test_what_holds_for_one_scope_is_not_known_in_another(store: Store) -> None:
    store.begin()
    visits = store.visits()
    visits.put(Visit(A, "failed", "", scope="language=de"))
    assert visits.get(A, "language=en") is None
    assert visits.get(A, "language=de") is not None


def test_a_run_that_reads_nothing_leaves_the_interval_as_it_was(store: Store) -> None:
    store.begin()
    visits = store.visits()
    visits.put(Visit(A, "story", "", fetched=10, interval=40))
    checkpoint(store)
    visits.begin(Visit(A, "story", "", fetched=20, interval=1, etag="new"))
    checkpoint(store)
    found = visits.get(A, "")
    assert found is not None
    assert (found.interval, found.due, found.etag) == (40, 60, "new")


def test_edges_keep_when_they_were_first_and_last_seen(store: Store) -> None:
    store.begin()
    visits = store.visits()
    visits.offer(A, [B, C], 10)
    checkpoint(store)
    visits.offer(A, [B], 20)
    checkpoint(store)
    visits.offers_still(A, 30)
    assert visits.offered(A) == {B, C}
    checkpoint(store)
    assert visits.offered(A) == {B, C}
    store.note_run("run", 0, "{}")
    store.commit()
    store.prune(before=25)
    assert visits.offered(A) == {B}, "the other was last seen before"
