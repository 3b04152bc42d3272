"""Runs -> what a report shows. Every story is its cluster: links to a copy and links from it count for the story, but
between outlets, where each page counts for the site that it stands on.

Runs may have read the same pages: each page, copy and link counts once, however many runs met it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from crawler.items.runs import RunFolder
from crawler.text.changes import Change, changes
from crawler.urls.canonical import canonical, page_id

MOST_CLUSTERS = 200
"""Stories of which the copies are shown, the most copied first."""
MOST_STORIES = 10_000
"""Stories shown, the most offered first: a browser draws no more at ease, and nobody reads more."""
BEGINNING = 280
"""Characters of a text that are shown."""
EXAMPLES = 5
"""Of each rule, of each reason, and of the links of a story that were not followed."""


@dataclass(slots=True)
class Story:
    """A story with what the report tells of it."""

    id: str
    title: str
    site: str
    url: str
    date: str | None
    language: str | None
    authors: list[str]
    text: str
    """Its beginning."""
    relevance: float | None
    version: int
    copies: list[dict[str, Any]] = field(default_factory=list)
    not_followed: Counter[str] = field(default_factory=Counter)
    """Reason -> links of the story that were not followed for it."""
    examples: list[list[str]] = field(default_factory=list)
    """[title, reason] of some of them."""
    offered: int = 0
    """Links that lead to it."""
    earlier: list[dict[str, str]] = field(default_factory=list)
    """Versions before this one: title and beginning of the text."""


@dataclass(slots=True)
class Reported:
    """What a report shows."""

    stories: list[Story] = field(default_factory=list)
    edges: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """(story, story, kind) -> links."""
    between: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(site, site) -> related links from pages of the one to pages of the other, be they stories or copies."""
    sites: dict[str, str] = field(default_factory=dict)
    """Id of a page or of an alias -> the site that the page stands on."""
    changes: dict[str, list[Change]] = field(default_factory=dict)
    """Id of a copy -> what its text changed of the story's; of the copies that are shown."""
    cut: Counter[str] = field(default_factory=Counter)
    """Rule -> pieces."""
    cut_examples: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    unread: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(feed, reason) -> pages."""
    unread_examples: dict[tuple[str, str], list[list[str]]] = field(default_factory=lambda: defaultdict(list))
    asked: set[str] = field(default_factory=set)
    """Ids of the pages that were asked for."""
    copied: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Articles that another run found to be copies of a story before them: id -> what is shown of the copy."""
    left_out: int = 0
    """Stories beyond MOST_STORIES."""


def collect(runs: Sequence[RunFolder]) -> Reported:
    """Read runs; RunError where a feed cannot be read."""
    found = Reported()
    stories, of_page = _stories(runs, found)
    _copies(runs, found, stories, of_page)
    _links(runs, found, stories, of_page)
    _unread(runs, found)
    ranked = sorted(stories.values(), key=lambda story: (-story.offered - len(story.copies), story.id))
    found.stories = ranked[:MOST_STORIES]
    found.left_out = len(ranked) - len(found.stories)
    shown = {story.id for story in found.stories}
    found.edges = Counter({e: n for e, n in found.edges.items() if e[0] in shown and e[1] in shown})
    _changes(runs, found, of_page)
    return found


def most_copied(found: Reported) -> list[Story]:
    """The stories of which the copies are shown, the widest spread first."""
    return sorted((s for s in found.stories if s.copies), key=lambda s: (-len(s.copies), s.id))[:MOST_CLUSTERS]


def _stories(runs: Sequence[RunFolder], found: Reported) -> tuple[dict[str, Story], dict[str, str]]:
    """Cluster -> story, and id of a page or alias -> cluster."""
    stories: dict[str, Story] = {}
    of_page: dict[str, str] = {}
    same = _copies_of(runs)
    for run in runs:
        for line in run.rows("articles"):
            if line["id"] not in found.asked:
                _count_cuts(found, line["removed"])
            found.asked.add(line["id"])
            cluster = of_page.get(line["id"]) or _known_story(line, same, of_page, found)
            for page in (line["id"], *line["aliases"]):
                of_page.setdefault(page, cluster)
                found.sites.setdefault(page, line["site"])
            known = stories.get(cluster)
            if known is None:
                stories[cluster] = _story(cluster, line)
            elif line["id"] not in found.copied and (
                known.text != line["text"][:BEGINNING] or known.title != line["title"]
            ):
                _next_version(known, line)
    return stories, of_page


def _copies_of(runs: Sequence[RunFolder]) -> dict[str, dict[str, dict[str, Any]]]:
    """Page -> pages of the same story and how alike they are, as any run found: what is a copy in one run may be the
    story of another."""
    same: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    for run in runs:
        for line in run.rows("duplicates"):
            if line["method"] != "url":
                alike = {"method": line["method"], "similarity": line["similarity"], "origin": False}
                for other in {line["cluster_id"], line["duplicate_of"]} - {line["id"]}:
                    same[line["id"]][other] = same[other][line["id"]] = alike
    return same


