"""A story that is asked for again comes out again only where it changed, as its next version."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.pipelines.conftest import DAY, Runs, page_of

ONE = """The council voted on Tuesday evening to rebuild the old fish market as a public library near the harbour.

Members spoke for three hours before eleven of them raised a hand. Work is to begin once the last stall has moved.

Traders who have sold herring there since their grandparents' time asked for a roof elsewhere in the town."""
OTHER = """A freighter with a load of timber ran aground off the northern cape on Sunday night, and nobody was hurt.

The coast guard waited for the tide and then towed the ship into the bay, where divers will look at its hull.

Fishermen from the village had seen its lights an hour before and had called the pilot on the radio in vain."""
CHANGED = ONE.replace("eleven", "twelve")
MONTHS = 40 * DAY


def test_a_page_that_is_as_it_was_does_not_come_out_again_and_waits_twice_as_long(runs: Runs) -> None:
    runs.begin("refresh").reads("1.html", ONE)
    run = runs.begin("refresh", later=MONTHS)
    before = run.earlier.visit(page_of("https://news.example/1.html"))
    assert run.reads("1.html", ONE) is None
    after = run.earlier.visit(page_of("https://news.example/1.html"))
    assert before is not None
    assert after is not None
    assert (after.state, after.fetched - before.fetched) == ("story", MONTHS)
    assert after.interval > before.interval
    assert (run.count("revisits/unchanged"), run.count("articles")) == (1, 0)


def test_paragraphs_in_another_order_are_no_change(runs: Runs) -> None:
    runs.begin("refresh").reads("1.html", ONE)
    turned = "\n\n".join(reversed(ONE.split("\n\n")))
    assert runs.begin("refresh", later=MONTHS).reads("1.html", turned) is None


def test_a_change_is_the_next_version_of_the_first(runs: Runs) -> None:
    first = runs.begin("refresh").reads("1.html", ONE)
    run = runs.begin("refresh", later=MONTHS)
    second = run.reads("1.html", CHANGED)
    assert (second.version, second.cluster_id) == (2, first.id)
    assert second.previous_text_hash == first.text_hash != second.text_hash
    assert run.count("revisits/changed") == 1
    third = runs.begin("refresh", later=MONTHS).reads("1.html", ONE + "\n\nReaders are to sit where the ice was kept.")
    assert (third.version, third.previous_text_hash) == (3, second.text_hash)


def test_a_page_that_is_read_twice_in_a_run_is_no_version(runs: Runs) -> None:
    runs.begin("refresh").reads("1.html", ONE)
    run = runs.begin("refresh", later=MONTHS)
    assert run.reads("1.html", CHANGED).version == 2
    again = run.reads("1.html", CHANGED)
    assert (again.duplicate_of, again.method) == (page_of("https://news.example/1.html"), "url")


def test_a_story_that_moved_and_changed_is_a_version_of_what_it_was(runs: Runs) -> None:
    first = runs.begin("refresh").reads("1.html", ONE)
    second = runs.begin("refresh", later=MONTHS).reads("1.html", CHANGED, landed="moved/1.html")
    assert (second.version, second.cluster_id) == (2, first.id)
    assert second.id == page_of("https://news.example/moved/1.html") != first.id
    third = runs.begin("refresh", later=MONTHS).reads("moved/1.html", ONE)
    assert (third.version, third.cluster_id) == (3, first.id)


def test_a_story_that_moved_and_is_as_it_was_is_a_copy_of_what_it_was(runs: Runs) -> None:
    first = runs.begin("refresh").reads("1.html", ONE)
    moved = runs.begin("refresh", later=MONTHS).reads("1.html", ONE, landed="moved/1.html")
    assert (moved.duplicate_of, moved.method) == (first.id, "exact")


def test_a_story_that_moved_to_where_a_copy_of_it_was_goes_on_there(runs: Runs) -> None:
    run = runs.begin("refresh")
    first = run.reads("1.html", ONE)
    assert run.reads("https://other.example/1", CHANGED).method == "near"
    moved = runs.begin("refresh", later=MONTHS).reads("1.html", f"{CHANGED}\n\nNew.", landed="https://other.example/1")
    assert (moved.version, moved.cluster_id, moved.previous_text_hash) == (2, first.id, first.text_hash)


def test_a_story_that_moved_to_a_copy_that_was_read_before_it_goes_on_there(runs: Runs) -> None:
    copied, moved = "https://other.example/1", page_of("https://other.example/1")
    run = runs.begin("refresh")
    first = run.reads("1.html", ONE, date_published="2026-02-01")
    run.reads(copied, ONE)
    run = runs.begin("refresh", later=MONTHS)
    assert run.reads(copied, ONE) is None
    assert run.reads("1.html", ONE, landed=copied).method == "url"
    there, here = run.earlier.visit(first.id), run.earlier.visit(moved)
    assert there is not None
    assert here is not None
    assert (there.state, here.state) == ("alias", "story")
    assert here.published == datetime(2026, 2, 1, tzinfo=UTC).timestamp()
    assert here.content != ""


def test_an_address_that_leads_to_another_known_story_tells_nothing_of_that_one(runs: Runs) -> None:
    run = runs.begin("refresh")
    run.reads("1.html", ONE)
    second = run.reads("2.html", OTHER)
    later = runs.begin("refresh", later=MONTHS).reads("1.html", f"{OTHER}\n\nThe ship is afloat.", landed="2.html")
    assert (later.version, later.cluster_id, later.previous_text_hash) == (2, second.id, second.text_hash)


def test_an_address_that_leads_to_another_story_now_gives_a_story_of_its_own(runs: Runs) -> None:
    runs.begin("refresh").reads("1.html", ONE)
    other = runs.begin("refresh", later=MONTHS).reads("1.html", OTHER, landed="2.html")
    assert (other.version, other.cluster_id, other.previous_text_hash) == (1, other.id, None)


def test_a_page_that_says_something_else_altogether_is_still_the_next_version(runs: Runs) -> None:
    runs.begin("refresh").reads("1.html", ONE)
    assert runs.begin("refresh", later=MONTHS).reads("1.html", OTHER).version == 2


def test_a_copy_that_is_still_one_does_not_come_out_again(runs: Runs) -> None:
    run = runs.begin("refresh")
    first = run.reads("1.html", ONE)
    assert run.reads("https://other.example/1", CHANGED).duplicate_of == first.id
    run = runs.begin("refresh", later=MONTHS)
    assert run.reads("https://other.example/1", f"{ONE}\n\nPrinted with thanks.") is None
    visit = run.earlier.visit(page_of("https://other.example/1"))
    assert visit is not None
    assert (visit.state, visit.interval, visit.fetched) == ("copy", 30 * DAY, run.job.now().timestamp())


def test_a_copy_that_became_a_story_of_its_own_comes_out(runs: Runs) -> None:
    run = runs.begin("refresh")
    run.reads("1.html", ONE)
    run.reads("https://other.example/1", CHANGED)
    assert runs.begin("refresh", later=MONTHS).reads("https://other.example/1", OTHER).version == 2


def test_other_modes_know_no_versions(runs: Runs) -> None:
    runs.begin("all").reads("1.html", ONE)
    run = runs.begin("all", later=MONTHS)
    assert run.reads("1.html", CHANGED).version == 1
    assert runs.begin("new", later=MONTHS).reads("1.html", CHANGED).method == "url"
