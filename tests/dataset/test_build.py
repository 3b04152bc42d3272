"""Runs become one data set: copies, versions, redirects and repeats are resolved over all of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from crawler.dataset.build import build
from crawler.items import Duplicate, Failure, Removed
from crawler.items.runs import RunError, find_runs
from crawler.text.boilerplate import restore
from crawler.urls.canonical import canonical, page_id
from tests.conftest import read_lines
from tests.made_runs import MakeRun, article, link, prose


def made(runs: list[Path], folder: Path, **options: Any) -> dict[str, list[dict[str, Any]]]:
    """Feed -> lines of all splits."""
    build(find_runs(runs), folder, formats=["jsonl"], **options)
    feeds: dict[str, list[dict[str, Any]]] = {f: [] for f in ("articles", "duplicates", "links", "failures")}
    for feed, lines in feeds.items():
        for path in sorted((folder / "data").glob(f"{feed}-*.jsonl")):
            lines += read_lines(path)
    return feeds


def test_a_story_of_two_runs_is_one_article_and_its_copy_a_duplicate(make_run: MakeRun, tmp_path: Path) -> None:
    first = make_run("first", [article("https://a.example/1", prose(1))])
    second = make_run(
        "second",
        [article("https://b.example/copy", prose(1)), article("https://b.example/own", prose(2))],
        started="2026-03-02T09:00:00Z",
    )
    feeds = made([second, first], tmp_path / "out")
    assert [a["url"] for a in feeds["articles"]] == ["https://a.example/1", "https://b.example/own"]
    [copy] = feeds["duplicates"]
    assert (copy["url"], copy["method"], copy["duplicate_of"]) == (
        "https://b.example/copy", "exact", feeds["articles"][0]["id"],
    )  # fmt: skip


def test_a_near_copy_of_another_run_is_found(make_run: MakeRun, tmp_path: Path) -> None:
    trimmed = "\n\n".join(prose(1, 20).split("\n\n")[:15])
    runs = [
        make_run("a", [article("https://a.example/1", prose(1, 20))]),
        make_run("b", [article("https://b.example/1", trimmed)], started="2026-03-02T09:00:00Z"),
    ]
    assert [d["method"] for d in made(runs, tmp_path / "out")["duplicates"]] == ["near"]


def test_a_page_read_twice_is_written_once_and_a_changed_one_as_its_next_version(
    make_run: MakeRun, tmp_path: Path
) -> None:
    same, old, new = "https://a.example/same", prose(1), prose(1) + "\n\nCorrection: the bridge opens in May."
    runs = [
        make_run("a", [article(same, prose(3)), article("https://a.example/1", old)]),
        make_run("b", [article(same, prose(3)), article("https://a.example/1", new)], started="2026-03-02T09:00:00Z"),
    ]
    articles = made(runs, tmp_path / "out")["articles"]
    card = (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
    assert "2 stories of 1 site with 1 later version, 0 copies of them," in card
    assert "| a.example | 2 |" in card
    described = json.loads((tmp_path / "out" / "croissant.json").read_text(encoding="utf-8"))
    assert described["description"].startswith("2 news stories")
    assert [(a["url"], a["version"]) for a in articles] == [
        (same, 1), ("https://a.example/1", 1), ("https://a.example/1", 2),
    ]  # fmt: skip
    assert articles[2]["previous_text_hash"] == articles[1]["text_hash"]
    assert articles[2]["cluster_id"] == articles[1]["cluster_id"]


def test_a_link_to_a_moved_page_joins_with_the_story(make_run: MakeRun, tmp_path: Path) -> None:
    moved = page_id(canonical("https://short.example/x"))
    story = article("https://a.example/1", prose(1), aliases=[moved])
    runs = [make_run("a", [story], links=[link("https://b.example/2", "https://short.example/x")])]
    [edge] = made(runs, tmp_path / "out")["links"]
    assert (edge["target_id"], edge["target_cluster"]) == (story.id, story.id)


def test_an_offer_that_two_runs_saw_is_one_edge(make_run: MakeRun, tmp_path: Path) -> None:
    edge = link("https://a.example/1", "https://a.example/2")
    runs = [make_run("a", [article("https://a.example/1", prose(1))], links=[edge])]
    runs.append(make_run("b", links=[edge], started="2026-03-02T09:00:00Z"))
    assert len(made(runs, tmp_path / "out")["links"]) == 1


def test_what_a_site_repeats_is_cut_on_every_page_and_can_be_undone(make_run: MakeRun, tmp_path: Path) -> None:
    furniture = "Thanks for reading the Valley Courier"
    texts = [prose(n) + f"\n\n{furniture}" for n in range(4)]
    run = make_run("a", [article(f"https://a.example/{n}", text) for n, text in enumerate(texts)])
    articles = made([run], tmp_path / "out")["articles"]
    assert all(furniture not in a["text"] for a in articles)
    assert [restore(a["text"], [Removed(**r) for r in a["removed"]]) for a in articles] == texts


def test_what_a_site_repeats_is_cut_from_its_copies_too(make_run: MakeRun, tmp_path: Path) -> None:
    furniture = "Thanks for reading the Valley Courier"
    own = [article(f"https://a.example/{n}", f"{prose(n)}\n\n{furniture}") for n in range(4)]
    told = article("https://b.example/first", prose(7))
    found = article("https://a.example/copy", f"{prose(7)}\n\n{furniture}")
    known = Duplicate(
        id=page_id("https://a.example/2nd"), requested_url="https://a.example/2nd", site="a.example", method="near",
        duplicate_of=told.id, cluster_id=told.id, text=found.text,
    )  # fmt: skip
    run = make_run("a", [*own, told, found], duplicates=[known])
    copies = made([run], tmp_path / "out")["duplicates"]
    assert [(copy["method"], copy["text"]) for copy in copies] == [("near", prose(7)), ("near", prose(7))]


def test_a_paragraph_of_two_stories_is_no_repeat(make_run: MakeRun, tmp_path: Path) -> None:
    run = make_run("a", [article(f"https://a.example/{n}", prose(n) + "\n\nCome to our fair") for n in range(2)])
    assert all(a["text"].endswith("fair") for a in made([run], tmp_path / "out")["articles"])


def test_a_list_that_a_site_offers_everywhere_becomes_more_and_says_what_its_page_said(
    make_run: MakeRun, tmp_path: Path
) -> None:
    pages = [article(f"https://a.example/{n}", prose(n)) for n in range(10)]
    everywhere = [f"https://a.example/top{n}" for n in range(4)]
    links = []
    for page in pages:
        links += [link(page.url, top, rank=n + 1, block=0) for n, top in enumerate(everywhere)]
        links += [link(page.url, f"{page.url}/own{n}", rank=n + 1, block=1) for n in range(3)]
    feeds = made([make_run("a", pages, links=links)], tmp_path / "out")
    kinds = {(edge["block"], edge["kind"], edge["page_kind"]) for edge in feeds["links"]}
    assert kinds == {(0, "more", "related"), (1, "related", "related")}


def test_a_topic_box_of_a_few_stories_stays_related(make_run: MakeRun, tmp_path: Path) -> None:
    pages = [article(f"https://a.example/{n}", prose(n)) for n in range(40)]
    box = [f"https://a.example/topic{n}" for n in range(4)]
    links = [link(page.url, top, rank=n + 1) for page in pages[:7] for n, top in enumerate(box)]
    links += [link(page.url, f"{page.url}/own", rank=1, block=1) for page in pages[7:]]
    assert {edge["kind"] for edge in made([make_run("a", pages, links=links)], tmp_path / "out")["links"]} == {
        "related"
    }


def test_a_failure_of_one_worker_that_another_read_is_left_out(make_run: MakeRun, tmp_path: Path) -> None:
    read, gone = "https://a.example/1", "https://a.example/gone"
    failures = [Failure(url=url, reason="http", at="2026-03-01T10:00:00Z") for url in (read, gone, gone)]
    runs = [make_run("w1", [article(read, prose(1))]), make_run("w2", failures=failures)]
    assert [f["url"] for f in made(runs, tmp_path / "out")["failures"]] == [gone]


def test_a_runs_own_copies_follow_their_story_into_another_runs_cluster(make_run: MakeRun, tmp_path: Path) -> None:
    first = make_run("a", [article("https://a.example/1", prose(1))])
    second_story = article("https://b.example/1", prose(1))
    copy = Duplicate(
        id=page_id(canonical("https://c.example/1")), url="https://c.example/1", requested_url="https://c.example/1",
        canonical_url=canonical("https://c.example/1"), site="c.example", duplicate_of=second_story.id,
        cluster_id=second_story.id, method="near",
    )  # fmt: skip
    second = make_run("b", [second_story], duplicates=[copy], started="2026-03-02T09:00:00Z")
    feeds = made([first, second], tmp_path / "out")
    assert {d["cluster_id"] for d in feeds["duplicates"]} == {feeds["articles"][0]["id"]}
    assert {d["duplicate_of"] for d in feeds["duplicates"]} == {feeds["articles"][0]["id"]}


@pytest.mark.parametrize("split", ["hash", "date", "site"])
def test_no_story_is_on_two_sides_of_a_split(make_run: MakeRun, tmp_path: Path, split: str) -> None:
    stories = [
        article(f"https://s{n % 25}.example/{n}", prose(n), date_published=f"2026-02-{n % 28 + 1:02}")
        for n in range(60)
    ]
    copies = [article(f"https://copy{n}.example/1", prose(n)) for n in range(20)]
    feeds = made([make_run("a", [*stories, *copies])], tmp_path / "out", split=split)
    sides: dict[str, set[str]] = {}
    for line in feeds["articles"] + feeds["duplicates"]:
        sides.setdefault(line["cluster_id"], set()).add(line["split"])
    assert all(len(found) == 1 for found in sides.values())
    assert {"train", "test"} <= {side for found in sides.values() for side in found}


def test_split_by_date_tests_on_the_newest(make_run: MakeRun, tmp_path: Path) -> None:
    stories = [
        article(f"https://a.example/{n}", prose(n), date_published=f"2026-02-{n + 1:02}T10:00:00+01:00")
        for n in range(20)
    ]
    articles = made([make_run("a", stories)], tmp_path / "out", split="date")["articles"]
    assert [a["split"] for a in sorted(articles, key=lambda a: str(a["date_published"]))] == (
        ["train"] * 16 + ["validation"] * 2 + ["test"] * 2
    )


@pytest.mark.parametrize(
    ("stories", "splits"),
    [(1, ["train"]), (2, ["train", "test"]), (5, ["train"] * 4 + ["test"]), (9, ["train"] * 8 + ["test"]),
     (10, ["train"] * 8 + ["validation", "test"])],
)  # fmt: skip
def test_the_newest_of_few_stories_is_tested_on(
    make_run: MakeRun, tmp_path: Path, stories: int, splits: list[str]
) -> None:
    run = [article(f"https://a.example/{n}", prose(n), date_published=f"2026-02-{n + 1:02}") for n in range(stories)]
    articles = made([make_run("a", run)], tmp_path / "out", split="date")["articles"]
    assert [a["split"] for a in sorted(articles, key=lambda a: str(a["date_published"]))] == splits


@pytest.mark.parametrize(
    ("split", "said"),
    [
        ("date", "No story is in validation: too few for --split date (3 stories)."),
        ("site", "No story is in validation or in test: too few for --split site (1 site)."),
        ("none", None),
    ],
)
def test_the_card_names_splits_without_a_story(make_run: MakeRun, tmp_path: Path, split: str, said: str | None) -> None:
    stories = [article(f"https://a.example/{n}", prose(n), date_published=f"2026-02-{n + 1:02}") for n in range(3)]
    made([make_run("a", stories)], tmp_path / "out", split=split)
    card = (tmp_path / "out" / "README.md").read_text(encoding="utf-8").splitlines()
    assert [line for line in card if line.startswith("No story")] == ([said] if said else [])


def test_a_split_in_which_each_part_has_stories_has_nothing_to_name(make_run: MakeRun, tmp_path: Path) -> None:
    stories = [article(f"https://a.example/{n}", prose(n), date_published=f"2026-02-{n + 1:02}") for n in range(10)]
    made([make_run("a", stories)], tmp_path / "out", split="date")
    assert "No story" not in (tmp_path / "out" / "README.md").read_text(encoding="utf-8")


def test_one_of_each_is_called_by_its_noun(make_run: MakeRun, tmp_path: Path) -> None:
    first, second = "https://a.example/1", "https://a.example/2"
    run = make_run("a", [article(first, prose(1)), article(second, prose(1))], links=[link(first, second)])
    made([run], tmp_path / "out")
    card = (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
    assert "1 story of 1 site, 1 copy of them, 1 link to further reading on their pages." in card
    described = json.loads((tmp_path / "out" / "croissant.json").read_text(encoding="utf-8"))
    assert described["description"] == "1 news story, their links and copies"


def test_the_description_is_dated_by_the_last_page_that_was_read(make_run: MakeRun, tmp_path: Path) -> None:
    early, late, unknown = (article(f"https://a.example/{n}", prose(n)) for n in range(3))
    early.crawl.fetched_at, late.crawl.fetched_at, unknown.crawl.fetched_at = (
        "2026-03-01T10:00:00Z", "2026-03-02T23:59:59Z", None,
    )  # fmt: skip
    for name, stories, day in (("a", [late, early, unknown], "2026-03-02"), ("b", [unknown], None)):
        made([make_run(name, stories)], tmp_path / f"out-{name}")
        described = json.loads((tmp_path / f"out-{name}" / "croissant.json").read_text(encoding="utf-8"))
        assert described.get("datePublished") == day


def test_the_same_runs_give_the_same_bytes(make_run: MakeRun, tmp_path: Path) -> None:
    run = make_run("a", [article(f"https://a.example/{n}", prose(n)) for n in range(5)])
    formats = ["jsonl", "parquet", "csv", "gexf", "graphml"]
    for name in ("one", "two"):
        build(find_runs([run]), tmp_path / name, formats=formats)
    files = sorted(p.relative_to(tmp_path / "one") for p in (tmp_path / "one").rglob("*") if p.is_file())
    assert len(files) > 15
    assert all((tmp_path / "one" / f).read_bytes() == (tmp_path / "two" / f).read_bytes() for f in files)


@pytest.mark.parametrize(
    ("line", "said"), [('{"id": "torn', "not a JSON line"), ("[1]", "not a JSON object"), ('{"id": "x"}', "id 'x'")]
)
def test_a_line_that_is_none_of_ours_is_named(make_run: MakeRun, tmp_path: Path, line: str, said: str) -> None:
    run = make_run("a", [article("https://a.example/1", prose(1))])
    with (run / "articles.jsonl").open("a", encoding="utf-8") as feed:
        feed.write(f"{line}\n")
    with pytest.raises(RunError, match=rf"articles.jsonl:2: {said}"):
        build(find_runs([run]), tmp_path / "out")


def test_a_folder_above_several_runs_stands_for_all_of_them(make_run: MakeRun, tmp_path: Path) -> None:
    make_run("job/w1", [article("https://a.example/1", prose(1))])
    make_run("job/w2", [article("https://a.example/2", prose(2))])
    (tmp_path / "runs" / "latest").symlink_to("job/w1")
    assert [run.path.name for run in find_runs([tmp_path / "runs"])] == ["w1", "w2"]
    with pytest.raises(RunError, match="no run"):
        find_runs([tmp_path / "runs" / "job" / "w1" / "nothing"])


def test_an_older_runs_lines_get_the_fields_they_lack(make_run: MakeRun, tmp_path: Path) -> None:
    run = make_run("a", [article("https://a.example/1", prose(1))])
    path = run / "articles.jsonl"
    line = json.loads(path.read_text(encoding="utf-8"))
    for name in ("entries", "aliases", "relevance", "declared_url", "published_utc"):
        del line[name]
    path.write_text(json.dumps(line) + "\n", encoding="utf-8")
    [found] = made([run], tmp_path / "out")["articles"]
    assert (found["entries"], found["aliases"], found["relevance"]) == ([], [], None)
