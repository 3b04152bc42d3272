"""Parameters that only say where a reader came from, learnt from what pages declare."""

from __future__ import annotations

from itertools import permutations

import pytest

from crawler.urls.site_parameters import MOST_HOSTS, MOST_NAMES, SiteParameters

HOST = "https://news.example"
PAGES = [
    (f"{HOST}/2026/03/04/ferry-opens-new-quay.html?ref=box", f"{HOST}/2026/03/04/ferry-opens-new-quay.html"),
    (f"{HOST}/2026/03/04/council-votes-on-bridge.html?ref=foot", f"{HOST}/2026/03/04/council-votes-on-bridge.html"),
]
TWIN = f"{HOST}/2026/03/05/mill-sold-to-the-town.html"


def learnt(*pages: tuple[str, str]) -> SiteParameters:
    parameters = SiteParameters()
    for url, declared in pages:
        parameters.observe(url, declared)
    return parameters


def test_what_two_articles_do_without_chooses_no_page() -> None:
    assert learnt(*PAGES).plain(f"{TWIN}?ref=top&id=7") == f"{TWIN}?id=7"
    assert learnt(*PAGES).plain(f"{TWIN}?ref=top") == TWIN


@pytest.mark.parametrize(
    "pages",
    [
        PAGES[:1],
        [PAGES[0], PAGES[0]],
        [(url, f"{HOST}/") for url, _ in PAGES],
        [(url, f"{HOST}/2026/03/04/another-story-of-the-site.html") for url, _ in PAGES],
        [(url, declared.replace("news.example", "other.example")) for url, declared in PAGES],
        [(f"{HOST}/story.php?ref=1", f"{HOST}/story.php"), (f"{HOST}/news/?ref=2", f"{HOST}/news/")],
        [*PAGES, (f"{TWIN}?ref=x", f"{TWIN}?ref=x")],
    ],
)
def test_nothing_is_learnt_from_too_little_or_from_another_address(pages: list[tuple[str, str]]) -> None:
    assert learnt(*pages).plain(f"{TWIN}?ref=top") == f"{TWIN}?ref=top"


@pytest.mark.parametrize("name", ["page", "p", "id", "article_id", "nid", "seite", "pageno", "view", "lang"])
def test_a_parameter_that_may_choose_a_page_stays(name: str) -> None:
    pages = [(url.replace("ref", name), declared) for url, declared in PAGES]
    assert learnt(*pages).plain(f"{TWIN}?{name}=2") == f"{TWIN}?{name}=2"


def test_it_holds_for_the_host_and_for_articles_alone() -> None:
    parameters = learnt(*PAGES)
    for url in ("https://other.example/2026/03/05/mill-sold-to-the-town.html?ref=top", f"{HOST}/search?ref=top"):
        assert parameters.plain(url) == url


def test_the_order_of_pages_does_not_count_and_a_restart_forgets_nothing() -> None:
    keeps = (f"{TWIN}?ref=x&box=1", f"{TWIN}?box=1")
    found = set()
    for order in permutations([*PAGES, keeps]):
        parameters = learnt(*order)
        again = SiteParameters()
        again.restore(parameters.state())
        assert parameters.state() == {}
        found |= {parameters.plain(f"{TWIN}?ref=a&box=2"), again.plain(f"{TWIN}?ref=a&box=2")}
    assert found == {f"{TWIN}?box=2"}


def test_a_site_is_learnt_so_many_names_and_memory_so_many_sites() -> None:
    names = [f"ref{n}x" for n in range(MOST_NAMES + 1)]
    parameters = learnt(*((url.replace("ref=", f"{name}="), declared) for name in names for url, declared in PAGES))
    assert parameters.plain(f"{TWIN}?{names[-2]}=a") == TWIN
    assert parameters.plain(f"{TWIN}?{names[-1]}=a") == f"{TWIN}?{names[-1]}=a"
    many = SiteParameters()
    for n in range(MOST_HOSTS + 1):
        for url, declared in PAGES:
            many.observe(
                url.replace("news.example", f"n{n}.example"), declared.replace("news.example", f"n{n}.example")
            )
    for n, plain in ((MOST_HOSTS - 1, True), (MOST_HOSTS, False)):
        url = TWIN.replace("news.example", f"n{n}.example")
        assert (many.plain(f"{url}?ref=a") == url) is plain