def _known_story(
    line: dict[str, Any], same: Mapping[str, dict[str, dict[str, Any]]], of_page: Mapping[str, str], found: Reported
) -> str:
    """The story that an article belongs to: that of a page which some run found to be its copy, or else its own."""
    for page, alike in sorted(same.get(line["id"], {}).items()):
        if page in of_page:
            about = {name: line[name] for name in ("id", "title", "site", "url")}
            found.copied[line["id"]] = {**about, **alike, "date": line["date_published"]}
            return of_page[page]
    return str(line["cluster_id"])


def _story(cluster: str, line: dict[str, Any]) -> Story:
    names = ("title", "site", "url", "language", "authors", "relevance", "version")
    values = {name: line[name] for name in names}
    return Story(id=cluster, date=line["date_published"], text=line["text"][:BEGINNING], **values)


def _next_version(story: Story, line: dict[str, Any]) -> None:
    story.earlier.append({"title": story.title, "text": story.text})
    story.title, story.text, story.version = line["title"], line["text"][:BEGINNING], line["version"]


def _count_cuts(found: Reported, removed: list[dict[str, Any]]) -> None:
    for piece in removed:
        rule, text = piece["rule"], piece["text"].strip()[:200]
        found.cut[rule] += 1
        examples = found.cut_examples[rule]
        if len(examples) < EXAMPLES and text not in examples:
            examples.append(text)


def _copies(runs: Sequence[RunFolder], found: Reported, stories: dict[str, Story], of_page: dict[str, str]) -> None:
    copies: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)  # story -> copy -> what the last run says of it
    for page, shown in found.copied.items():
        copies[of_page[page]][page] = shown
    for run in runs:
        for line in run.rows("duplicates"):
            found.asked.add(line["id"])
            cluster = of_page.get(line["cluster_id"], line["cluster_id"])
            for page in (line["id"], *line["aliases"]):
                of_page.setdefault(page, cluster)
                found.sites.setdefault(page, line["site"])
            if cluster in stories and line["method"] != "url" and line["id"] != cluster:
                names = ("id", "title", "site", "url", "method", "similarity", "origin")
                copies[cluster][line["id"]] = {**{name: line[name] for name in names}, "date": line["date_published"]}
    for cluster, of_story in copies.items():
        stories[cluster].copies = list(of_story.values())


def _changes(runs: Sequence[RunFolder], found: Reported, of_page: dict[str, str]) -> None:
    """Compare the copies that are shown with their stories: a second reading, so that no other text is held."""
    texts: dict[str, str] = dict.fromkeys((story.id for story in most_copied(found)), "")
    for run in runs:
        for line in run.rows("articles"):
            cluster = of_page[line["id"]]
            if cluster in texts and line["id"] not in found.copied:
                texts[cluster] = line["text"]  # of the last version, as is shown
    for run in runs:
        for line in run.rows("duplicates"):
            story = texts.get(of_page.get(line["cluster_id"], line["cluster_id"]))
            if story and line["text"] and line["method"] != "url":
                found.changes[line["id"]] = changes(story, line["text"])


def _links(runs: Sequence[RunFolder], found: Reported, stories: dict[str, Story], of_page: dict[str, str]) -> None:
    links, left = Counter[tuple[str, str, str]](), Counter[tuple[str, str, str]]()
    for run in runs:
        offered, not_followed = Counter[tuple[str, str, str]](), Counter[tuple[str, str, str]]()
        for line in run.rows("links"):
            source, target = of_page.get(line["source_id"]), of_page.get(line["target_id"])
            story = stories.get(source or "")
            if story is not None and target is None and line["reason"]:
                key = line["source_id"], line["target_id"], line["reason"]
                not_followed[key] += 1
                if key not in left and len(story.examples) < EXAMPLES:
                    story.examples.append([(line["title"] or line["url"])[:100], line["reason"]])
            if source in stories and target in stories and line["source_id"] != line["target_id"]:
                offered[line["source_id"], line["target_id"], line["kind"]] += 1
        links |= offered  # a page may offer a story twice; a further run that met the same links adds none
        left |= not_followed
    for (page, _, reason), n in left.items():
        stories[of_page[page]].not_followed[reason] += n
    for (page, other, kind), n in links.items():
        if kind == "related":
            found.between[found.sites[page], found.sites[other]] += n
        edge = of_page[page], of_page[other], kind
        if edge[0] == edge[1]:
            continue  # a copy of the same story
        stories[edge[1]].offered += not found.edges[edge]
        found.edges[edge] += n


def _unread(runs: Sequence[RunFolder], found: Reported) -> None:
    counted: set[tuple[str, str, str]] = set()
    for run in runs:
        for feed in ("failures", "skipped"):
            for line in run.rows(feed):
                found.asked.add(page_id(canonical(line["url"])))
                key = feed, line["reason"]
                if (*key, line["url"]) in counted:
                    continue
                counted.add((*key, line["url"]))
                found.unread[key] += 1
                if len(found.unread_examples[key]) < EXAMPLES:
                    found.unread_examples[key].append([line["url"], (line["detail"] or "")[:200]])


def outlets(found: Reported) -> list[tuple[str, int]]:
    """(site, stories), the most first."""
    counted = Counter(story.site for story in found.stories)
    return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))


def outlets_with_copies(found: Reported) -> list[str]:
    """Sites, those with the most stories first and those that have copies alone last."""
    ranked = [site for site, _ in outlets(found)]
    return ranked + sorted({copy["site"] for story in found.stories for copy in story.copies} - set(ranked))
