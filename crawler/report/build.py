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
from crawler.report.collect import Reported, Story, collect, outlets, who_links_whom
from crawler.report.layout import positions

KINDS = ("related", "more", "inline", "sponsored")
MOST_OUTLETS = 24
"""Outlets with a colour and a row of their own; the rest are one."""
_STYLES = ("vendor/uPlot.min.css", "template/report.css")
_SCRIPTS = (
    "vendor/graphology.umd.min.js", "vendor/sigma.min.js", "vendor/uPlot.iife.min.js", "template/views.js",
    "template/graph.js", "template/report.js",
)  # fmt: skip


def build_report(runs: Sequence[RunFolder], path: Path) -> Reported:
    """Write the report of some runs. RunError where a feed cannot be read, OSError where the file cannot be written."""
    found = collect(runs)
    path.write_text(render(found, [run.path.name for run in runs]), encoding="utf-8")
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
        matrix=_matrix(found, [site for site, _ in ranked[:MOST_OUTLETS]]),
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
        ("stories", f"{len(found.stories) + found.left_out:,}", f"of {found.pages:,} pages asked for"),
        ("outlets", f"{len(outlets(found)):,}", ", ".join(site for site, _ in outlets(found)[:3])),
        ("copies", f"{copies:,}", f"of {carried:,} stories"),
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
    return {"stories": stories, "edges": edges, "kinds": KINDS, "outlets": list(ranked), "colours": MOST_OUTLETS}


def _story_data(story: Story, place: tuple[float, float]) -> dict[str, Any]:
    names = ("title", "site", "url", "date", "language", "authors", "text", "relevance", "copies", "offered", "earlier")
    values = {name: getattr(story, name) for name in names}
    return {**values, "x": place[0], "y": place[1], "unfollowed": dict(story.not_followed), "examples": story.examples}


def _matrix(found: Reported, sites: Sequence[str]) -> dict[str, Any]:
    """Rows of counts: who (row) links whom (column), with the share of the largest for the shade."""
    counted = who_links_whom(found)
    most = max(counted.values(), default=1)
    rows = [(a, [(b, counted[a, b], round(counted[a, b] / most, 3)) for b in sites]) for a in sites]
    return {"sites": sites, "rows": rows}


def _clusters(found: Reported) -> list[dict[str, Any]]:
    """Stories with copies, the widest spread first; of each its pages by date."""
    spread = sorted((s for s in found.stories if s.copies), key=lambda s: (-len(s.copies), s.id))[:200]
    return [{"story": story, "pages": sorted(_pages(story), key=_when)} for story in spread]


def _pages(story: Story) -> list[dict[str, Any]]:
    own = {"title": story.title, "site": story.site, "url": story.url, "date": story.date, "method": "first read"}
    first = not any(copy["origin"] for copy in story.copies)
    return [{**own, "similarity": 1.0, "origin": first}, *story.copies]


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
