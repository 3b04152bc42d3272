"""What a report holds, whatever the pages say."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from crawler.items import Duplicate, Failure, Removed
from crawler.items.runs import find_runs
from crawler.report.build import CHANGE_LENGTH, MOST_CHANGES, build_report
from crawler.report.collect import collect, outlets_with_copies
from crawler.urls.canonical import page_id
from tests.made_runs import MakeRun, article, link, prose

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'&\u2028"


def data_of(path: Path) -> dict[str, Any]:
    """The data that a report's scripts draw."""
    found = re.search(
        r'<script type="application/json" id="data">(.*?)</script>', path.read_text(encoding="utf-8"), re.S
    )
    assert found is not None
    data: dict[str, Any] = json.loads(found[1])
    return data


def copy_of(url: str, of: str, **fields: Any) -> Duplicate:
    copy = Duplicate(id=page_id(url), url=url, requested_url=url, canonical_url=url, site="b.example", title="A copy")
    copy.duplicate_of = copy.cluster_id = page_id(of)
    for name, value in fields.items():
        setattr(copy, name, value)
    return copy


def test_links_count_for_stories_whichever_copy_makes_or_takes_them(make_run: MakeRun) -> None:
    first, second, third = (f"https://a.example/{n}" for n in range(3))
    copy = "https://b.example/copy"
    run = make_run(
        "a",
        [article(url, prose(n)) for n, url in enumerate((first, second, third))],
        duplicates=[copy_of(copy, first)],
        links=[link(copy, second), link(third, copy), link(first, second), link(second, "https://a.example/unread")],
    )
    found = collect(find_runs([run]))
    assert dict(found.edges) == {
        (page_id(first), page_id(second), "related"): 2,
        (page_id(third), page_id(first), "related"): 1,
    }
    assert {s.url: s.offered for s in found.stories} == {first: 1, second: 1, third: 0}


def test_between_outlets_a_copy_counts_for_the_outlet_that_it_stands_on(make_run: MakeRun) -> None:
    first, second = "https://a.example/1", "https://a.example/2"
    copy = "https://b.example/copy"
    run = make_run(
        "a",
        [article(first, prose(1)), article(second, prose(2))],
        duplicates=[copy_of(copy, first)],
        links=[link(copy, second), link(first, copy), link(second, first), link(second, copy, kind="more")],
    )
    found = collect(find_runs([run]))
    assert dict(found.between) == {("b.example", "a.example"): 1, ("a.example", "b.example"): 1, ("a.example",) * 2: 1}
    assert dict(found.edges) == {
        (page_id(first), page_id(second), "related"): 1,
        (page_id(second), page_id(first), "related"): 1,
        (page_id(second), page_id(first), "more"): 1,
    }
    assert outlets_with_copies(found) == ["a.example", "b.example"], "the second has no story that was read first there"


def test_a_link_that_was_not_followed_says_why(make_run: MakeRun) -> None:
    edge = link("https://a.example/1", "https://a.example/2", reason="depth")
    [story] = collect(find_runs([make_run("a", [article("https://a.example/1", prose(1))], links=[edge])])).stories
    assert dict(story.not_followed) == {"depth": 1}
    assert story.examples == [["Title of https://a.example/2", "depth"]]


def test_what_two_runs_read_alike_counts_once(make_run: MakeRun, tmp_path: Path) -> None:
    first, second, gone = (f"https://a.example/{n}" for n in range(3))
    copy = "https://b.example/copy"
    removed = [Removed(rule="en-credit", text="Photo: Ann", at=0)]
    stories = [article(first, prose(1), removed=removed), article(second, prose(2))]
    met = {
        "duplicates": [copy_of(copy, first)],
        "links": [link(copy, second), link(first, second), link(first, second), link(second, gone, reason="depth")],
        "failures": [Failure(gone, reason="http", detail="404")],
    }
    once = collect(find_runs([make_run("a", stories, **met)]))
    runs = [make_run(name, stories, **met) for name in ("b", "c")]
    twice = collect(find_runs(runs))
    assert (once.edges, once.unread, once.cut, once.asked, once.stories) == (
        (twice.edges, twice.unread, twice.cut, twice.asked, twice.stories)
    )
    assert once.edges[page_id(first), page_id(second), "related"] == 3, "of one page's links each counts"
    assert (len(once.asked), len(once.stories[0].copies) + len(once.stories[1].copies)) == (4, 1)
    build_report(find_runs(runs), tmp_path / "report.html")


