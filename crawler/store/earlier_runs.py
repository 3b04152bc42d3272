"""What earlier runs left, as far as a run's mode lets it see that: which pages not to ask, which to ask again and how.

mode=all writes down what it did and reads nothing; mode=new leaves alone what the store has; mode=refresh asks known
pages again once they are due.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from crawler.store.checkpoints import Job
from crawler.store.visits import Schedule, State, Visit
from crawler.text.timestamps import read_stamp
from crawler.urls.canonical import site

Mode = Literal["all", "new", "refresh"]
Skip = Literal["known", "failed", "early", "seen"]
"""known: the store has it; failed: it was no article or not a wanted one; early: it is not due yet; seen: this run has
been there, another worker of it or at another address."""

_FAILED = 12
"""A page that was no article is left alone this many times as long as a story at first: few become one."""
_GONE = (404, 410)
_READ = ("story", "copy", "gone")
"""States of pages that were a story once."""


@dataclass(slots=True)
class Answered:
    """An answer that came in this run and is not yet judged."""

    page: str
    """The page that was to be asked; where it moved, what came is another's."""
    url: str
    hop: str
    root: str
    etag: str | None
    last_modified: str | None


class EarlierRuns:
    """The memory of earlier runs, for one run. Pages are named by their ids."""

    def __init__(self, job: Job, mode: Mode, scope: str, schedule: Schedule) -> None:
        self.mode: Mode = mode
        self._job = job
        self._scope = scope
        self._schedule = schedule
        self._visits = job.visits()
        self._stories = job.memory(whole=True)
        # It is given to the second: what was read before its end may be an earlier run's.
        self._began = datetime.fromisoformat(job.identity.started_at).timestamp() + 1
        self._answered: dict[str, Answered] = {}
        self._lists: dict[str, Visit] = {}
        self._trouble = False

    def skips(self, page: str, changed: datetime | None = None) -> Skip | None:
        """Why a page is not to be asked; None where it may be. changed: when it last changed, as a list has it."""
        if self.mode == "all":
            return None
        visit = self._visits.get(page, self._scope)
        why = self._skip(page, visit, changed)
        if why is not None and visit is None:  # a story that is known by another way than a visit
            self._visits.put(Visit(page, "alias", "", fetched=self._now(), interval=self._schedule.longest))
        elif why is not None and visit is not None:
            self._visits.met(page, self._now())
            return "seen" if visit.fetched >= self._began else why
        return why

    def _skip(self, page: str, visit: Visit | None, changed: datetime | None) -> Skip | None:
        if self.mode == "new" and self._stories.page(page):
            return "known"
        if visit is None or visit.state == "list":
            return None
        if self.mode == "new" and visit.state != "failed":
            return "known"
        if visit.due <= self._now() or (changed is not None and changed.timestamp() > visit.fetched):
            return None
        return "failed" if visit.state == "failed" else "early"

    def conditions(self, page: str) -> dict[str, str]:
        """The headers with which a server need not send again what it sent before."""
        visit = self.visit(page)
        if visit is None or visit.state in ("gone", "failed", "alias"):
            return {}
        found = {"If-None-Match": visit.etag, "If-Modified-Since": visit.last_modified}
        return {name: value for name, value in found.items() if value}

    def due(self, roots: Collection[str], limit: int) -> list[Visit]:
        """The pages to ask again, most overdue first: those that the seeds led to, or all where there are no seeds."""
        if self.mode != "refresh":
            return []
        return self._visits.due(roots or None, self._now(), limit)

    def offered(self, page: str) -> set[str]:
        """What a page that is read again has offered before."""
        return self._visits.offered(page) if self.mode == "refresh" else set()

    def visit(self, page: str) -> Visit | None:
        """The last visit to a page; None where the run is not to know of it."""
        return None if self.mode == "all" else self._visits.get(page, self._scope)

    def answered(self, asked: str, answer: Answered) -> None:
        """Note an answer to the URL asked for; what it is, one of the following says."""
        self._answered[asked] = answer

    def asked_page(self, asked: str) -> str | None:
        """The page that was to be asked."""
        answer = self._answered.get(asked)
        return answer.page if answer else None

    def is_list(self, asked: str) -> None:
        """The answer is a list of seeds. It counts as read once everything in it was."""
        answer = self._answered.pop(asked, None)
        if answer is not None:
            self._lists[answer.page] = self._visit(answer.page, "list", answer, scope=self._scope)

    def is_story(self, asked: str, page: str, content: str, published: float | None, *, changed: bool = False) -> None:
        """The answer is a story whose own id is `page`; changed: and not what it was at the last visit."""
        answer = self._answered.pop(asked, None)
        if answer is None:
            return
        known = self.visit(page)
        if known is None or known.state == "copy":  # a story that moved goes on as it was
            known = self.visit(answer.page) or known
        if published is None:  # as old as we know it
            published = known.published if known else self._now()
        fresh = replace(self._visit(page, "story", answer), content=content, published=published)
        if known is not None and known.state in _READ:
            self._store(fresh, self._schedule.next(known.interval, self._age(published), changed=changed))
        else:
            self._store(fresh, self._schedule.first(self._age(published)))
        self._is_alias(page, answer)

    def is_copy(self, asked: str, page: str, content: str) -> None:
        """The answer is a copy of a story elsewhere, or a story that moved."""
        answer = self._answered.get(asked)
        if answer is None:
            return
        known = self.visit(answer.page)
        if known is not None and known.state in ("story", "gone") and page != answer.page:
            self.is_story(asked, page, content or known.content, known.published)
            return
        del self._answered[asked]
        # What is corrected, is corrected there first.
        self._store(replace(self._visit(page, "copy", answer), content=content), self._schedule.longest)
        self._is_alias(page, answer)

    def is_again(self, asked: str, page: str) -> None:
        """The answer is a page that was read already, under another address."""
        answer = self._answered.pop(asked, None)
        if answer is None or answer.page == page:
            return
        old, new = self.visit(answer.page), self.visit(page)
        if old and new and old.state in ("story", "gone") and new.state == "copy":  # it moved, and was met there first
            story = replace(new, state="story", content=new.content or old.content, published=old.published)
            self._store(story, self._schedule.next(old.interval, self._age(old.published), changed=False))
        self._is_alias(page, answer)

    def is_failure(self, asked: str, page: str, status: int | None, *, lasting: bool, of_scope: bool) -> None:
        """A page could not be read. lasting: and will not be soon; of_scope: it can, but was not wanted."""
        answer = self._answered.pop(asked, None) or Answered(page, asked, "", "", None, None)
        if not lasting:
            self._trouble = True
            return
        known = self.visit(answer.page)
        if known is not None and known.state in _READ:
            state: State = "gone" if status in _GONE else known.state
            interval = self._schedule.next(known.interval, self._age(known.published), changed=False)
            self._store(replace(known, state=state, fetched=self._now()), interval)
            return
        interval = self._schedule.first(0) * _FAILED if known is None else known.interval * 2
        failed = self._visit(answer.page, "failed", answer, scope=self._scope if of_scope else "")
        self._store(failed, min(interval, self._schedule.longest))

    def is_unmodified(self, page: str) -> None:
        """The server says that a page is as it was."""
        known = self._visits.get(page, self._scope)
        if known is not None and known.state != "list":
            interval = self._schedule.next(known.interval, self._age(known.published), changed=False)
            self._store(replace(known, fetched=self._now()), interval)
            self._visits.offers_still(page, self._now())

    def offer(self, source: str, targets: Collection[str]) -> None:
        """Note what a page offers."""
        self._visits.offer(source, targets, self._now())

    def finish(self, left: int) -> None:
        """The run is over. Lists need not be sent again unless something in them was left over or failed."""
        if not left and not self._trouble:
            for visit in self._lists.values():
                self._visits.put(visit)
        self._lists.clear()

    def _is_alias(self, page: str, answer: Answered) -> None:
        if answer.page != page:
            self._store(self._visit(answer.page, "alias", answer), self._schedule.longest)

    def _store(self, visit: Visit, interval: float) -> None:
        visit = replace(visit, interval=interval)
        if self.mode == "all":
            self._visits.begin(visit)
        else:
            self._visits.put(visit)

    def _visit(self, page: str, state: State, answer: Answered, scope: str = "") -> Visit:
        return Visit(
            page=page,
            state=state,
            hop=answer.hop,
            root=answer.root,
            site=site(answer.url),
            scope=scope,
            etag=answer.etag,
            last_modified=answer.last_modified,
            fetched=self._now(),
        )

    def _age(self, published: float | None) -> float:
        return 0.0 if published is None else max(0.0, self._now() - published)

    def _now(self) -> float:
        return self._job.now().timestamp()


def seconds(date: str | None) -> float | None:
    """An ISO 8601 date as seconds since 1970; a day is its beginning, no zone is UTC. None where it cannot be read."""
    moment = read_stamp(date)
    return moment.timestamp() if moment else None
