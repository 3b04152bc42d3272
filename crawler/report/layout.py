"""Where each story stands in the picture of the graph: worked out here, so that the picture is there when it opens."""

from __future__ import annotations

import random
from collections.abc import Sequence

import igraph

ROUNDS = 300
"""Rounds of the force-directed layout: after these, pictures of 5,000 stories no longer change to the eye."""


def positions(nodes: int, edges: Sequence[tuple[int, int]]) -> list[tuple[float, float]]:
    """A place for each node, by Fruchterman and Reingold's forces; the same for the same graph."""
    if nodes == 0:
        return []
    igraph.set_random_number_generator(random.Random(0))
    graph = igraph.Graph(n=nodes, edges=sorted({(min(e), max(e)) for e in edges}))
    start = [(random.Random(n).random(), random.Random(-n - 1).random()) for n in range(nodes)]
    found = graph.layout_fruchterman_reingold(niter=ROUNDS, seed=start, grid="grid" if nodes > 500 else "nogrid")
    return [(round(x, 3), round(y, 3)) for x, y in found]