def test_a_story_that_another_run_found_to_be_a_copy_is_no_story_of_its_own(make_run: MakeRun) -> None:
    first, second = (article(f"https://{host}.example/1", prose(1)) for host in ("a", "b"))
    copy = copy_of("https://b.example/1", first.url, method="near", similarity=0.9)
    edge = link("https://b.example/1", "https://c.example/1", followed=True)
    runs = [
        make_run("alone", [second, article("https://c.example/1", prose(3))], links=[edge]),
        make_run("together", [first], duplicates=[copy], started="2026-03-02T09:00:00Z"),
    ]
    found = collect(find_runs(runs))
    assert len(found.stories) == 2, "as in a data set of these runs"
    assert sum(found.edges.values()) == 1
    [story] = [story for story in found.stories if story.copies]
    assert (story.url, [copy["url"] for copy in story.copies], story.earlier) == (second.url, [first.url], [])


def test_a_later_version_takes_the_storys_place_and_keeps_the_one_before(make_run: MakeRun) -> None:
    runs = [
        make_run("a", [article("https://a.example/1", prose(1), title="Before")]),
        make_run("b", [article("https://a.example/1", prose(2), title="After")], started="2026-03-02T09:00:00Z"),
    ]
    [story] = collect(find_runs(runs)).stories
    assert (story.title, [v["title"] for v in story.earlier]) == ("After", ["Before"])


def test_a_copy_shows_the_places_where_its_text_differs_from_the_storys(make_run: MakeRun, tmp_path: Path) -> None:
    story = article("https://a.example/1", "The bridge opens in May. It cost nine million.")
    copies = [
        copy_of("https://b.example/1", story.url, text="The bridge opens in June. It cost nine million."),
        copy_of("https://c.example/1", story.url, text=story.text, site="c.example"),
        copy_of("https://d.example/1", story.url, text=None, site="d.example"),
    ]
    path = tmp_path / "report.html"
    build_report(find_runs([make_run("a", [story], duplicates=copies)]), path)
    html = path.read_text(encoding="utf-8")
    assert "Text of b.example: differs in 1 place<" in html
    assert re.findall(r'data-against="(The bridge[^"]*)">([^<]*)', html) == [
        ("The bridge opens in June.", "The bridge opens in May."),
        ("The bridge opens in May.", "The bridge opens in June."),
    ]
    assert "Text of c.example: says the same." in html
    assert "Text of d.example" not in html
    assert "of 1 story<" in html


def test_of_a_copy_that_changed_much_the_first_places_are_shown_and_the_rest_counted(
    make_run: MakeRun, tmp_path: Path
) -> None:
    kept = [f"Sentence {n} stays." for n in range(12)]
    story = article("https://a.example/1", " ".join(f"{s} Before {n} {'x' * 400}." for n, s in enumerate(kept)))
    copy = copy_of("https://b.example/1", story.url, text=" ".join(kept))
    path = tmp_path / "report.html"
    build_report(find_runs([make_run("a", [story], duplicates=[copy])]), path)
    html = path.read_text(encoding="utf-8")
    shown = re.findall(r'data-site="a.example" data-against="">([^<]*)</td>', html)
    assert len(shown) == MOST_CHANGES
    assert all(len(text) == CHANGE_LENGTH + 1 for text in shown)
    assert f"and {12 - MOST_CHANGES} more." in html


def test_text_of_pages_is_never_markup(make_run: MakeRun, tmp_path: Path) -> None:
    story = article("https://a.example/1", HOSTILE * 3, title=HOSTILE, authors=[HOSTILE])
    story.removed = [Removed("en-follow", HOSTILE, 0)]
    copy = copy_of("https://b.example/1", "https://a.example/1", title=HOSTILE, text=HOSTILE)
    failures = [Failure(url="https://a.example/" + HOSTILE, reason="http", detail=HOSTILE)]
    path = tmp_path / "report.html"
    build_report(find_runs([make_run("a", [story], duplicates=[copy], failures=failures)]), path)
    html = path.read_text(encoding="utf-8")
    assert "<script>alert" not in html
    assert "<img" not in html
    assert data_of(path)["stories"][0]["title"] == HOSTILE


def test_a_report_asks_no_network_and_two_of_one_run_are_the_same(make_run: MakeRun, tmp_path: Path) -> None:
    run = make_run("a", [article(f"https://a.example/{n}", prose(n)) for n in range(9)])
    paths = [tmp_path / name for name in ("one.html", "two.html")]
    for path in paths:
        build_report(find_runs([run]), path)
    assert paths[0].read_bytes() == paths[1].read_bytes()
    html = paths[0].read_text(encoding="utf-8")
    assert "default-src 'none'" in html
    assert not re.search(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=", html)


@pytest.mark.parametrize("stories", [0, 1])
def test_a_run_of_hardly_anything_has_a_report_too(make_run: MakeRun, tmp_path: Path, stories: int) -> None:
    run = make_run("a", [article(f"https://a.example/{n}", prose(n)) for n in range(stories)])
    path = tmp_path / "report.html"
    assert len(build_report(find_runs([run]), path).stories) == stories
    assert len(data_of(path)["stories"]) == stories
