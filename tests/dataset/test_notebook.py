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


def printed(notebook: dict[str, Any]) -> dict[str, str]:
    """Heading -> what the cell of code below it prints."""
    found, heading = {}, ""
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            heading = cell["source"][0].strip("# \n")
        else:
            found[heading] = "".join("".join(output["text"]) for output in cell["outputs"])
    return found


@pytest.fixture(scope="module")
def answers(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Heading -> what the cell below it prints on the sample web's data set."""
    place = tmp_path_factory.mktemp("notebook")
    (place / "news").symlink_to(folder)
    copy = place / NOTEBOOK.name
    copy.write_bytes(NOTEBOOK.read_bytes())
    command = [sys.executable, "-m", "jupyter", "execute", "--inplace", copy.name]
    env = {**clean_environment(), "PYTHONPATH": str(ROOT), "IPYTHONDIR": str(place / "ipython")}
    done = subprocess.run(command, cwd=place, capture_output=True, text=True, timeout=300, env=env)
    assert done.returncode == 0, done.stderr
    return printed(json.loads(copy.read_text(encoding="utf-8")))


def test_the_answers_are_those_that_the_notebook_shows(answers: dict[str, str]) -> None:
    """Where they should be others: `jupyter execute --inplace docs/notebooks/news.ipynb`, with the data set as `news`
    in docs/notebooks/. How many links there are is the link judgement's to say."""
    shown = printed(json.loads(NOTEBOOK.read_text(encoding="utf-8")))
    links = "Who links whom"
    assert {**answers, links: ""} == {**shown, links: ""}
    assert "│ meirijujiao.example │ linlan.example      │" in answers[links]
    assert answers[links].splitlines()[1:3] == shown[links].splitlines()[1:3]


def test_it_asks_the_four_questions(answers: dict[str, str]) -> None:
    assert list(answers)[1:] == ["Stories a day", "Who links whom", "Who was first", "What a copy changed"]
