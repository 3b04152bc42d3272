"""What the store remembers of a run that several workers share: their notes, added up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_BEST_FIRST = ("read", "known", "failed")
"""What came of a seed: what one worker could read, was read."""
_OF_THE_RUN = ("frontier_left",)
"""Counts that each worker gives for the whole run: the last one's are right."""
_OF_A_STOP = ("stopped_at", "stop_reason")


def merge_notes(before: Mapping[str, Any], note: Mapping[str, Any]) -> dict[str, Any]:
    """The note of a run after a further worker's; before: that of the workers that have ended so far."""
    if "counts" not in before:
        return dict(note)
    if "counts" not in note:  # a worker that joins or was stopped: what the others found stays
        return {**before, **note}
    kept = {key: value for key, value in before.items() if key not in _OF_A_STOP}
    return {
        **kept,
        **note,
        "counts": _sum(before["counts"], note["counts"])
        | {name: note["counts"][name] for name in _OF_THE_RUN if name in note["counts"]},
        "sites": _merge(before, note, "sites", _sum),
        "seeds": _merge(before, note, "seeds", _merge_seed),
    }


def _merge(before: Mapping[str, Any], note: Mapping[str, Any], key: str, both: Any) -> dict[str, Any]:
    one, other = before.get(key, {}), note.get(key, {})
    return {name: both(one.get(name, {}), other.get(name, {})) for name in sorted({*one, *other})}


def _sum(one: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    return {name: one.get(name, 0) + other.get(name, 0) for name in sorted({*one, *other})}


def _merge_seed(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    statuses = [seed["status"] for seed in (one, other) if seed]
    articles = sum(seed["articles"] for seed in (one, other) if seed)
    return {"status": min(statuses, key=_BEST_FIRST.index), "articles": articles}
