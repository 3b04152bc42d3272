"""A database behind TLS: what is refused is one line, and a crash is waited for as it is without."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from crawler.store import postgres_connection
from crawler.store.base import StoreError
from crawler.store.postgres import PostgresStore
from tests.web.postgres import Server, programs, server

if programs(tls=True) is None:
    pytest.skip("needs a PostgreSQL that speaks TLS: apt-get install postgresql", allow_module_level=True)


@pytest.fixture(scope="module")
def database() -> Iterator[Server]:
    """A server that takes encrypted connections alone, with a certificate that nobody vouches for."""
    with server(tls=True) as running:
        running.certify()
        running.refuse_plain()
        running.stop()
        running.start()
        yield running


@pytest.mark.parametrize(
    ("mode", "message"), [("verify-full", "certificate"), ("disable", "no pg_hba.conf entry .* no encryption")]
)
def test_a_connection_that_is_not_as_safe_as_wanted_is_one_line(database: Server, mode: str, message: str) -> None:
    with pytest.raises(StoreError, match=message) as raised:
        PostgresStore(f"{database.url()}?sslmode={mode}")
    assert "\n" not in str(raised.value)


def test_a_crash_is_waited_for_over_tls_too(database: Server) -> None:
    store = PostgresStore(f"{database.new_database()}?sslmode=require")
    database.stop(signal.SIGQUIT)
    with ThreadPoolExecutor(1) as aside:
        answer = aside.submit(store.value, "schema")
        database.start()
        assert answer.result() == "1"
    store.close()


@pytest.mark.parametrize(
    "said", ["SSL error: unexpected eof while reading", "SSL SYSCALL error: EOF detected", "SSL error: bad record mac"]
)
def test_what_openssl_says_of_a_lost_connection_passes(said: str) -> None:
    assert postgres_connection.is_passing(postgres_connection.psycopg.OperationalError(f"connection failed: {said}"))
