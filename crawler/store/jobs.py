"""From settings to the job that a crawl is: a new one, or, with JOBDIR, the one that was begun there."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from w3lib.url import file_uri_to_path

from crawler.items import FEEDS
from crawler.store.base import Store, StoreError
from crawler.store.checkpoints import Identity, Job
from crawler.store.feeds import check_writable
from crawler.store.jobdir import JobDir, JobError, check_same
from crawler.store.lock import Locked
from crawler.store.output import OutputError, prepare_output
from crawler.store.shared_jobs import open_shared_job
from crawler.store.sqlite import SqliteStore
from crawler.store.store_url import is_file, is_shared, own_store, store_name, store_path
from crawler.text.timestamps import utc_now

logger = logging.getLogger(__name__)

Settings = Mapping[str, Any]
Feeds = Mapping[str, Mapping[str, Any]]
"""Those that the user added: URI -> options, as in Scrapy's FEEDS."""

_LINES = ("jsonlines", "jsonl", "jl")


def job_of(crawler: Any) -> Job:
    """The job of a Scrapy crawler's spider."""
    job = crawler.spider.job
    assert isinstance(job, Job)
    return job


def open_job(settings: Settings, spider: str, arguments: Mapping[str, str], feeds: Feeds) -> Job:
    """The job that these settings stand for, ready to go on.

    JobError for what the user must put right, StoreError, OutputError or FeedError where a file cannot be used.
    """
    with ExitStack() as open_files:
        directory = settings["JOBDIR"]
        if is_shared(settings["RELATED_STORE"]):
            job = _shared(settings, _wanted(settings, spider, arguments), feeds, open_files)
        elif directory:
            files = _lasting_files(feeds, settings["RELATED_RECORD"])
            path = Path(directory).expanduser().absolute()
            job = _lasting(settings, _wanted(settings, spider, arguments), files, path, open_files)
        else:
            files = _passing_files(feeds, settings["RELATED_RECORD"])
            job = _passing(settings, _wanted(settings, spider, arguments), files, open_files)
        job.on_close.append(open_files.pop_all().close)
    return job


def _shared(settings: Settings, wanted: Mapping[str, Any], feeds: Feeds, open_files: ExitStack) -> Job:
    """A job of many workers; without JOBDIR it is this one's alone, and begins anew each time."""
    record = settings["RELATED_RECORD"]
    files = _lasting_files(feeds, record)
    jobdir = Path(settings["JOBDIR"]).expanduser().absolute() if settings["JOBDIR"] else None
    articles = [path for path in files if path != Path(record or "").absolute()]
    return open_shared_job(settings["RELATED_STORE"], wanted, files, articles, jobdir, open_files)


def _passing(settings: Settings, wanted: Mapping[str, Any], files: list[Path], open_files: ExitStack) -> Job:
    """A job that ends with its process; what it read stays in the store."""
    store: Store | None = None
    try:
        store = own_store(settings["RELATED_STORE"], open_files)
    except Locked as error:
        if wanted["arguments"].get("mode", "all") != "all":  # beside another run it would take all for new
            raise StoreError(
                f"{settings['RELATED_STORE']}: the store is in use by another crawl, and this one needs its memory;"
                " start it again later, or name another with RELATED_STORE"
            ) from error
    check_writable(files)
    identity = _new_identity(wanted, open_files)  # last: nothing is moved by a run that cannot be
    if store is None:
        logger.warning(
            "%s: in use by another crawl; this one runs beside it and will not be remembered", settings["RELATED_STORE"]
        )
        store = _passing_store(open_files)
    return Job(identity, store, _passing_store(open_files))


def _passing_store(open_files: ExitStack) -> Store:
    store = SqliteStore(None)
    open_files.callback(store.close)
    return store


def _lasting(
    settings: Settings, wanted: Mapping[str, Any], files: list[Path], path: Path, open_files: ExitStack
) -> Job:
    """The job of a JOBDIR: gone on with, or begun."""
    directory = JobDir(path)
    open_files.callback(directory.release)
    begun = known = directory.read()
    record = settings["RELATED_RECORD"]
    if known is not None:
        known = _with_moved_store(known, wanted)
        check_same(known, wanted, path)
        _check_store_is_there(known, settings["RELATED_STORE"], path)
    elif record and os.path.exists(record):
        raise JobError(f"setting RELATED_RECORD: {record!r} exists; it takes the name of a new file")
    try:
        store = own_store(settings["RELATED_STORE"], open_files)
    except Locked as error:
        raise StoreError(
            f"{settings['RELATED_STORE']}: the store is in use by another crawl; name another with RELATED_STORE"
        ) from error
    if known is not None and not _begins_again(known, store, path):
        job = _go_on(known, store, files, path, open_files)
        if known != begun:
            directory.write(known)
        return job
    check_writable(files)
    identity = _new_identity(wanted, open_files)
    if known is not None and store.has_left_over(known.run_id):
        identity = replace(identity, follows=known.run_id)
    return _begin(identity, store, files, directory)


