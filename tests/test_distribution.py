"""How the suite is shared out over processes."""

from __future__ import annotations

from tests.conftest import ROOT
from tests.distribution import LONGEST, place_of, unit_of


def test_a_files_tests_stay_together_but_for_those_of_long_files() -> None:
    assert unit_of("tests/test_cli.py::test_a[x]") == unit_of("tests/test_cli.py::test_b") == "tests/test_cli.py"
    evaluation = "tests/test_evaluation_pages.py::test_{}[{}]"
    assert unit_of(evaluation.format("a", "blind-read")) == unit_of(evaluation.format("b", "blind-read"))
    assert unit_of(evaluation.format("a", "read")) != unit_of(evaluation.format("a", "texts"))


def test_the_longest_files_are_there_and_begin_first() -> None:
    assert [name for name in LONGEST if not (ROOT / "tests" / name).exists()] == []
    assert [place_of(name) for name in LONGEST] == list(range(len(LONGEST)))
    assert place_of("test_cli.py") == len(LONGEST)
