"""What a pattern's parse tree tells before it ever runs: whether it is linear, and which words it needs.

`fault(pattern)` refuses what makes backtracking blow up: endless repeats, repeats inside repeats, alternatives in a
repeat that can be read in two ways, and chains of repeats that may share characters.
`needs(pattern)` gives strings of which every match holds at least one, so that most rules are ruled out by `in`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

MAX_REPEAT = 800
"""The longest repeat allowed: a boilerplate paragraph is no longer than this."""
MAX_CHOICES = {"piece": 500, "tail": 500, "edge": 4_000, "whole": 30_000}
"""How many ways, at most, one start may be tried before it is given up: few for a pattern that is tried at every
character of a text, more for one tried at the edges alone (edge), most for one with one start a paragraph (whole)."""
MAX_NEEDS = 160
"""More alternatives than this are no help in ruling a rule out."""

_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)
_PROBES = "\t\n az019_-.,:;!?()[]<>{}#@%&/'\"·、。あア一鿿가яа٠عéß"
_SINGLE = (op.LITERAL, op.NOT_LITERAL, op.IN, op.ANY)

Node = tuple[Any, Any]


@lru_cache(maxsize=4)
def _parsed(pattern: str) -> Any:
    return _parser.parse(pattern, re.IGNORECASE)


def parse(pattern: str) -> Sequence[Node]:
    """The parse tree of a pattern; re.error where it is none."""
    return list(_parsed(pattern))


def width(pattern: str) -> int:
    """The length of the longest text that a pattern can match."""
    return int(_parsed(pattern).getwidth()[1])


def fault(pattern: str, tried: str = "piece") -> str | None:
    """Why a pattern may take more than linear time, in a few words; None where it cannot."""
    tree = parse(pattern)
    probes = "".join(sorted({c.lower()[0] for c in {*_PROBES, *_literals(tree)}}))
    found, choices = _walk(tree, frozenset(), probes)
    most = MAX_CHOICES[tried]
    if found is None and choices > most:
        return f"repeats that may share characters: {choices} ways from one start, at most {most}"
    return found


def _walk(nodes: Sequence[Node], after: frozenset[str], probes: str) -> tuple[str | None, int]:
    """Fault and number of choices of a sequence, given the characters that may come after it."""
    choices = 1
    for node in reversed(nodes):
        found, mine = _node(node, after, probes)
        if found:
            return found, choices
        choices *= mine
        first, nullable = _first([node], probes)
        after = first | after if nullable else first
    return None, choices


def _node(node: Node, after: frozenset[str], probes: str) -> tuple[str | None, int]:
    kind, value = node
    if kind in _REPEATS:
        return _repeat(value, after, probes)
    exact = _exact([node])
    if exact is not None:  # a list of words: only those that begin one another are a choice
        return None, max(sum(s.startswith(other) for other in exact) for s in exact)
    results = [_walk(p, after, probes) for p in _parts(node)]
    return next((f for f, _ in results if f), None), sum(c for _, c in results) or 1


def _repeat(value: Any, after: frozenset[str], probes: str) -> tuple[str | None, int]:
    low, high, body = value
    if high is op.MAXREPEAT:
        return "an endless repeat (write {0,80})", 1
    if high > MAX_REPEAT:
        return f"a repeat of more than {MAX_REPEAT}", 1
    inner = list(body)
    first, _ = _first(inner, probes)
    span = high - low + 1 if first & after else 1
    if high == 1:
        found, choices = _walk(inner, after, probes)
        return found, choices + span - 1
    if len(inner) == 1 and inner[0][0] in _SINGLE:
        return None, span
    exact = _exact(inner, MAX_NEEDS * 10)
    if exact is None:
        return "a repeat inside a repeat", 1
    if not _prefix_free(exact):
        return "alternatives of a repeat where one begins another", 1
    return None, span


def _prefix_free(strings: Iterable[str]) -> bool:
    ordered = sorted(strings)
    return all(a and not b.startswith(a) for a, b in pairwise(ordered)) and "" not in ordered


def _parts(node: Node) -> list[Sequence[Node]]:
    """The sequences inside a node that is no repeat."""
    kind, value = node
    if kind is op.SUBPATTERN:
        return [list(value[3])]
    if kind is op.BRANCH:
        return [list(v) for v in value[1]]
    if kind in (op.ASSERT, op.ASSERT_NOT):
        return [list(value[1])]
    if kind is op.ATOMIC_GROUP:
        return [list(value)]
    return []


def _first(nodes: Sequence[Node], probes: str) -> tuple[frozenset[str], bool]:
    """The probe characters that a sequence can begin with, and whether it can be empty."""
    out: frozenset[str] = frozenset()
    for kind, value in nodes:
        if kind in _REPEATS:
            chars, empty = _first(list(value[2]), probes)
            empty = empty or value[0] == 0
        elif kind in _SINGLE:
            chars, empty = _chars(kind, value, probes), False
        elif kind in (op.ASSERT, op.ASSERT_NOT, op.AT):
            chars, empty = frozenset(), True
        else:
            firsts = [_first(p, probes) for p in _parts((kind, value))]
            chars = frozenset().union(*(f for f, _ in firsts))
            empty = any(e for _, e in firsts)
        out |= chars
        if not empty:
            return out, False
    return out, True


def _chars(kind: Any, value: Any, probes: str) -> frozenset[str]:
    """The characters, lower case, among the probes, that a class or a single character takes."""
    if kind is op.LITERAL:
        return frozenset(chr(value).lower()[0])
    if kind is op.NOT_LITERAL:
        return frozenset(probes) - {chr(value).lower()[0]}
    if kind is op.ANY:
        return frozenset(probes) - {"\n"}
    found: set[str] = set()
    for item, what in value:
        if item is op.LITERAL:
            found.add(chr(what).lower()[0])
        elif item is op.RANGE:
            found.update(c for c in probes if any(what[0] <= ord(x) <= what[1] for x in (c, c.upper()[0])))
        elif item is op.CATEGORY:
            found.update(c for c in probes if _CATEGORIES[what](c))
    return frozenset(probes) - found if value[0][0] is op.NEGATE else frozenset(found)


_CATEGORIES: dict[Any, Callable[[str], bool]] = {
    op.CATEGORY_DIGIT: str.isdigit,
    op.CATEGORY_NOT_DIGIT: lambda c: not c.isdigit(),
    op.CATEGORY_SPACE: str.isspace,
    op.CATEGORY_NOT_SPACE: lambda c: not c.isspace(),
    op.CATEGORY_WORD: lambda c: c.isalnum() or c == "_",
    op.CATEGORY_NOT_WORD: lambda c: not (c.isalnum() or c == "_"),
}


def _literals(nodes: Iterable[Node]) -> set[str]:
    """Every character that a pattern names: the alphabet on which its classes are compared."""
    out: set[str] = set()
    for kind, value in nodes:
        if kind in (op.LITERAL, op.NOT_LITERAL):
            out.add(chr(value))
        elif kind is op.RANGE:
            out |= {chr(value[0]), chr(value[1])}
        elif kind is op.IN:
            out |= _literals(value)
        elif kind in _REPEATS:
            out |= _literals(value[2])
        else:
            for part in _parts((kind, value)):
                out |= _literals(part)
    return out


def needs(pattern: str) -> tuple[str, ...]:
    """Lower-case strings of which every match of the pattern holds at least one; empty where none can be told."""
    return tuple(sorted(_needed(parse(pattern)) or ()))


def _needed(nodes: Sequence[Node]) -> frozenset[str] | None:
    """The best set of strings that a sequence cannot do without: the one whose shortest string is longest."""
    best: frozenset[str] | None = None
    run: frozenset[str] = frozenset([""])
    for node in [*nodes, (None, None)]:
        exact = _exact([node]) if node[0] is not None else None
        if exact is not None and (len(run) == 1 or len(run) * len(exact) <= 100):
            run = frozenset(a + b for a in run for b in exact)
            continue
        best = _better(best, run)
        run = exact if exact is not None else frozenset([""])
        if node[0] is op.BRANCH or node[0] is op.SUBPATTERN:
            inner = [_needed(p) for p in _parts(node)]
            if all(i is not None for i in inner):
                best = _better(best, frozenset().union(*(i for i in inner if i)))
        elif node[0] in _REPEATS and node[1][0] >= 1:
            best = _better(best, _needed(list(node[1][2])))
    return _better(best, run)


def _better(old: frozenset[str] | None, new: frozenset[str] | None) -> frozenset[str] | None:
    if not new or "" in new:
        return old
    new = _shortest(new)
    if len(new) > MAX_NEEDS:
        return old
    return new if old is None or _worth(new) > _worth(old) else old


def _shortest(strings: frozenset[str]) -> frozenset[str]:
    """The strings that hold none of the others."""
    kept: list[str] = []
    for string in sorted(strings, key=lambda s: (len(s), s)):
        if not any(k in string for k in kept):
            kept.append(string)
    return frozenset(kept)


def _worth(strings: frozenset[str]) -> tuple[int, int]:
    """A Chinese character rules out as much as two letters."""
    return min(sum(2 if c > "\u2e80" else 1 for c in s) for s in strings), -len(strings)


def _exact(nodes: Sequence[Node], most: int = MAX_NEEDS) -> frozenset[str] | None:
    """All strings that a sequence matches, lower case, where they are few; else None."""
    out = frozenset([""])
    for node in nodes:
        if node[0] is op.LITERAL:  # by far the most nodes
            letter = chr(node[1]).lower()
            out = frozenset([one + letter for one in out])
            continue
        some = _exact_node(node, most)
        if some is None or len(out) * len(some) > most:
            return None
        out = frozenset(a + b for a in out for b in some)
    return out


def _exact_node(node: Node, most: int) -> frozenset[str] | None:
    kind, value = node
    if kind is op.IN:
        return _class_strings(value)
    if kind in (op.AT, op.ASSERT, op.ASSERT_NOT):
        return frozenset([""])
    if kind in _REPEATS and value[1] == 1:
        body = _exact(list(value[2]), most)
        return body | {""} if body is not None and value[0] == 0 else body
    if kind not in (op.SUBPATTERN, op.BRANCH, op.ATOMIC_GROUP):
        return None
    found: set[str] = set()
    for part in _parts(node):
        some = _exact(part, most)
        if some is None:
            return None
        found |= some
    return frozenset(found)


def _class_strings(items: Sequence[Node]) -> frozenset[str] | None:
    codes: set[int] = set()
    for kind, value in items:
        if kind not in (op.LITERAL, op.RANGE):
            return None
        low, high = (value, value) if kind is op.LITERAL else value
        if high - low > 12:
            return None
        codes.update(range(low, high + 1))
    return frozenset(chr(c).lower() for c in codes) if len(codes) <= 16 else None
