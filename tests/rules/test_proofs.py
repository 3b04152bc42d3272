"""Rules are proven once, when their file is entered in the list; an edited file proves itself when it is loaded."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import crawler.rules.prove as prove_module
from crawler.rules.boilerplate import load_pack
from crawler.rules.load import RuleError, parse, read_text
from crawler.rules.proofs import LIST, is_proven, parse_words, read_rules
from crawler.rules.prove import names, prove, prove_all
from tests.conftest import ROOT, clean_environment

BROKEN = ('cuts = ["', 'cuts = ["A sentence that no pattern knows.", "')


@pytest.mark.parametrize("name", names())
def test_every_rule_of_a_file_proves_itself(name: str) -> None:
    prove(name)


def test_the_list_is_that_of_the_files_as_they_are() -> None:
    assert read_text(LIST) == prove_all(), "enter what was edited: python -m crawler.rules.prove"


def test_an_edited_file_proves_itself_when_it_is_loaded() -> None:
    edited = read_text("boilerplate/en.toml").replace(*BROKEN, 1)
    assert not is_proven(edited)
    with pytest.raises(RuleError, match="must cut 'A sentence that no pattern knows"):
        load_pack("boilerplate/en.toml", edited)


@pytest.mark.parametrize("command", [["explain", "LICENSE"], ["crawl", "related", "-a", "url=http://a.example/"]])
def test_a_wrong_rule_is_one_line_before_a_page_is_read(tmp_path: Path, command: list[str]) -> None:
    shutil.copytree(ROOT / "crawler", tmp_path / "crawler")
    file = tmp_path / "crawler" / "rules" / "data" / "boilerplate" / "en.toml"
    file.write_text(file.read_text(encoding="utf-8").replace(*BROKEN, 1), encoding="utf-8")
    run = [sys.executable, "-m", "crawler", *command]
    done = subprocess.run(run, cwd=tmp_path, capture_output=True, text=True, timeout=300, env=clean_environment())
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
    assert "rules boilerplate/en.toml: rule en-" in done.stderr
    assert "must cut 'A sentence that no pattern knows" in done.stderr
    assert not (tmp_path / "output").exists()


WORDS = """
[live]
keeps = ["calm"]
[live.words]
# The commonest.
"ticker" = "a ticker = news"

"blog" = "the \\"blog\\""

[[list]]
kind = "a"
[list.words]
"x" = "y"

[other]
keeps = [
    "z",
]
"""


def test_of_a_proven_file_words_stand_for_their_samples() -> None:
    assert parse_words("x.toml", WORDS) == {
        "live": {"keeps": ["calm"], "words": {"ticker": "ticker", "blog": "blog"}},
        "list": [{"kind": "a", "words": {"x": "x"}}],
        "other": {"keeps": ["z"]},
    }


@pytest.mark.parametrize("name", ["body.toml", "kinds.toml", "metadata.toml", "related.toml"])
def test_files_of_words_are_read_without_their_samples(name: str) -> None:
    data, unproven = read_rules(name)
    assert not unproven
    assert data == parse_words(name, read_text(name))
    assert data != parse(name, read_text(name))


@pytest.mark.parametrize(
    "edit",
    [
        ('"teaser" = ', '"\\u0074easer" = '),
        ('"teaser" = ', '"teaser"= '),
    ],
)
def test_words_that_would_be_read_otherwise_without_samples_are_not_entered(
    edit: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    edited = read_text("body.toml").replace(*edit)
    monkeypatch.setattr(prove_module, "read_text", lambda name: edited)
    with pytest.raises(RuleError, match=r"body\.toml: write words without backslashes"):
        prove("body.toml")
