"""A report in a real browser: it draws, it can be searched and clicked, and nothing in it fails."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from crawler.items import Article, Duplicate
from crawler.items.runs import find_runs
from crawler.report.build import build_report
from crawler.urls.canonical import page_id
from tests.made_runs import article, link, prose, run_maker

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
FLAGS = (
    "--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run",
)  # fmt: skip
STORIES = 40

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine; on Debian: apt-get install chromium"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forty stories of four outlets, each leading to the next three; one says something that no other says."""
    folder = tmp_path_factory.mktemp("report")
    urls = [f"https://{'abcd'[n % 4]}.example/{n}" for n in range(STORIES)]
    stories = [
        article(url, prose(n), title=f"Story {n}", date_published=f"2026-02-{n % 9 + 1:02}")
        for n, url in enumerate(urls)
    ]
    stories[7].title = "The lighthouse <b>keeper</b> retires"
    links = [link(urls[n], urls[(n + step) % STORIES], rank=step) for n in range(STORIES) for step in (1, 2, 3)]
    stories[3].text = "据了解,本港明年扩建。"
    copies = [copy_of(stories[3], "據了解，本港今年擴建。"), copy_of(stories[4], stories[4].text + "\n\nAdded here.")]
    run = run_maker(folder)("run", stories, links=links, duplicates=copies)
    build_report(find_runs([run]), folder / "report.html")
    return folder / "report.html"


def copy_of(story: Article, text: str) -> Duplicate:
    url = story.url.replace(story.site, "e.example")
    return Duplicate(
        id=page_id(url), url=url, site="e.example", title=story.title, duplicate_of=story.id, cluster_id=story.id,
        method="near", text=text,
    )  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture
def page(browser: Any, report: Path) -> Iterator[Any]:
    """The report, open; whatever the console calls an error fails the test."""
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    errors: list[str] = []
    opened.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.goto(report.as_uri())
    opened.wait_for_selector("html[data-ready]", timeout=60_000)
    yield opened
    opened.close()
    assert errors == []


def test_every_part_is_drawn(page: Any) -> None:
    assert page.locator("#canvas canvas").count() > 2
    assert page.locator("#days canvas").count() == 1
    assert page.locator(".matrix tbody tr").count() == 5, "four outlets, and one of copies alone"
    assert page.locator("#table tbody tr").count() == STORIES
    assert page.locator("#matches").inner_text() == f"{STORIES} of {STORIES} stories"


def test_a_click_on_a_dot_shows_its_story(page: Any) -> None:
    page.locator("#canvas").scroll_into_view_if_needed()
    box = page.locator("#canvas").bounding_box()
    x, y = page.evaluate(
        "() => { const p = picture.sigma.graphToViewport(picture.graph.getNodeAttributes('7')); return [p.x, p.y]; }"
    )
    page.mouse.click(box["x"] + x, box["y"] + y)
    chosen = page.evaluate("picture.chosen")
    title = page.evaluate(f"data.stories[{chosen}].title")
    assert page.locator("#details h3").inner_text() == title
    assert page.locator("#details li").count() >= 6


@pytest.mark.parametrize("width", [1280, 390])
def test_no_title_in_the_picture_covers_another_or_hangs_over_its_edge(page: Any, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate("picture.sigma.setSettings({labelRenderedSizeThreshold: 0, labelDensity: 9, labelGridCellSize: 30})")
    page.evaluate("picture.graph.updateEachNodeAttributes((_, node) => ({...node, label: node.label.repeat(8)}))")
    drawn = "new Promise(done => { picture.sigma.once('afterRender', () => done(picture.labels)); choose(7); })"
    places = page.evaluate(drawn)
    assert len(places) > (2 if width == 1280 else 0)
    edge = page.evaluate("byId('canvas').clientWidth")
    assert all(place["left"] >= 0 and place["right"] <= edge for place in places)
    for one, other in combinations(places, 2):
        apart = one["right"] <= other["left"] or other["right"] <= one["left"]
        assert apart or one["bottom"] <= other["top"] or other["bottom"] <= one["top"]


def test_the_search_finds_and_the_rest_is_hidden(page: Any) -> None:
    page.fill("#search", "LIGHTHOUSE")
    assert page.locator("#table tbody tr").count() == 1
    assert page.locator("#table tbody button").inner_text() == "The lighthouse <b>keeper</b> retires"
    assert page.locator("#matches").inner_text() == f"1 of {STORIES} stories"


def test_outlet_and_day_filter_together(page: Any) -> None:
    page.select_option("#outlet", "a.example")
    page.fill("#from", "2026-02-01")
    page.fill("#to", "2026-02-03")
    sites = page.locator("#table tbody td:nth-child(2)").all_inner_texts()
    days = page.locator("#table tbody td:nth-child(3)").all_inner_texts()
    assert set(sites) == {"a.example"}
    assert set(days) <= {"2026-02-01", "2026-02-02", "2026-02-03"}


def test_the_table_is_sorted_by_the_keyboard(page: Any) -> None:
    button = page.locator('#table thead button[data-key="title"]')
    button.focus()
    page.keyboard.press("Enter")
    titles = page.locator("#table tbody button").all_inner_texts()
    assert titles == sorted(titles, key=str.casefold)
    assert page.locator('th[aria-sort="ascending"]').inner_text().startswith("title")
    page.locator("#table tbody button").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("#details h3").inner_text() == titles[0]


def test_words_that_a_copy_changed_are_marked_once_its_story_is_open(page: Any) -> None:
    for box in page.locator("#copies > details:not([open])").all():
        assert box.locator("mark").count() == 0
        box.locator("summary").first.click()
    page.wait_for_selector(".changes .differs:not(.marked)", state="detached")
    assert sorted(page.locator("#copies mark").all_inner_texts()) == ["Added here.", "今", "明"]


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_hangs_over_the_edge(page: Any, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_screen_reader_finds_its_landmarks(page: Any) -> None:
    for landmark in ("header", "nav", "main", "footer", "aside"):
        assert page.locator(landmark).count() == 1
    controls = "[...document.querySelectorAll('input,select,button')]"
    assert page.evaluate(f"{controls}.filter(e => !(e.labels?.length || e.textContent || e.ariaLabel)).length") == 0


@pytest.mark.parametrize(("last", "shown"), [("2026-11-26", 7), ("2026-12-06", 14)])
def test_the_days_reach_a_little_beyond_the_first_and_the_last(
    browser: Any, tmp_path: Path, last: str, shown: int
) -> None:
    stories = [
        article(f"https://a.example/{day}", prose(n), title=f"Story {n}", date_published=day)
        for n, day in enumerate(("2026-11-26", last))
    ]
    build_report(find_runs([run_maker(tmp_path)("run", stories)]), tmp_path / "report.html")
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    opened.add_init_script(
        "window.drawn = []; const draw = CanvasRenderingContext2D.prototype.fillText;"
        "CanvasRenderingContext2D.prototype.fillText ="
        " function (text, ...rest) { drawn.push(text); draw.call(this, text, ...rest); }"
    )
    opened.goto((tmp_path / "report.html").as_uri())
    opened.wait_for_selector("html[data-ready]", timeout=60_000)
    labels = [date.fromisoformat(text) for text in opened.evaluate("drawn") if re.fullmatch(r"\d{4}-\d\d-\d\d", text)]
    opened.close()
    assert min(labels) <= date(2026, 11, 26) <= date.fromisoformat(last) <= max(labels) + timedelta(days=1)
    assert max(labels) - min(labels) <= timedelta(days=shown)
