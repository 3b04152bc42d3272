"""When a host rests, when the network is down, and how long a crawl waits: by a clock that the tests turn."""

from __future__ import annotations

import pytest

from crawler.outages import OFFLINE_HOSTS, PATIENCE, Outages

UNIT = 30.0


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def known(clock: Clock) -> Outages:
    """Two hosts that answered."""
    found = Outages(UNIT, failures=10, clock=clock)
    for host in ("a.example", "b.example"):
        found.answered(host)
    return found


def test_a_host_rests_twice_as_long_each_time_until_it_answers(known: Outages, clock: Clock) -> None:
    rests = []
    for _ in range(8):
        known.rest("a.example")
        rests.append(known.ready_in("a.example"))
        clock.now += rests[-1]
    assert rests == [30, 60, 120, 240, 480, 960, 1800, 1800]
    known.answered("a.example")
    known.rest("a.example")
    assert known.ready_in("a.example") == 30
    assert known.ready_in("b.example") == 0


@pytest.mark.parametrize(("host", "failures"), [("new.example", 10), ("a.example", 100)])
def test_failures_in_a_row_make_a_host_rest_later_where_it_had_answered(
    known: Outages, host: str, failures: int
) -> None:
    assert not any(known.failed(host) for _ in range(failures - 1))
    assert known.failed(host)
    assert known.resting(host)


def test_when_several_hosts_stop_and_none_answers_the_crawl_pauses_and_no_host_is_blamed(
    known: Outages, clock: Clock
) -> None:
    known.answered("c.example")
    for host in ("a.example", "b.example", "c.example")[: OFFLINE_HOSTS - 1]:
        known.rest(host)
        clock.now += 1
    assert not known.paused
    known.rest("c.example")
    assert known.paused
    assert known.ready_in("unknown.example") == UNIT
    clock.now += UNIT
    assert known.probing
    assert not known.resting("a.example")
    known.rest("a.example")
    assert known.ready_in("b.example") == 2 * UNIT
    known.answered("b.example")
    assert not known.paused
    assert not known.probing


def test_an_answer_in_between_says_that_the_network_is_up(known: Outages) -> None:
    known.answered("c.example")
    for host in ("a.example", "b.example", "c.example"):
        known.rest(host)
        known.responded("d.example")
    assert not known.paused


def test_hosts_that_never_answered_are_no_sign_where_others_did(known: Outages) -> None:
    for n in range(2 * OFFLINE_HOSTS):
        known.rest(f"gone-{n}.example")
    assert not known.paused


def test_a_crawl_waits_for_eight_units_after_the_last_answer(known: Outages, clock: Clock) -> None:
    waited = 0.0
    while True:
        known.rest("a.example")
        if not known.worth_waiting("a.example"):
            break
        waited += known.ready_in("a.example")
        clock.now += known.ready_in("a.example")
    assert waited == 210
    assert waited <= PATIENCE * UNIT
    assert known.worth_waiting("b.example")


def test_it_waits_for_three_rests_of_a_host_that_never_answered(known: Outages, clock: Clock) -> None:
    for _ in range(3):
        known.rest("new.example")
        assert known.worth_waiting("new.example")
        clock.now += known.ready_in("new.example")
        known.responded("b.example")
    known.rest("new.example")
    assert not known.worth_waiting("new.example")


def test_without_a_job_it_does_not_wait_for_a_host_that_never_answered(known: Outages) -> None:
    for host in ("new.example", "a.example"):
        known.rest(host)
    assert not known.worth_waiting("new.example", durable=False)
    assert known.worth_waiting("a.example", durable=False)


def test_where_nobody_ever_answered_it_waits_for_a_robots_txt_alone(clock: Clock) -> None:
    unknown = Outages(UNIT, failures=10, clock=clock)
    unknown.rest("a.example")
    assert not unknown.worth_waiting("a.example")
    unknown.rest("b.example", 60, only_robots=True)
    assert unknown.worth_waiting("b.example")


def test_how_many_rests_a_request_outlives(known: Outages, clock: Clock) -> None:
    assert known.chances("a.example", "connection") == 3
    assert known.chances("new.example", "connection") == 3, "a minute or two without a host costs no page of it"
    assert known.chances("new.example", "dns") == 0
    known.rest("a.example")
    assert known.chances("a.example", "connection") == 4, "a request that tries for all is not to blame"
    known.responded("b.example")
    clock.now += UNIT + 1
    assert known.chances("new.example", "dns") == 3, "nobody answered for a while: the names may be the network's fault"


def test_a_host_rests_on_where_another_worker_takes_it_over(clock: Clock) -> None:
    one, two = (Outages(UNIT, failures=10, clock=clock) for _ in range(2))
    one.answered("a.example")
    for _ in range(2):
        one.rest("a.example")
        clock.now += one.ready_in("a.example")
    one.failed("a.example")
    one.rest("a.example")
    assert one.rest_left("a.example") == 120
    two.take_over("a.example", one.rest_left("a.example"), one.record("a.example"))
    assert two.ready_in("a.example") == 120
    assert two.health("a.example") == one.health("a.example")


def test_a_host_that_is_well_is_handed_over_with_its_delay_alone(known: Outages, clock: Clock) -> None:
    two = Outages(UNIT, failures=10, clock=clock)
    two.take_over("a.example", 7.0, known.record("a.example"))
    assert (two.ready_in("a.example"), two.health("a.example").answered) == (0, True)


def test_a_pause_of_one_worker_is_not_handed_over_with_a_host(clock: Clock) -> None:
    one = Outages(UNIT, failures=1, clock=clock)
    for number in range(OFFLINE_HOSTS):
        one.failed(f"{number}.example")
    assert one.paused
    assert one.rest_left("0.example") == 0
