"""In which order links are asked for."""

from __future__ import annotations

from crawler.focus.priority import priorities
from crawler.focus.relevance import OfferedLink, OfferingPage

LINK = OfferedLink("A title")


def test_the_more_relevant_link_comes_first() -> None:
    first, second = priorities([LINK, LINK], [0.8, 0.4], OfferingPage())
    assert first > second > 0


def test_equal_links_come_first_near_the_seed() -> None:
    order = [priorities([LINK], [0.8], OfferingPage(0.9, depth))[0] for depth in (0, 1, 2, 9)]
    assert order == sorted(order, reverse=True)
    assert order[-1] > 0


def test_a_link_in_a_list_of_relevant_links_comes_before_one_among_others() -> None:
    among_good = priorities([LINK, LINK], [0.5, 0.9], OfferingPage())[0]
    among_bad = priorities([LINK, LINK], [0.5, 0.1], OfferingPage())[0]
    assert among_good > among_bad


def test_a_stranger_in_a_list_that_stays_at_home_comes_later() -> None:
    stranger = OfferedLink("A title", same_site=False)
    assert (
        priorities([LINK, LINK, stranger], [0.8] * 3, OfferingPage())[2]
        < 0.9 * priorities([stranger, stranger, stranger], [0.8] * 3, OfferingPage())[2]
    )


def test_no_links_have_no_order() -> None:
    assert priorities([], [], OfferingPage()) == []
