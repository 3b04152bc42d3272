"""What came of each page, as later runs find it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from crawler.items import Article, Failure, Link, RelatedLinks, Skipped
from crawler.store.base import Story
from crawler.store.earlier_runs import Answered, seconds
from tests.pipelines.conftest import DAY, HOUR, SEED, Runs, page_of
from tests.pipelines.test_versions import ONE

PAGE = page_of("https://news.example/1.html")
MONTHS = 40 * DAY


@pytest.mark.parametrize(
    ("reason", "status"),
    [
        ("timeout", None), ("connection", None), ("dns", None), ("robots", None), ("robots-unreachable", None),
        ("address", None), ("redirects", 301), ("http", 408), ("http", 425), ("http", 429), ("http", 500),
        ("http", 503),
    ],
)  # fmt: skip
def test_what_may_pass_is_asked_for_in_the_next_run(runs: Runs, reason: str, status: int | None) -> None:
    runs.begin("new").fails("1.html", reason, status)
    assert runs.begin("new").earlier.skips(PAGE) is None


@pytest.mark.parametrize(
    ("reason", "status"), [("http", 404), ("http", 410), ("http", 499), ("not-article", 200), ("wall", 200)]
)
def test_what_will_last_is_left_alone_for_half_a_day(runs: Runs, reason: str, status: int) -> None:
    runs.begin("new").fails("1.html", reason, status)
    assert runs.begin("new").earlier.skips(PAGE) == "failed"
    assert runs.begin("new", later=22 * HOUR).earlier.skips(PAGE) == "failed"
    assert runs.begin("new", later=2 * HOUR).earlier.skips(PAGE) is None


def test_each_time_it_is_left_alone_for_longer(runs: Runs) -> None:
    runs.begin("new").fails("1.html", "http", 404)
    runs.begin("new", later=25 * HOUR).fails("1.html", "http", 404)
    assert runs.begin("new", later=47 * HOUR).earlier.skips(PAGE) == "failed"
    assert runs.begin("new", later=2 * HOUR).earlier.skips(PAGE) is None
    for _ in range(9):
        runs.begin("new", later=MONTHS).fails("1.html", "http", 404)
    assert runs.begin("new", later=30 * DAY).earlier.skips(PAGE) is None


@pytest.mark.parametrize("reason", ["since", "language"])
def test_what_only_this_command_did_not_want_another_may_ask_for(runs: Runs, reason: str) -> None:
    runs.begin("new", language="de").fails("1.html", reason, 200)
    assert runs.begin("new", language="de").earlier.skips(PAGE) == "failed"
    assert runs.begin("new", language="en").earlier.skips(PAGE) is None
    assert runs.begin("new").earlier.skips(PAGE) is None


def test_what_the_arguments_left_out_after_the_fetch_is_open_to_another_command(runs: Runs) -> None:
    run = runs.begin("new", match="ferry")
    run.process(Skipped(run.answer("1.html"), reason="match"))
    assert runs.begin("new", match="ferry").earlier.skips(PAGE) == "failed"
    assert runs.begin("new", match="bridge").earlier.skips(PAGE) is None


def test_what_this_run_has_read_already_is_seen_and_known_to_the_next_run_alone(runs: Runs) -> None:
    run = runs.begin("new")
    run.now += timedelta(seconds=2)
    run.reads("moved.html", ONE, landed="1.html")
    assert run.spider.requests.skips(PAGE) == "seen"
    assert (run.count("not_asked/seen"), run.count("not_asked/known")) == (0, 0)
    run = runs.begin("new")
    assert run.spider.requests.skips(PAGE) == "known"
    assert run.count("not_asked/known") == 1


def test_a_run_that_begins_in_the_second_in_which_another_read_finds_it_known(runs: Runs) -> None:
    runs.begin("new").reads("1.html", ONE)
    assert runs.begin("new", later=0.5).earlier.skips(PAGE) == "known"


def test_a_story_and_its_copy_are_known_to_the_next_run_and_due_when_they_are_old(runs: Runs) -> None:
    run = runs.begin("new")
    run.reads("1.html", ONE)
    run.reads("https://other.example/1", ONE)
    pages = {PAGE, page_of("https://other.example/1")}
    run = runs.begin("new")
    assert {run.earlier.skips(page) for page in pages} == {"known"}
    run = runs.begin("refresh", later=0)
    assert {run.earlier.skips(page) for page in pages} == {"early"}
    assert runs.begin("refresh", later=0).earlier.due([page_of(SEED)], 9) == []
    due = runs.begin("refresh", later=MONTHS).earlier.due([page_of(SEED)], 9)
    assert [visit.page for visit in due] == [PAGE, page_of("https://other.example/1")]


def test_a_page_that_a_list_says_changed_is_not_left_alone(runs: Runs) -> None:
    runs.begin("refresh").reads("1.html", ONE)
    run = runs.begin("refresh", later=60)
    now = run.job.now()
    fetched = run.earlier.visit(PAGE)
    assert fetched is not None
    assert run.earlier.skips(PAGE, now) is None
    assert run.earlier.skips(PAGE, now.fromtimestamp(fetched.fetched, now.tzinfo)) == "early"


def test_a_story_that_is_gone_is_still_asked_for_ever_less_often(runs: Runs) -> None:
    runs.begin("refresh").reads("1.html", ONE)
    waits = []
    for status in (410, 404, 200):
        run = runs.begin("refresh", later=MONTHS)
        before = run.earlier.visit(PAGE)
        run.fails("1.html", "http" if status != 200 else "wall", status)
        after = run.earlier.visit(PAGE)
        assert before is not None
        assert after is not None
        assert after.state == "gone"
        waits += [before.interval, after.interval]
    assert waits == sorted(waits)
    assert waits[0] < waits[1]


def test_a_story_behind_a_wall_for_once_is_still_a_story(runs: Runs) -> None:
    runs.begin("refresh").reads("1.html", ONE)
    run = runs.begin("refresh", later=MONTHS)
    run.fails("1.html", "wall", 200)
    visit = run.earlier.visit(PAGE)
    assert visit is not None
    assert visit.state == "story"


def test_an_address_that_leads_elsewhere_is_known_by_where_it_led(runs: Runs) -> None:
    runs.begin("new").reads("short/1", ONE, landed="1.html")
    run = runs.begin("new")
    assert {run.earlier.skips(page_of(f"https://news.example/{path}")) for path in ("short/1", "1.html")} == {"known"}
    run = runs.begin("refresh", later=MONTHS)
    assert [visit.page for visit in run.earlier.due([page_of(SEED)], 9)] == [PAGE]


def test_a_second_address_of_a_page_is_known_too(runs: Runs) -> None:
    run = runs.begin("new")
    run.reads("1.html", ONE)
    run.reads("short/1", ONE, landed="1.html")
    assert runs.begin("new").earlier.skips(page_of("https://news.example/short/1")) == "known"


def test_what_a_page_offered_is_known_where_it_is_read_again(runs: Runs) -> None:
    run = runs.begin("refresh")
    links = [Link(source_id=PAGE, url=f"https://news.example/{n}", target_id=f"{n:016x}") for n in (2, 3)]
    run.process(RelatedLinks(links))
    run.process(RelatedLinks([]))
    assert runs.begin("refresh").earlier.offered(PAGE) == {f"{2:016x}", f"{3:016x}"}
    assert runs.begin("new").earlier.offered(PAGE) == set()


def test_a_list_counts_as_read_once_everything_in_it_was(runs: Runs) -> None:
    feed = page_of(SEED)
    run = runs.begin("new")
    run.earlier.is_list(run.answer(SEED))
    run.fails("1.html", "timeout")
    assert runs.begin("new").earlier.visit(feed) is None
    run = runs.begin("new")
    run.earlier.is_list(run.answer(SEED))
    run.fails("1.html", "http", 404)
    visit = runs.begin("new").earlier.visit(feed)
    assert visit is not None
    assert visit.state == "list"
    assert runs.begin("new").earlier.skips(feed) is None


def test_with_mode_all_nothing_is_known_and_what_it_reads_is_known_to_others(runs: Runs) -> None:
    runs.begin("all").reads("1.html", ONE)
    run = runs.begin("all")
    assert (run.earlier.skips(PAGE), run.earlier.visit(PAGE), run.earlier.due([], 9)) == (None, None, [])
    assert runs.begin("new").earlier.skips(PAGE) == "known"


def test_the_server_need_not_send_a_page_again_that_it_sent_before(runs: Runs) -> None:
    for path, tag in (("1.html", '"a"'), ("2.html", None), ("gone.html", '"c"')):
        run = runs.begin("new")
        url = f"https://news.example/{path}"
        run.earlier.answered(url, Answered(page_of(url), url, "", page_of(SEED), tag, None))
        if path == "gone.html":
            run.process(Failure(url, reason="http", status=404))
        else:
            page = page_of(url)
            run.process(Article(id=page, cluster_id=page, url=url, requested_url=url, text=f"{ONE} {path}"))
    earlier = runs.begin("refresh").earlier
    pages = [page_of(f"https://news.example/{path}") for path in ("1.html", "2.html", "gone.html", "new.html")]
    assert [earlier.conditions(page) for page in pages] == [{"If-None-Match": '"a"'}, {}, {}, {}]
    assert runs.begin("all").earlier.conditions(PAGE) == {}


def test_a_page_that_the_server_says_is_as_it_was_waits_longer_and_a_list_does_not(runs: Runs) -> None:
    run = runs.begin("refresh")
    run.reads("1.html", ONE)
    run.earlier.is_list(run.answer(SEED))
    run = runs.begin("refresh", later=MONTHS)
    before = run.earlier.visit(PAGE)
    for page in (PAGE, page_of(SEED), page_of("https://news.example/new.html")):
        run.earlier.is_unmodified(page)
    after, feed = run.earlier.visit(PAGE), run.earlier.visit(page_of(SEED))
    assert before is not None
    assert after is not None
    assert feed is not None
    assert (after.state, after.interval > before.interval, after.fetched - before.fetched) == ("story", True, MONTHS)
    assert (feed.state, feed.interval) == ("list", 0)


def test_a_failure_that_leads_to_a_copy_now_is_no_story(runs: Runs) -> None:
    run = runs.begin("new")
    run.fails("1.html", "http", 404)
    run.reads("2.html", ONE)
    run = runs.begin("new", later=MONTHS)
    assert run.reads("1.html", ONE, landed="https://other.example/1").method == "exact"
    visit = run.earlier.visit(page_of("https://other.example/1"))
    assert visit is not None
    assert visit.state == "copy"


def test_a_page_that_failed_at_first_is_still_one_that_its_seed_led_to(runs: Runs) -> None:
    runs.begin("new").fails("1.html", "http", 404)
    runs.begin("new", later=MONTHS).reads("1.html", ONE)
    due = runs.begin("refresh", later=MONTHS).earlier.due([page_of(SEED)], 9)
    assert [visit.page for visit in due] == [PAGE]


def test_a_story_that_was_read_without_a_visit_is_known_and_met(runs: Runs) -> None:
    runs.begin("all").job.memory().add(Story(PAGE, "0" * 64, PAGE))
    run = runs.begin("new")
    assert run.earlier.skips(PAGE) == "known"
    visit = run.earlier.visit(PAGE)
    assert visit is not None
    assert visit.state == "alias"


def test_what_something_led_to_lately_is_not_pruned(runs: Runs) -> None:
    for path in ("1.html", "2.html"):
        runs.begin("new").reads(path, f"{ONE} {path}")
    runs.begin("new").fails("gone.html", "http", 404)
    run = runs.begin("new", later=MONTHS)
    assert run.earlier.skips(PAGE) == "known"
    store = runs.between()
    store.prune((run.job.now() - timedelta(days=1)).timestamp())
    other = page_of("https://news.example/2.html")
    earlier = runs.begin("new").earlier
    assert (earlier.skips(PAGE), earlier.skips(other)) == ("known", None)
    assert earlier.visit(page_of("https://news.example/gone.html")) is None


def test_without_seeds_all_that_is_due_is_asked_again(runs: Runs) -> None:
    runs.begin("new").reads("1.html", ONE)
    earlier = runs.begin("refresh", later=MONTHS).earlier
    assert [visit.page for visit in earlier.due([], 9)] == [PAGE]
    assert earlier.due([page_of("https://another.example/feed")], 9) == []


@pytest.mark.parametrize(
    ("date", "moment"),
    [
        ("1970-01-02", 86400),
        ("1970-01-01T00:00:00+00:00", 0),
        ("1970-01-01T02:00:00+01:00", 3600),
        ("soon", None),
        (None, None),
    ],
)
def test_dates_as_seconds(date: str | None, moment: float | None) -> None:
    assert seconds(date) == moment
