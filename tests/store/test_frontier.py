"""The frontier of a store: best first, one turn a host, leases that come back, and nothing that was not committed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crawler.store.base import Store
from crawler.store.frontier import Frontier
from crawler.store.sqlite import SqliteStore
from tests.store.conftest import Opener, checkpoint


def anyone(host: str) -> bool:
    return True


def drained(frontier: Frontier) -> list[str]:
    """The requests in the order in which they are given out."""
    found = []
    while lease := frontier.lease(anyone):
        found.append(lease.request)
    return found


def test_the_best_comes_first_and_among_equals_the_earlier(store: Store) -> None:
    store.begin()
    frontier = store.frontier("run", "worker")
    for host, priority, name in (("a", 0, "a0"), ("b", 5, "b5"), ("a", 5, "a5"), ("c", -3, "c-3"), ("a", 0, "a0 too")):
        frontier.add(host, priority, name)
    checkpoint(store)
    assert drained(frontier) == ["b5", "a5", "a0", "a0 too", "c-3"]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(-3, 3), st.booleans()), max_size=40))
def test_order_holds_however_adding_and_leasing_mix(steps: list[tuple[str, int, bool]]) -> None:
    store = SqliteStore(None)
    frontier = store.frontier("run")
    waiting: list[tuple[int, int, str]] = []
    for number, (host, priority, lease) in enumerate(steps):
        frontier.add(host, priority, str(number))
        waiting.append((-priority, number, host))
        if lease:
            best = min(w for w in waiting if w[2] != "b") if any(w[2] != "b" for w in waiting) else None
            found = frontier.lease(lambda host: host != "b")
            assert (found.request if found else None) == (str(best[1]) if best else None)
            if best:
                waiting.remove(best)
        assert len(frontier) == len(waiting)
    assert drained(frontier) == [str(number) for _, number, _ in sorted(waiting)]
    store.close()


def test_a_host_whose_turn_it_is_not_is_passed_over_and_keeps_its_place(store: Store) -> None:
    store.begin()
    frontier = store.frontier("run", "worker")
    frontier.add("busy", 9, "first")
    frontier.add("free", 1, "second")
    checkpoint(store)
    asked: list[str] = []

    def free(host: str) -> bool:
        asked.append(host)
        return host == "free"

    assert frontier.lease(free) is not None
    assert sorted(asked) == ["busy", "free"]
    assert frontier.lease(free) is None
    assert drained(frontier) == ["first"]


def test_open_leases_come_back_in_their_old_place_and_done_ones_do_not(opener: Opener) -> None:
    store = opener()
    store.begin()
    frontier = store.frontier("run", "worker")
    for name in "xyz":
        frontier.add("host", 0, name)
    checkpoint(store)
    first, second = frontier.lease(anyone), frontier.lease(anyone)
    assert first
    assert second
    frontier.done(first.number)
    store.commit()
    store.close()
    again = opener()
    frontier = again.frontier("run", "worker")
    frontier.release()
    again.begin()
    checkpoint(again)
    assert len(frontier) == 2
    assert drained(frontier) == ["y", "z"]
    again.close()


def test_those_that_wait_are_counted_by_priority_without_those_of_other_runs(store: Store) -> None:
    store.begin()
    frontier, other = store.frontier("run", "worker"), store.frontier("other", "worker")
    for priority in (0, 5, 5, 9):
        frontier.add("a", priority, f"a{priority}")
        other.add("b", priority, f"b{priority}")
    checkpoint(store)
    assert [frontier.count(least) for least in (-9, 0, 5, 6, 10)] == [4, 4, 3, 1, 0]
    assert frontier.lease(anyone) is not None
    checkpoint(store)
    assert [frontier.count(least) for least in (0, 5, 6)] == [3, 2, 0]


def test_what_was_not_committed_never_happened(opener: Opener) -> None:
    store = opener()
    store.begin()
    frontier = store.frontier("run", "worker")
    frontier.add("host", 0, "kept")
    frontier.mark("00" * 8)
    frontier.save_state("part", {"n": "1"})
    store.commit()
    store.begin()
    frontier.add("host", 0, "lost")
    frontier.mark("ff" * 8)
    frontier.save_state("part", {"n": "2"})
    store.close()
    again = opener()
    again.begin()
    frontier = again.frontier("run", "worker")
    frontier.add("host", -1, "of a page that was marked", "00" * 8)
    frontier.add("host", -1, "of a page that was not", "ff" * 8)
    new = [frontier.mark(page) for page in ("00" * 8, "ff" * 8)]
    met: list[str] = []
    again.commit(lambda conflicts: met.extend(conflicts.seen))
    again.begin()
    assert frontier.saved_state("part") == {"n": "1"}
    if again.shared:  # which pages are known is said at the checkpoint
        assert (new, met, drained(frontier)) == ([True, True], ["00" * 8], ["kept", "of a page that was not"])
    else:
        assert (new, met, drained(frontier)[0]) == ([False, True], [], "kept")
    again.close()


def test_runs_do_not_see_each_other(store: Store) -> None:
    store.begin()
    one, other = store.frontier("one", "worker"), store.frontier("other", "worker")
    one.add("host", 0, "mine")
    one.mark("12" * 8)
    one.save_state("part", {"a": "1"})
    checkpoint(store)
    assert (len(other), other.lease(anyone), other.seen("12" * 8), other.saved_state("part")) == (0, None, False, {})


def test_after_abandoning_nothing_more_reaches_the_store(opener: Opener) -> None:
    store = opener()
    store.begin()
    store.frontier("run", "worker").add("host", 0, "kept")
    store.commit()
    store.begin()
    store.abandon()
    store.frontier("run", "worker").add("host", 0, "lost")
    store.commit()
    store.close()
    again = opener()
    again.begin()
    frontier = again.frontier("run", "worker")
    frontier.release()
    checkpoint(again)
    assert drained(frontier) == ["kept"]
    again.close()