def _with_moved_store(known: Identity, wanted: Mapping[str, Any]) -> Identity:
    """A job whose store was moved: the file is gone from its old place, and another is named. Whether that one knows
    the job is seen when it is opened."""
    before, now = (store_path(url) if url.startswith("sqlite:") else None for url in (known.store, wanted["store"]))
    moved = before is not None and now is not None and not before.exists() and now.exists()
    return replace(known, store=wanted["store"]) if moved else known


def _check_store_is_there(known: Identity, store: str, path: Path) -> None:
    """JobError where a job's store is gone: a new one in its place would know nothing of the job."""
    if is_file(store) and not store_path(store).exists():
        raise JobError(
            f"JOBDIR {path}: the store of this job, {known.store}, is gone; if it was moved, name its new place with"
            " RELATED_STORE, else give another JOBDIR"
        )


def _begins_again(known: Identity, store: Store, path: Path) -> bool:
    """Whether a job's last run is over and another finds what is new since; with mode=all there is but one run.

    A run that the store does not know counts as over: the store was put back from a backup that is older."""
    if known.arguments.get("mode", "all") == "all":
        return False
    if store.knows_run(known.run_id):
        return store.is_finished(known.run_id)
    logger.warning(
        "JOBDIR %s: %s does not know the job's last run, %s; was an older one put back? A new run begins",
        *(path, known.store, known.run_id),
    )
    return True


def _begin(identity: Identity, store: Store, files: list[Path], directory: JobDir) -> Job:
    """A job's new run: known to the store first, and then by its folder, so that a kill in between leaves the folder
    as it was, new or with the run before."""
    job = Job(identity, store)
    if identity.follows:
        store.take_over(identity.follows, identity.run_id)
        job.frontier.release()  # it was opened before
    for name in FEEDS:
        job.feeds.open(job.folder / f"{name}.jsonl", overwrite=True)
    for file in files:
        job.feeds.open(file, overwrite=False)
    job.checkpoint()
    if job.fault:
        raise StoreError(job.fault)
    directory.write(identity)
    if identity.follows:
        store.forget_left_over(identity.follows)
    return job


def _go_on(known: Identity, store: Store, files: list[Path], path: Path, open_files: ExitStack) -> Job:
    unknown = f"JOBDIR {path}: {known.store} knows nothing of this job; was an older one put back? Give another JOBDIR"
    if not store.knows_run(known.run_id):
        raise JobError(unknown)
    if store.is_finished(known.run_id):
        return Job(known, store)
    if not Path(known.folder).is_dir():
        raise OutputError(
            f"output folder {known.folder}: is gone, and the job in JOBDIR {path} would go on in it; put it back, or"
            " give another JOBDIR to begin anew"
        )
    prepare_output(known.folder, known.spider, open_files, keep=True)
    job = Job(known, store)
    if not job.known:  # its frontier was forgotten: store --prune
        raise JobError(unknown)
    for file in files:
        if str(file) not in job.feeds.lengths:
            raise JobError(f"output {file}: not there when the job in JOBDIR {path} was begun; give another JOBDIR")
    return job


def _wanted(settings: Settings, spider: str, arguments: Mapping[str, str]) -> Mapping[str, Any]:
    """What must be as it was when a job was begun; None where the command leaves it open."""
    folder = settings["RELATED_OUTPUT"]
    return {
        "spider": spider,
        "arguments": dict(arguments),
        "store": store_name(settings["RELATED_STORE"]),
        "folder": str(Path(folder).expanduser().absolute()) if folder else None,
    }


def _new_identity(wanted: Mapping[str, Any], open_files: ExitStack) -> Identity:
    """A new run, its folder made."""
    folder = prepare_output(wanted["folder"], wanted["spider"], open_files)
    started = utc_now()
    return Identity(**{**wanted, "folder": str(folder)}, run_id=uuid4().hex[:16], started_at=started)


def _passing_files(feeds: Feeds, record: str | None) -> list[Path]:
    """The local files beside the run's own feeds, as far as they are known: a name with % is made as the run goes."""
    uris = [str(uri) for uri in feeds if _local(uri) and "%" not in str(uri)]
    return [*([Path(record).absolute()] if record else []), *map(_path, uris)]


def _lasting_files(feeds: Feeds, record: str | None) -> list[Path]:
    """The files that grow with the run's own feeds; JobError for one that cannot be cut back after a kill."""
    found = [Path(record).absolute()] if record else []
    for uri, options in feeds.items():
        if options.get("overwrite"):
            raise JobError(f"feed {uri}: not emptied at each start of a job; use -o in place of -O with JOBDIR")
        if not _local(uri) or "%(" in str(uri) or options.get("format") not in _LINES:
            raise JobError(f"feed {uri}: with JOBDIR a feed is a local file in JSON Lines, one for the whole job")
        found.append(_path(uri))
    return found


def _local(uri: Any) -> bool:
    return urlsplit(str(uri)).scheme in ("", "file")


def _path(uri: Any) -> Path:
    return Path(file_uri_to_path(uri) if str(uri).startswith("file:") else uri).absolute()
