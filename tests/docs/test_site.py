"""The site builds without a warning and needs nothing from elsewhere to be looked at."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
import yaml

from docs.hooks.reference import pages
from tests.conftest import ROOT

pytestmark = pytest.mark.skipif(find_spec("material") is None, reason="mkdocs-material is in the extra docs")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)],
        cwd=ROOT, capture_output=True, text=True, timeout=300, env={**os.environ, "NO_MKDOCS_2_WARNING": "true"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr
    return folder


def test_every_page_has_a_place_in_the_menu() -> None:
    menu = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))["nav"]
    named = set(re.findall(r"[\w/-]+\.md", str(menu)))
    written = {str(page.relative_to(ROOT / "docs")) for page in (ROOT / "docs").rglob("*.md")}
    assert named == written | set(pages())


def test_the_reference_is_part_of_the_site(site: Path) -> None:
    assert "RELATED_SITE_RULES" in (site / "reference/settings/index.html").read_text(encoding="utf-8")


def test_no_page_fetches_anything_from_elsewhere(site: Path) -> None:
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        fetched = re.findall(r"""<(?:script|img|iframe)[^>]+src=["']?(?:https?:)?//[^"'> ]+""", text)
        fetched += re.findall(r"""<link(?![^>]*rel=["']?canonical)[^>]+href=["']?(?:https?:)?//[^"'> ]+""", text)
        assert fetched == [], page
