"""A plot of memory and rate over the pages of a crawl, as SVG, from what `benchmarks.crawl --samples FILE` wrote.

python -m benchmarks.plot SAMPLES OUTPUT.svg
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from html import escape
from itertools import pairwise
from pathlib import Path

_WIDTH, _HEIGHT = 640, 220
_LEFT, _RIGHT, _TOP, _BOTTOM = 60, 120, 30, 40
_COLOURS = ("#1b6ca8", "#c8553d", "#3c8d5a", "#7b5ea7")
_TICKS = 4

Point = dict[str, float]
Points = Sequence[tuple[float, float]]


def main(arguments: Sequence[str]) -> int:
    """Write the plot; 2 where the arguments are not two files."""
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    courses: dict[str, list[Point]] = {}
    for line in Path(arguments[0]).read_text(encoding="utf-8").splitlines():
        point = json.loads(line)
        courses.setdefault(point.pop("kind"), []).append(point)
    Path(arguments[1]).write_text(plot(courses), encoding="utf-8")
    return 0


def plot(courses: dict[str, list[Point]]) -> str:
    """Two panels, one below the other: memory in use, and pages a CPU second since the point before."""
    panels = [
        _panel("Memory in use, MiB", {kind: _memory(points) for kind, points in courses.items()}, 0),
        _panel("Pages a CPU second", {kind: _rate(points) for kind, points in courses.items()}, _HEIGHT),
    ]
    size = f'width="{_WIDTH}" height="{2 * _HEIGHT}" viewBox="0 0 {_WIDTH} {2 * _HEIGHT}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="11">'
    background = '<rect width="100%" height="100%" fill="white"/>'
    return "\n".join([head, background, *panels, "</svg>"]) + "\n"


def _memory(points: Sequence[Point]) -> Points:
    return [(point["pages"], point["memory"]) for point in points]


def _rate(points: Sequence[Point]) -> Points:
    """Between each point and the one before; the first pages pay for what is loaded once."""
    return [
        (b["pages"], (b["pages"] - a["pages"]) / (b["cpu"] - a["cpu"]))
        for a, b in pairwise(points)
        if b["pages"] > a["pages"] and b["cpu"] > a["cpu"]
    ]


def _panel(title: str, curves: dict[str, Points], top: int) -> str:
    """One diagram: axes from 0, a curve and its name for each kind."""
    every = [point for curve in curves.values() for point in curve] or [(1.0, 1.0)]
    most_x, most_y = max(x for x, _ in every), max(y for _, y in every) * 1.05

    def right(x: float) -> float:
        return _LEFT + x / most_x * (_WIDTH - _LEFT - _RIGHT)

    def down(y: float) -> float:
        return top + _HEIGHT - _BOTTOM - y / most_y * (_HEIGHT - _TOP - _BOTTOM)

    parts = [f'<text x="{_LEFT}" y="{top + 18}" font-weight="bold">{escape(title)}</text>']
    parts += _axes(most_x, most_y, right, down)
    for (kind, curve), colour in zip(curves.items(), _COLOURS, strict=False):
        if curve:
            line = " ".join(f"{right(x):.1f},{down(y):.1f}" for x, y in curve)
            parts.append(f'<polyline fill="none" stroke="{colour}" stroke-width="1.5" points="{line}"/>')
            x, y = curve[-1]
            parts.append(f'<text x="{right(x) + 6:.1f}" y="{down(y) + 4:.1f}" fill="{colour}">{escape(kind)}</text>')
    return "\n".join(parts)


def _axes(
    most_x: float, most_y: float, right: Callable[[float], float], down: Callable[[float], float]
) -> Iterator[str]:
    for n in range(_TICKS + 1):
        x, y = most_x * n / _TICKS, most_y * n / _TICKS
        grid = f'x1="{right(0):.1f}" x2="{right(most_x):.1f}" y1="{down(y):.1f}" y2="{down(y):.1f}"'
        yield f'<line {grid} stroke="#ddd"/>'
        yield f'<text x="{right(0) - 6:.1f}" y="{down(y) + 4:.1f}" text-anchor="end">{y:,.0f}</text>'
        yield f'<text x="{right(x):.1f}" y="{down(0) + 16:.1f}" text-anchor="middle">{x:,.0f}</text>'


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
