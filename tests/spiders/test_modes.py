"""Jobs that run again and again on one store: what is new, what changed, and what is left alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from crawler.store.sqlite import SqliteStore
from tests.conftest import Run, Scrapy
from tests.web.site import Reply, Site, page, serve, story

Web = dict[str, Reply]
RSS = {"Content-Type": "application/rss+xml"}


def feed(*paths: str, tag: str | None = None) -> Reply:
    items = "".join(f"<item><link>{{base}}{path}</link></item>" for path in paths)
    body = f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>'
    return Reply(body.encode(), headers=RSS | ({"ETag": tag} if tag else {}))


def tagged(reply: Reply, tag: str) -> Reply:
    return Reply(reply.body, reply.status, {**reply.headers, "ETag": tag})


@pytest.fixture
def web() -> Web:
    return {
        "/feed": feed("/news/1.html", "/news/2.html"),
        "/news/1.html": page(
            "One",
            story(1),
            {"/news/2.html": "Two is a story about the council", "/news/3.html": "Three is a story about the ferry"},
        ),
        "/news/2.html": page("Two", story(2)),
        "/news/3.html": page("Three", story(3)),
    }


@pytest.fixture
def site(web: Web) -> Iterator[Site]:
    with serve(web) as running:
        yield running


class Job:
    """A job on a feed: each call is its next run."""

    def __init__(self, scrapy: Scrapy, site: Site) -> None:
        self.scrapy, self.site, self.runs = scrapy, site, 0

    def __call__(self, mode: str, *args: str, seed: str = "/feed", settings: Mapping[str, str] | None = None) -> Run:
        self.runs += 1
        self.site.asked.clear()
        self.site.unmodified.clear()
        own = {"RELATED_ALLOW_PRIVATE": "127.0.0.1", "DOWNLOAD_DELAY": "0", "RELATED_PROGRESS": "on"} | (settings or {})
        seeds = ("-a", f"url={self.site.base}{seed}") if seed else ()
        run = self.scrapy(
            "crawl", "related", *seeds, "-a", f"mode={mode}", *args,
            *(part for name, value in own.items() for part in ("-s", f"{name}={value}")),
            output=f"run{self.runs}",
        )  # fmt: skip
        assert run.status == 0, run.err
        return run


@pytest.fixture
def job(scrapy: Scrapy, site: Site) -> Job:
    return Job(scrapy, site)


def hours_later(tmp_path: Path, hours: float) -> None:
    """Let time go by: what is in the store is that much older."""
    store = SqliteStore(tmp_path / "store.db")
    with store.transaction():
        store._file.execute("UPDATE visits SET fetched = fetched - ?, due = due - ?", [hours * 3600] * 2)
    store.close()


def counted(run: Run, name: str) -> dict[str, int]:
    """What the manifest counts by reason under a name, without what did not happen."""
    return {reason: n for reason, n in run.manifest["counts"][name].items() if n}


def titles(run: Run) -> list[str]:
    return sorted(article["title"] for article in run.feed("articles"))


def test_a_second_run_for_what_is_new_asks_for_new_stories_alone(job: Job, web: Web) -> None:
    assert titles(job("new")) == ["One", "Three", "Two"]
    web["/feed"] = feed("/news/4.html", "/news/1.html", "/news/2.html")
    web["/news/4.html"] = page(
        "Four",
        story(4),
        {"/news/1.html": "One is a story about the harbour", "/news/5.html": "Five is a new story about the bridge"},
    )
    web["/news/5.html"] = page("Five", story(5))
    run = job("new")
    assert titles(run) == ["Five", "Four"]
    assert job.site.paths() == ["/feed", "/news/4.html", "/news/5.html"]
    assert {link["title"]: link["reason"] for link in run.feed("links")} == {
        "One is a story about the harbour": "known",
        "Five is a new story about the bridge": None,
    }
    assert counted(run, "not_asked") == {"known": 3}
    assert "3 known" in run.err


def test_a_run_in_which_everything_is_known_is_no_failure(job: Job) -> None:
    job("all")
    run = job("new", seed="/news/1.html")
    assert (job.site.paths(), run.manifest["finish_reason"]) == ([], "finished")


def test_a_copy_of_an_earlier_runs_story_points_to_it(job: Job, web: Web) -> None:
    first = {a["title"]: a["id"] for a in job("new").feed("articles")}
    web["/feed"] = feed("/again/2.html", "/short/3.html")
    web["/again/2.html"] = page("Two, elsewhere", story(2))
    web["/short/3.html"] = page("Three, in short", "\n".join(story(3).split("\n")[:5]))
    run = job("new")
    assert titles(run) == []
    copies = {d["title"]: (d["duplicate_of"], d["method"]) for d in run.feed("duplicates")}
    assert copies == {"Two, elsewhere": (first["Two"], "exact"), "Three, in short": (first["Three"], "near")}
    job("new")
    assert job.site.paths() == ["/feed"]


def test_a_page_that_was_no_story_is_left_alone_for_a_while(job: Job, web: Web, tmp_path: Path) -> None:
    web["/feed"] = feed("/news/1.html", "/gone.html")
    assert [f["status"] for f in job("new").feed("failures")] == [404]
    assert counted(job("new"), "not_asked") == {"failed": 1, "known": 1}
    hours_later(tmp_path, 24)
    web["/gone.html"] = page("Here now", story(9))
    assert titles(job("new")) == ["Here now"]


def test_what_only_this_job_did_not_want_is_open_to_another(job: Job) -> None:
    assert titles(job("new", "-a", "language=de")) == []
    assert counted(job("new", "-a", "language=de"), "not_asked") == {"failed": 2}
    assert titles(job("new", "-a", "language=en")) == ["One", "Three", "Two"]


def test_an_unchanged_feed_is_not_sent_again(job: Job, web: Web) -> None:
    web["/feed"] = feed("/news/1.html", "/news/2.html", tag='"a"')
    job("new")
    run = job("new")
    assert (job.site.unmodified, counted(run, "revisits")) == (["/feed"], {"not-modified": 1})


def test_a_feed_of_which_something_was_left_over_is_read_again(job: Job, web: Web) -> None:
    web["/feed"] = feed("/news/2.html", "/news/3.html", tag='"a"')
    assert titles(job("new", "-a", "max_articles=1")) == ["Two"]
    assert titles(job("new")) == ["Three"]


def test_a_known_page_comes_out_again_only_where_it_changed(job: Job, web: Web, tmp_path: Path) -> None:
    web["/news/2.html"] = tagged(web["/news/2.html"], '"two"')
    first = {a["title"]: a for a in job("refresh").feed("articles")}
    assert titles(job("refresh")) == []
    assert job.site.paths() == ["/feed"]
    hours_later(tmp_path, 24 * 40)
    web["/news/1.html"] = page(
        "One", story(1).replace("clerk", "officer"), {"/news/3.html": "Three is a story about the ferry"}
    )
    run = job("refresh")
    [changed] = run.feed("articles")
    assert (changed["id"], changed["version"]) == (first["One"]["id"], 2)
    assert (changed["previous_text_hash"], changed["cluster_id"]) == (first["One"]["text_hash"], first["One"]["id"])
    assert run.feed("duplicates") == run.feed("failures") == run.feed("links") == []
    assert counted(run, "revisits") == {"changed": 1, "not-modified": 1, "unchanged": 1}
    assert Counter(job.site.paths()) == Counter(["/feed", "/news/1.html", "/news/2.html", "/news/3.html"])
    assert job.site.unmodified == ["/news/2.html"]


def test_an_article_as_seed_that_is_as_it_was_is_a_seed_that_was_read(job: Job, tmp_path: Path) -> None:
    job("refresh", seed="/news/1.html")
    hours_later(tmp_path, 24 * 40)
    run = job("refresh", seed="/news/1.html")
    [seed] = run.manifest["seeds"]
    assert (run.status, seed["status"], seed["reason"]) == (0, "read", None)


def test_what_left_the_feed_is_revisited_too_and_without_seeds_everything(job: Job, web: Web, tmp_path: Path) -> None:
    job("new")
    web["/feed"] = feed()
    hours_later(tmp_path, 24 * 40)
    job("refresh")
    assert len(job.site.paths()) == 4
    hours_later(tmp_path, 24 * 40)
    job("refresh", seed="")
    assert sorted(job.site.paths()) == ["/news/1.html", "/news/2.html", "/news/3.html"]


def test_a_story_that_moved_is_a_copy_once_and_goes_on_there(job: Job, web: Web, tmp_path: Path) -> None:
    first = {a["title"]: a["id"] for a in job("refresh").feed("articles")}
    web["/moved/2.html"] = web["/news/2.html"]
    web["/news/2.html"] = Reply(status=301, headers={"Location": "{base}/moved/2.html"})
    hours_later(tmp_path, 24 * 40)
    run = job("refresh")
    assert [(d["duplicate_of"], d["method"]) for d in run.feed("duplicates")] == [(first["Two"], "exact")]
    web["/moved/2.html"] = page("Two", story(2).replace("clerk", "officer"))
    hours_later(tmp_path, 24 * 40)
    run = job("refresh")
    assert [(a["cluster_id"], a["version"]) for a in run.feed("articles")] == [(first["Two"], 2)]


def test_a_story_that_is_gone_is_a_failure_and_asked_ever_less(job: Job, web: Web, tmp_path: Path) -> None:
    job("refresh")
    del web["/news/2.html"]
    hours_later(tmp_path, 24 * 40)
    assert [f["status"] for f in job("refresh").feed("failures")] == [404]
    assert job("refresh").feed("failures") == []


def test_mode_all_knows_nothing_of_earlier_runs(job: Job) -> None:
    first, second = job("all"), job("all")
    assert titles(first) == titles(second) == ["One", "Three", "Two"]
    assert counted(second, "not_asked") == {}


FRONT = b"""<!doctype html><html lang="en"><head><title>The Post</title></head><body><main>
<article><h2><a href="/2026/03/04/council-votes-for-a-bridge.html">Council votes for a new bridge</a></h2></article>
<article><h2><a href="/2026/03/03/ferry-stays-in-the-port.html">Ferry stays in port for a third day</a></h2></article>
</main></body></html>"""
SPONSORED = b"""<section class="sponsored"><h3>Sponsored content</h3><ul>
<li><a href="https://offers.example/1-ways-to-save-on-shoes">Twelve ways to save on new shoes today</a></li>
<li><a href="https://offers.example/2-doctors-hate-it">What doctors never told you about tea</a></li></ul></section>"""


def test_a_refresh_writes_unchanged_front_page_and_sponsored_links_once(job: Job, web: Web, tmp_path: Path) -> None:
    story_page = page("Council votes for a new bridge", story(8))
    web["/front"] = Reply(FRONT)
    web["/2026/03/04/council-votes-for-a-bridge.html"] = Reply(
        story_page.body.replace(b"</body>", SPONSORED + b"</body>")
    )
    web["/2026/03/03/ferry-stays-in-the-port.html"] = page("Ferry stays in port for a third day", story(9))
    first = job("refresh", seed="/front")
    kinds = Counter(link["kind"] for link in first.feed("links"))
    assert kinds["sponsored"] == 2
    assert kinds.total() > 3
    hours_later(tmp_path, 48)
    assert job("refresh", seed="/front").feed("links") == []
    hours_later(tmp_path, 48)
    more = (
        b"<article><h2><a href='/2026/03/05/mill-is-sold-to-the-town.html'>Mill is sold to the town</a></h2></article>"
    )
    web["/front"] = Reply(FRONT.replace(b"</main>", more + b"</main>"))
    web["/2026/03/05/mill-is-sold-to-the-town.html"] = page("The mill is sold to the town", story(11))
    again = job("refresh", seed="/front").feed("links")
    assert [link["url"].rpartition("/")[2] for link in again] == ["mill-is-sold-to-the-town.html"]
