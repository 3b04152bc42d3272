"""Build the sample web out of its stories: `python -m sample.build [FOLDER]`.

Writes web.warc.gz (every answer), truth.jsonl (what a perfect crawl would read from each page) and seeds.txt;
the same bytes at every run.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urldefrag, urljoin

from sample import feeds
from sample.publishers import PUBLISHERS
from sample.story import load_stories
from sample.warc import Answer, write_warc
from sample.web import Offer, Page, Rendered, Web

GONE = b"<html><head><title>404 Not Found</title></head><body><h1>Not Found</h1></body></html>"
PRECISION = {"full": "minute", "yearless": "minute", "relative": "day"}


@dataclass(frozen=True)
class Sheet:
    """One HTML page of a story."""

    url: str
    page: Page
    rendered: Rendered


def build(folder: Path) -> None:
    """Write the archive, the truth and the seeds into a folder."""
    web = make_web()
    sheets = render(web)
    write_warc(folder / "web.warc.gz", answers(web, sheets))
    _write_lines(folder / "truth.jsonl", [json.dumps(line, ensure_ascii=False) for line in truth(web, sheets)])
    _write_lines(folder / "seeds.txt", seeds(web))


def make_web() -> Web:
    """The pages of all stories."""
    homes = {key: publisher.home for key, publisher in PUBLISHERS.items()}
    return Web(load_stories(), homes, {key: publisher.localise for key, publisher in PUBLISHERS.items()})


def render(web: Web) -> list[Sheet]:
    """The HTML of every story's pages."""
    return [
        Sheet(url, page, PUBLISHERS[page.publisher].article(page, part, web))
        for page in web.pages
        for part, url in enumerate(page.urls)
    ]


def answers(web: Web, sheets: list[Sheet]) -> list[Answer]:
    """Every answer of the web, one a URL."""
    found = [*_robots(), *_fronts(web), *_feeds(web), *map(_story, sheets), *_moved(web)]
    by_url = {answer.url: answer for answer in found}
    for url, plain in _asked(web, sheets):
        if url not in by_url and (answer := _variant(url, by_url.get(plain))):
            by_url[url] = answer
    return list(by_url.values())


def _robots() -> list[Answer]:
    return [
        Answer(urljoin(p.home, "/robots.txt"), p.robots().encode(), "text/plain; charset=utf-8")
        for p in PUBLISHERS.values()
    ]


def _fronts(web: Web) -> list[Answer]:
    """The front page and the section pages of each publisher."""
    made = []
    for key, publisher in PUBLISHERS.items():
        made.append(Answer(publisher.home, publisher.front(publisher.name, web.latest(key)).encode()))
        for path, name in publisher.sections.items():
            html = publisher.front(name, web.latest(key, name))
            made.append(Answer(urljoin(publisher.home, path), html.encode()))
    return made


def _feeds(web: Web) -> list[Answer]:
    news = web.latest("linlan")
    made = {
        ("post", "/feed/", "application/rss+xml; charset=utf-8"): feeds.rss(web.latest("post")),
        ("grid", "/feed.atom", "application/atom+xml; charset=utf-8"): feeds.atom(web.latest("grid")),
        ("linlan", "/sitemap.xml", "application/xml"): feeds.SITEMAP_INDEX,
        ("linlan", "/sitemap-news.xml", "application/xml"): feeds.url_set(news[:5], news=True),
        ("linlan", "/sitemap-2023.xml", "application/xml"): feeds.url_set(news[5:], news=False),
    }
    return [Answer(urljoin(web.homes[key], path), xml.encode(), kind) for (key, path, kind), xml in made.items()]


def _story(sheet: Sheet) -> Answer:
    """A page in its story's encoding; where that is not UTF-8, only the page itself names it."""
    encoding = sheet.page.story.encoding
    content_type = "text/html; charset=utf-8" if encoding == "utf-8" else "text/html"
    return Answer(sheet.url, sheet.rendered.html.encode(encoding), content_type)


def _moved(web: Web) -> list[Answer]:
    return [Answer(old, status=301, location=new) for old, new in _old_addresses(web).items()]


def _old_addresses(web: Web) -> dict[str, str]:
    return {urljoin(p.url, p.story.moved_from): p.url for p in web.pages if p.story.moved_from and not p.is_copy}


def _asked(web: Web, sheets: list[Sheet]) -> list[tuple[str, str]]:
    """Each URL as some page or feed spells it, with its plain form."""
    spelt = [(_absolute(s.url, o), o.url) for s in sheets for o in s.rendered.offers]
    return [*spelt, *((f"{p.url}?utm_source=rss", p.url) for p in web.latest("post"))]


def _variant(url: str, plain: Answer | None) -> Answer | None:
    """Another spelling of a page: the page again, sent on from http to https; a 404 where there is none."""
    if plain is None:
        return Answer(url, GONE, status=404) if _own(url) else None
    if url.partition("://")[0] != plain.url.partition("://")[0]:
        return Answer(url, status=301, location=plain.url)
    return Answer(url, plain.body, plain.content_type, plain.status, plain.location)


def truth(web: Web, sheets: list[Sheet]) -> list[dict[str, object]]:
    """One line a story at a publisher, one a page that is gone or moved."""
    lines = [_truth(page, [s.rendered for s in sheets if s.page is page]) for page in web.pages]
    moved = _old_addresses(web)
    known = {page.url for page in web.pages} | set(moved)
    offered = dict.fromkeys(o.url for s in sheets for o in s.rendered.offers)
    lines += [{"url": old, "kind": "moved", "to": new} for old, new in moved.items()]
    lines += [{"url": url, "kind": "gone" if _own(url) else "advert"} for url in offered if url not in known]
    return lines


def _truth(page: Page, rendered: list[Rendered]) -> dict[str, object]:
    story, offers = page.story, [o for r in rendered for o in r.offers]
    return {
        "url": page.url,
        "kind": story.kind,
        "story": story.id,
        "copy": page.is_copy,
        "publisher": PUBLISHERS[page.publisher].name,
        "language": story.language or PUBLISHERS[page.publisher].language,
        "title": page.title.removeprefix(page.hook),
        "printed_title": page.title,
        "date": page.published.isoformat(),
        "date_precision": PRECISION[story.date_style],
        "authors": page.authors,
        "editors": page.editors,
        "source": page.source or None,
        "pages": page.urls if len(page.urls) > 1 else [],
        **{kind: _urls(offers, kind) for kind in ("related", "more", "inline", "sponsored")},
        "boilerplate": list(dict.fromkeys(piece for r in rendered for piece in r.boilerplate)),
        "paragraphs": page.paragraphs,
    }


def seeds(web: Web) -> list[str]:
    """The seed page of the project, an English article, a feed, a sitemap index."""
    return [
        web.url("seed", "portal"),
        web.url("solid-state-pilot", "grid"),
        urljoin(web.homes["post"], "/feed/"),
        urljoin(web.homes["linlan"], "/sitemap.xml"),
    ]


def _urls(offers: list[Offer], kind: str) -> list[str]:
    return list(dict.fromkeys(o.url for o in offers if o.kind == kind))


def _absolute(base: str, offer: Offer) -> str:
    return urldefrag(urljoin(base, offer.href)).url


def _own(url: str) -> bool:
    return any(url.startswith(p.home) for p in PUBLISHERS.values())


def _write_lines(path: Path, lines: list[str]) -> None:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
