"""What each field of a record class holds, in the words that stand under it in the source."""

from __future__ import annotations

import ast
import inspect
from itertools import pairwise
from typing import Any


def field_docs(cls: type[Any]) -> dict[str, str]:
    """Name of a field -> the string that stands under it, on one line; fields without one are left out."""
    [tree] = ast.parse(inspect.getsource(cls)).body
    assert isinstance(tree, ast.ClassDef)
    found = {}
    for node, below in pairwise(tree.body):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and isinstance(below, ast.Expr):
            found[node.target.id] = " ".join(str(ast.literal_eval(below.value)).split())
    return found
