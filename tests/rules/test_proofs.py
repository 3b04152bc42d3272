"""Rules are proven once, when their file is entered in the list; an edited file proves itself when it is loaded."""

from __future__ import annotations

import pytest

from crawler.rules.boilerplate import load_pack
from crawler.rules.load import RuleError, read_text
from crawler.rules.proofs import LIST, is_proven
from crawler.rules.prove import names, prove, prove_all

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
