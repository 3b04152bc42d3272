"""RELATED_STORE names a store, or says what is allowed."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.store.store_url import (
    StoreUrlError,
    check_store_url,
    is_file,
    is_shared,
    open_store,
    store_name,
    store_path,
)


@pytest.mark.parametrize(
    "url", ["sqlite:///related.db", "postgresql://me@host/crawl", "postgres://me:pw@host:5432/crawl"]
)
def test_what_names_a_store_is_taken(url: str) -> None:
    check_store_url(url)
    assert is_shared(url) is not is_file(url)


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:///",
        "sqlite:/related.db",
        "mysql://me@host/crawl",
        "related.db",
        "",
        "postgresql://me:secret@host",
        "postgresql://me:secret@host/",
        "postgresql://me:secret@host:port/crawl",
        "postgresql://me:secret@host:0/crawl",
    ],
)
def test_what_names_none_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(StoreUrlError) as refused:
        check_store_url(url)
    assert "secret" not in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_path_begins_here_unless_it_has_a_slash_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert store_path("sqlite:///a/b.db") == Path("a/b.db")
    assert (
        store_name("sqlite:///a/b.db") == store_name(f"sqlite:///{tmp_path}/a/b.db") == f"sqlite:///{tmp_path}/a/b.db"
    )
    for parameters in ("", "?password=secret", "?sslmode=require&password=secret"):
        assert store_name(f"postgresql://me:secret@host/crawl{parameters}") == "postgresql://me@host/crawl"


def test_the_folder_of_a_store_is_made(tmp_path: Path) -> None:
    open_store(f"sqlite:///{tmp_path / 'not' / 'yet' / 'store.db'}").close()
    assert (tmp_path / "not" / "yet" / "store.db").is_file()
