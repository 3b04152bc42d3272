"""Jobs in a shared store: the same command on each machine, or twice on one, works on the job of that name.

The last part of JOBDIR names the job. Under JOBDIR each worker of this machine has a folder of its own, locked while
it runs: a command that is started again goes on as the first worker that does not run and has not ended the run.
"""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import asdict, replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from crawler.items import FEEDS
from crawler.store.base import StoreError
from crawler.store.checkpoints import Identity, Job
from crawler.store.feeds import check_writable
from crawler.store.jobdir import JobDir, JobError, JobInUse, check_same
from crawler.store.output import prepare_output
from crawler.store.store_url import shared_store
from crawler.text.timestamps import utc_now

if TYPE_CHECKING:
    from crawler.store.postgres import PostgresStore


def open_shared_job(
    url: str, wanted: Mapping[str, Any], files: list[Path], articles: list[Path], jobdir: Path | None, stack: ExitStack
) -> Job:
    """The job of a name, joined or begun, as one of its workers; without JOBDIR a new one of this worker alone.

    files: those that grow with the run's own feeds; articles: those among them that hold articles. Errors as in
    jobs.open_job.
    """
    directory = None if jobdir is None else _own_folder(jobdir, stack)
    store = shared_store(url, stack)
    known = directory.read() if directory else None
    name = jobdir.name if jobdir else uuid4().hex[:16]
    where = Path(name) if jobdir is None else jobdir
    begun = store.last_run_of(name)
    if begun is not None:  # before it is joined: no run of it begins with other arguments
        check_same(_identity(begun), {**wanted, "folder": None, "store": None}, where)
    shared = _join(store, name, wanted)
    if jobdir and known and known.run_id == shared.run_id and store.has_ended(known.run_id, known.worker):
        directory = _left_behind(jobdir, store, shared.run_id, stack) or directory
        known = directory.read() if directory else None
    check_same(shared, {**wanted, "folder": None, "store": None}, where)
    if known is not None and known.run_id == shared.run_id:
        check_same(known, wanted, where)
        prepare_output(known.folder, known.spider, stack, keep=True)
        job = Job(known, store, further=articles)
        if not job.known:
            raise JobError(f"JOBDIR {jobdir}: {known.store} knows nothing of this worker; give another JOBDIR")
        return job
    check_writable(files)
    start = re.sub("[-:]", "", shared.started_at)  # first in the name: the folders of runs by the clock sort by time
    worker = f"{start}-{_host_name()}-{directory.path.name if directory else 1}-{uuid4().hex[:4]}"
    folder = wanted["folder"] or str(Path("output").absolute() / shared.spider / name / worker)
    prepare_output(folder, shared.spider, stack)
    identity = replace(shared, folder=folder, worker=worker)
    return _begin(identity, store, files, articles, directory)


def _join(store: PostgresStore, name: str, wanted: Mapping[str, Any]) -> Identity:
    """The run that the workers of a job work on: the one that was begun, or a new one."""
    proposed = Identity(**{**wanted, "folder": ""}, run_id=uuid4().hex[:16], started_at=utc_now())
    again = wanted["arguments"].get("mode", "all") != "all"
    return _identity(store.join(name, json.dumps(asdict(proposed)), again=again))


def _identity(text: str) -> Identity:
    return Identity(**json.loads(text))


def _begin(
    identity: Identity, store: PostgresStore, files: list[Path], articles: list[Path], directory: JobDir | None
) -> Job:
    """A new worker: known to the store first, and then by its folder."""
    job = Job(identity, store, further=articles)
    for name in FEEDS:
        job.feeds.open(job.folder / f"{name}.jsonl", overwrite=True)
    for file in files:
        job.feeds.open(file, overwrite=False)
    job.checkpoint()
    if job.fault:
        raise StoreError(job.fault)
    if directory is not None:
        directory.write(identity)
    return job


def _own_folder(jobdir: Path, stack: ExitStack) -> JobDir:
    """The folder of the first worker here that does not run."""
    for number in count(1):
        try:
            directory = JobDir(jobdir / str(number))
        except JobInUse:
            continue
        stack.callback(directory.release)
        return directory
    raise AssertionError("unreachable")


def _left_behind(jobdir: Path, store: PostgresStore, run: str, stack: ExitStack) -> JobDir | None:
    """The folder of a worker that was killed: it does not run, and has not ended the run; None where there is none."""
    for number in count(1):
        if not (jobdir / str(number)).is_dir():
            return None
        try:
            directory = JobDir(jobdir / str(number))
        except JobInUse:
            continue
        known = directory.read()
        if known is not None and known.run_id == run and not store.has_ended(run, known.worker):
            stack.callback(directory.release)
            return directory
        directory.release()
    raise AssertionError("unreachable")


def _host_name() -> str:
    return re.sub(r"[^A-Za-z0-9-]", "-", socket.gethostname().partition(".")[0])[:32] or "worker"
