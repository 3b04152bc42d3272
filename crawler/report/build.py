"""What was collected -> one HTML file: styles, scripts and data are in it, so it needs no network and can be mailed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from crawler import __version__
from crawler.items.runs import RunFolder
from crawler.report.collect import Reported, Story, collect, most_copied, outlets, outlets_with_copies
from crawler.report.layout import positions
from crawler.store.whole_file import write_whole
from crawler.text.changes import Change
from crawler.text.plurals import counted
from crawler.text.script import simplified
from crawler.text.timestamps import utc_or_day

KINDS = ("related", "more", "inline", "sponsored")
MOST_OUTLETS = 24
"""Outlets with a colour and a row of their own; the rest are one."""
MOST_CHANGES = 8
"""Places shown at which the text of a copy differs; the rest are counted."""
CHANGE_LENGTH = 300
"""Characters of each side of such a place."""
_STYLES = ("vendor/uPlot.min.css", "template/report.css")
_SCRIPTS = (
    "vendor/graphology.umd.min.js", "vendor/sigma.min.js", "vendor/uPlot.iife.min.js", "template/views.js",
    "template/graph.js", "template/report.js",
)  # fmt: skip


def build_report(runs: Sequence[RunFolder], path: Path) -> Reported:
    """Write the report of some runs. RunError where a feed cannot be read, OSError where the file cannot be written,
    and what was there before stays."""
    found = collect(runs)
    write_whole(path, render(found, [run.path.name for run in runs]))
    return found


def render(found: Reported, names: Sequence[str]) -> str:
    """The HTML. Text from pages gets in as escaped HTML or as JSON that no browser takes for markup."""
    ranked = outlets(found)
    page = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        loader=DictLoader({"report": _read("template/report.html")}),
    ).get_template("report")  # fmt: skip
    return page.render(
        names=names,
        version=__version__,
        styles=Markup("\n".join(map(_read, _STYLES))),
        scripts=Markup("\n".join(_script(name) for name in _SCRIPTS)),
        data=Markup(_json(_data(found, [site for site, _ in ranked]))),
        found=found,
        glance=_glance(found),
        outlets=ranked,
        matrix=_matrix(found, outlets_with_copies(found)[:MOST_OUTLETS]),
        clusters=_clusters(found),
        cut=sorted(found.cut.items(), key=lambda pair: (-pair[1], pair[0])),
        unread=sorted(found.unread.items(), key=lambda pair: (pair[0][0], -pair[1], pair[0][1])),
        kinds=KINDS,
    )


def _glance(found: Reported) -> list[tuple[str, str, str]]:
    """(what, how many, more of it): the crawl in five figures."""
    days = sorted(story.date[:10] for story in found.stories if story.date and len(story.date) >= 10)
    languages = Counter((story.language or "unknown").split("-")[0] for story in found.stories)
    spoken = ", ".join(f"{name} {n:,}" for name, n in languages.most_common(5))
    copies = sum(len(story.copies) for story in found.stories)
    carried = sum(bool(story.copies) for story in found.stories)
    links = sum(found.edges.values())
    return [
        ("stories", f"{len(found.stories) + found.left_out:,}", f"of {counted(len(found.asked), 'page')} asked for"),
        ("outlets", f"{len(outlets(found)):,}", ", ".join(site for site, _ in outlets(found)[:3])),
        ("copies", f"{copies:,}", f"of {counted(carried, 'story', 'stories')}"),
        ("links", f"{links:,}", "between these stories"),
        ("languages", f"{len(languages):,}", spoken),
        ("days", f"{len(set(days)):,}", f"{days[0]} to {days[-1]}" if days else "no story is dated"),
    ]


def _data(found: Reported, ranked: Sequence[str]) -> dict[str, Any]:
    """What the scripts draw: stories and edges by number."""
    number = {story.id: place for place, story in enumerate(found.stories)}
    edges = [[number[a], number[b], KINDS.index(kind)] for a, b, kind in sorted(found.edges)]
    places = positions(len(number), [(a, b) for a, b, kind in edges if KINDS[kind] == "related"])
    stories = [_story_data(story, place) for story, place in zip(found.stories, places, strict=True)]
    fixed = {"kinds": KINDS, "outlets": list(ranked), "colours": MOST_OUTLETS, "simplified": _simplified(found)}
    return {"stories": stories, "edges": edges, **fixed}


def _simplified(found: Reported) -> dict[str, str]:
    """Traditional character -> simplified, of those in texts that are shown side by side."""
    said = {character for story in most_copied(found) for copy in story.copies for character in copy["title"]}
    said |= {character for story in most_copied(found) for character in story.title}
    said |= {character for cs in found.changes.values() for c in cs[:MOST_CHANGES] for character in c.before + c.after}
    traditional = ((character, simplified(character)) for character in sorted(said) if not character.isascii())
    return {character: simple for character, simple in traditional if simple != character}


def _story_data(story: Story, place: tuple[float, float]) -> dict[str, Any]:
    names = ("title", "site", "url", "date", "language", "authors", "text", "relevance", "copies", "offered", "earlier")
    values = {name: getattr(story, name) for name in names}
    return {**values, "x": place[0], "y": place[1], "unfollowed": dict(story.not_followed), "examples": story.examples}


def _matrix(found: Reported, sites: Sequence[str]) -> dict[str, Any]:
    """Rows of counts: who (row) links whom (column), with the share of the largest for the shade."""
    most = max(found.between.values(), default=1)
    rows = [(a, [(b, found.between[a, b], round(found.between[a, b] / most, 3)) for b in sites]) for a in sites]
    return {"sites": sites, "rows": rows}


def _clusters(found: Reported) -> list[dict[str, Any]]:
    """Stories with copies; of each its pages by date, with what each changed."""
    return [{"story": story, "pages": sorted(_pages(story, found), key=_when)} for story in most_copied(found)]


def _pages(story: Story, found: Reported) -> list[dict[str, Any]]:
    names = ("title", "site", "url", "date")
    own = {**{name: getattr(story, name) for name in names}, "method": "first read", "similarity": 1.0, "changes": None}
    first = not any(copy["origin"] for copy in story.copies)
    copies = [{**copy, "changes": _changes(found.changes.get(copy["id"]))} for copy in story.copies]
    pages = [{**own, "origin": first}, *copies]
    # In one zone: outlets print their own, and the order is read as who had it first.
    return [{**page, "date": utc_or_day(page["date"]) or page["date"]} for page in pages]


def _changes(changes: list[Change] | None) -> dict[str, Any] | None:
    """The first of the places where a copy's text differs, each side cut to length; None where it was not compared."""
    if changes is None:
        return None
    shown = [(_shortened(c.before), _shortened(c.after)) for c in changes[:MOST_CHANGES]]
    return {"shown": shown, "count": len(changes)}


def _shortened(text: str) -> str:
    return text if len(text) <= CHANGE_LENGTH else text[:CHANGE_LENGTH] + "…"


def _when(page: dict[str, Any]) -> tuple[bool, str]:
    return page["date"] is None, page["date"] or ""


def _read(name: str) -> str:
    return files("crawler.report").joinpath(*name.split("/")).read_text(encoding="utf-8")


def _script(name: str) -> str:
    """A script that cannot end its own element."""
    return "<script>" + _read(name).replace("</script", "<\\/script") + "</script>"


def _json(value: Any) -> str:
    """JSON within HTML: no character in it begins or ends markup."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text.encode("utf-8", "replace").decode("utf-8")
