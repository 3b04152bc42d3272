"""A user's own package takes part in a crawl, once it is installed and asked for."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.conftest import ROOT, SAMPLE, Run, clean_environment

EXAMPLE = Path(__file__).parent / "example"
SEED = "http://www.harbourpost.example/"
PAGE = """<!doctype html><html lang="en"><head><title>Ferry line to be doubled</title></head><body>
<article data-series="island life"><h1>Ferry line to be doubled</h1>
<p>The ferry between the islands will go twice as often from summer on, the county said on Tuesday evening.</p>
<p>Two more ships have been ordered, and both of them are to be built at the yard in the northern harbour.</p>
<p>The fares stay as they are for the first year, and what comes after that has not been decided by anybody yet.</p>
</article></body></html>"""


def install(site: Path, module: Path = EXAMPLE / "gazette.py") -> Path:
    """What pip makes of the example: its module, and beside it what the package says of itself."""
    project = tomllib.loads((EXAMPLE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    about = site / f"gazette_plugin-{project['version']}.dist-info"
    about.mkdir(parents=True)
    shutil.copy(module, site / "gazette.py")
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n")
    groups = (
        f"[{group}]\n" + "".join(f"{name} = {value}\n" for name, value in points.items())
        for group, points in project["entry-points"].items()
    )
    (about / "entry_points.txt").write_text("\n".join(groups))
    return site


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return install(tmp_path / "site")


def command(site: Path, *args: str, cwd: Path) -> Run:
    environment = {**clean_environment(), "PYTHONPATH": f"{site}{os.pathsep}{ROOT}"}
    done = subprocess.run(
        [sys.executable, "-m", "crawler", *args], cwd=cwd, capture_output=True, text=True, timeout=300, env=environment
    )
    return Run(done.returncode, done.stdout, done.stderr, cwd / "output" / "related" / "latest")


def crawl(site: Path, folder: Path, *args: str) -> Run:
    archive = f"RELATED_REPLAY={SAMPLE / 'web.warc.gz'}"
    return command(site, "crawl", "related", "-a", f"url={SEED}", "-a", "depth=0", "-s", archive, *args, cwd=folder)


def test_an_installed_plugin_changes_nothing_until_it_is_asked_for(site: Path, tmp_path: Path) -> None:
    run = crawl(site, tmp_path)
    assert run.status == 0, run.err
    assert not any(article["title"].isupper() for article in run.feed("articles"))


def test_a_pipeline_of_a_users_own_is_in_the_chain_and_a_store_of_his_own_is_used(site: Path, tmp_path: Path) -> None:
    run = crawl(site, tmp_path, "-s", "RELATED_PLUGINS=gazette", "-s", "RELATED_STORE=forgetful://")
    assert run.status == 0, run.err
    titles = [article["title"] for article in run.feed("articles")]
    assert titles
    assert titles == [title.upper() for title in titles]
    assert run.manifest["settings"]["RELATED_PLUGINS"] == "gazette"
    assert not (tmp_path / "output" / "related.db").exists()


def test_a_job_goes_on_in_a_store_of_a_users_own_by_its_own_name(site: Path, tmp_path: Path) -> None:
    run = crawl(site, tmp_path, "-s", "RELATED_STORE=forgetful://", "-s", "JOBDIR=job")
    assert run.status == 0, run.err
    assert '"forgetful://"' in (tmp_path / "job" / "job.json").read_text()


def test_a_page_reader_has_the_last_word_on_an_article(site: Path, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE)
    explained = command(site, "explain", "page.html", "--json", "-s", "RELATED_PLUGINS=gazette", cwd=tmp_path)
    plain = command(site, "explain", "page.html", "--json", cwd=tmp_path)
    assert "Island Life" in explained.out
    assert "Island Life" not in plain.out


def test_a_link_judge_names_the_kind_of_a_list(site: Path, tmp_path: Path) -> None:
    cards = "".join(
        f'<li><a href="/story/{n}-the-harbour-news">A headline that is long enough, number {n}</a></li>'
        for n in range(4)
    )
    listed = f"<section><h2>Our neighbours write</h2><ul>{cards}</ul></section></article>"
    (tmp_path / "page.html").write_text(PAGE.replace("</article>", listed))
    kinds = {}
    for name in ("", "gazette"):
        found = command(
            site, "explain", "page.html", "--url", "https://gazette.example/story/9-ferry-line",
            "-s", f"RELATED_PLUGINS={name}", cwd=tmp_path,
        )  # fmt: skip
        kinds[name] = re.findall(r"^  \d (\w+): .Our neighbours write", found.out, re.M)
    assert kinds == {"": ["more"], "gazette": ["sponsored"]}


def test_a_plugin_that_fails_costs_a_page_and_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "broken.py"
    broken.write_text(
        (EXAMPLE / "gazette.py").read_text().replace("series[0].title()", "series[99]").replace("and series", "")
    )
    run = crawl(install(tmp_path / "site", broken), tmp_path, "-s", "RELATED_PLUGINS=gazette")
    assert run.feed("articles") == []
    assert {(line["reason"], line["detail"]) for line in run.feed("failures")} >= {
        ("internal", "plugin gazette: IndexError: list index out of range")
    }


@pytest.mark.parametrize(
    ("module", "complaint"),
    [(None, "'gazete' is not installed; there are gazette"), ("import nowhere\n", "'gazette' cannot be loaded")],
)
def test_a_plugin_that_cannot_be_used_is_one_line_and_status_2(
    tmp_path: Path, module: str | None, complaint: str
) -> None:
    source = EXAMPLE / "gazette.py"
    if module is not None:
        source = tmp_path / "own.py"
        source.write_text(module)
    run = crawl(
        install(tmp_path / "site", source), tmp_path, "-s", f"RELATED_PLUGINS={'gazette' if module else 'gazete'}"
    )
    assert run.status == 2
    assert complaint in run.err
    assert run.err.count("\n") == 1


def test_the_documentation_shows_the_example_as_it_is() -> None:
    page = (ROOT / "docs" / "how-to" / "plugins.md").read_text(encoding="utf-8")
    for name in ("gazette.py", "pyproject.toml"):
        assert (EXAMPLE / name).read_text(encoding="utf-8") in page
