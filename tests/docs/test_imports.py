"""What a page's Python needs beyond an installation without extras, the page says how to install."""

from __future__ import annotations

import ast
import json
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.docs.blocks import PAGES, blocks

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
NOTEBOOKS = sorted((ROOT / "docs").rglob("*.ipynb"))
NAME = re.compile(r"[A-Za-z0-9_.-]+")


def codes(page: Path) -> Iterator[str]:
    """The Python of a page: its blocks, what its shell blocks give to python -c, a notebook's cells."""
    if page.suffix == ".ipynb":
        cells = json.loads(page.read_text(encoding="utf-8"))["cells"]
        yield from ("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
        return
    for block in blocks(page):
        if block.language == "python":
            yield block.code
        yield from re.findall(r"python3? -c '([^']+)'", block.shell)


def foreign_modules(code: str) -> set[str]:
    """The top-level modules that code imports and that are neither Python's nor this project's."""
    found = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found - set(sys.stdlib_module_names) - {"crawler"}


def required(requirements: list[str]) -> set[str]:
    return {match[0].lower() for line in requirements if (match := NAME.match(line))}


def is_said(module: str, text: str) -> bool:
    """Whether a page says how to get a module: by `pip install NAME`, or by an extra that has it."""
    names = {module, *(name.lower() for name in packages_distributions().get(module, ()))}
    if names & required(PROJECT["dependencies"]):
        return True
    extras = [extra for extra, lines in PROJECT["optional-dependencies"].items() if names & required(lines)]
    words = " ".join(re.findall(r"pip install ([^`\n]*)", text)).replace("'", "").split()
    return bool(names & required(words)) or any(
        re.search(rf"\[[\w,]*\b{e}\b|extra `{e}`", text) for e in extras if e != "dev"
    )


@pytest.mark.parametrize("page", [*PAGES, *NOTEBOOKS], ids=lambda page: page.name)
def test_a_page_says_how_to_install_what_its_python_imports(page: Path) -> None:
    needed = {module for code in codes(page) for module in foreign_modules(code)}
    text = page.read_text(encoding="utf-8").replace("\\n", "\n")
    assert [module for module in sorted(needed) if not is_said(module, text)] == []


def test_a_module_that_no_page_names_is_noticed() -> None:
    assert foreign_modules("import json, matplotlib.pyplot\nfrom crawler.items import Article") == {"matplotlib"}
    assert not is_said("matplotlib", "Draw it: `pip install networkx`.")
    assert is_said("matplotlib", "`pip install networkx matplotlib` brings both.")
    assert is_said("spidermon", "With the extra `monitor`:")
    assert not is_said("spidermon", "With the extra `report`:")
