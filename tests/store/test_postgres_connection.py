"""A wait for the database is said once, whatever statement of the work meets it first."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from crawler.store.postgres_connection import Connection
from tests.web.postgres import Server

FUNCTION = """
CREATE SEQUENCE {name}_calls;
CREATE FUNCTION {name}() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE call bigint := nextval('{name}_calls');
BEGIN
  IF call = {away} THEN RAISE EXCEPTION 'gone for a moment' USING ERRCODE = 'admin_shutdown'; END IF;
  RETURN call;
END $$
"""
"""A function that fails at one of its calls, as where the database goes away."""


@pytest.fixture
def db(postgres: Server) -> Iterator[Connection]:
    connection = Connection(postgres.new_database())
    yield connection
    connection.close()


def test_a_statement_within_work_that_waits_already_says_nothing_of_its_own(
    db: Connection, caplog: pytest.LogCaptureFixture
) -> None:
    for name, away in (("first", 2), ("second", 1)):
        db.execute(FUNCTION.format(name=name, away=away))

    def work() -> list[tuple[int]]:
        db.execute("SELECT first()")
        with db.transaction():
            return db.execute("SELECT second()")

    with caplog.at_level(logging.WARNING):
        assert db.until_done(work) == [(2,)]
    said = [record.message for record in caplog.records]
    assert ["waiting for" in line for line in said] == [True, False]
    assert "the database is back after" in said[1]
