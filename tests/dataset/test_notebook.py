"""The notebook answers its questions on the sample web's data set, with the answers that it shows."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT, clean_environment

NOTEBOOK = ROOT / "docs/notebooks/news.ipynb"

pytestmark = pytest.mark.skipif(
    any(find_spec(name) is None for name in ("nbclient", "ipykernel", "duckdb")), reason="needs the extra dev"
)


def printed(notebook: dict[str, Any]) -> list[str]:
    """What each cell of code prints."""
    cells = (cell for cell in notebook["cells"] if cell["cell_type"] == "code")
    return ["".join("".join(output["text"]) for output in cell["outputs"]) for cell in cells]


def test_every_cell_prints_what_the_notebook_shows(folder: Path, tmp_path: Path) -> None:
    """Where it should print something else: `jupyter execute --inplace docs/notebooks/news.ipynb`, with the data set as
    `news` in docs/notebooks/."""
    (tmp_path / "news").symlink_to(folder)
    copy = tmp_path / NOTEBOOK.name
    copy.write_bytes(NOTEBOOK.read_bytes())
    command = [sys.executable, "-m", "jupyter", "execute", "--inplace", copy.name]
    env = {**clean_environment(), "PYTHONPATH": str(ROOT), "IPYTHONDIR": str(tmp_path / "ipython")}
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=180, env=env)
    assert done.returncode == 0, done.stderr
    assert printed(json.loads(copy.read_text(encoding="utf-8"))) == printed(json.loads(NOTEBOOK.read_text("utf-8")))


def test_it_answers_the_four_questions() -> None:
    notebook = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    headings = [cell["source"][0].strip("# \n") for cell in notebook["cells"] if cell["cell_type"] == "markdown"]
    assert headings[1:] == ["Stories a day", "Who links whom", "Who was first", "What a copy changed"]
    assert all(text.count("\n") > 3 for text in printed(notebook))
