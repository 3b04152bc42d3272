"""Weighted terms as vectors."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.focus.vectors import heaviest, likeness, unit


@given(st.dictionaries(st.text(max_size=3), st.floats(0.01, 100), max_size=20))
def test_a_vector_is_as_long_as_one_and_like_itself(weights: dict[str, float]) -> None:
    vector = unit(weights)
    assert likeness(vector, vector) == pytest.approx(1.0 if weights else 0.0)


def test_the_heaviest_terms_stay_and_of_equals_the_first_by_code_point() -> None:
    assert heaviest({"c": 1.0, "b": 1.0, "a": 1.0, "d": 2.0}, 2) == {"d": 2.0, "a": 1.0}
    assert heaviest({"a": 1.0}, 2) == {"a": 1.0}
