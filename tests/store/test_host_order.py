"""Which host's request is the best of all."""

from crawler.store.host_order import HostOrder


def test_the_best_of_the_free_hosts_comes_first() -> None:
    order = HostOrder()
    for host, place in (("a", (0, 3)), ("b", (-5, 2)), ("c", (0, 1))):
        order.offer(host, place)
    assert order.best(lambda host: host != "b") == ((0, 1), "c")
    assert order.best(lambda host: True, least=6) is None
    assert order.best(lambda host: True, least=5) == ((-5, 2), "b")


def test_a_worse_request_does_not_take_a_hosts_turn() -> None:
    order = HostOrder()
    order.offer("a", (-1, 5))
    order.offer("a", (0, 1))
    assert order.best(lambda host: True) == ((-1, 5), "a")


def test_once_emptied_it_takes_whatever_is_offered() -> None:
    order = HostOrder()
    order.offer("a", (-9, 1))
    order.clear()
    assert (order.hosts(), order.best(lambda host: True)) == ([], None)
    order.offer("a", (0, 7))
    assert order.best(lambda host: True) == ((0, 7), "a")


def test_a_host_without_requests_is_left_out() -> None:
    order = HostOrder()
    order.offer("a", (0, 1))
    order.set("a", None)
    assert (order.hosts(), order.best(lambda host: True)) == ([], None)
