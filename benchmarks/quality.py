"""Every quality figure of every evaluation set: `python -m benchmarks.quality [SET…] [--shared PATH] [--set-floors]`.

A set is read as a user reads it, by a crawl of its archive, and scored by PATH/eval/score.py. Beside each figure stands
its floor (tests/evaluation_floors.json), which tests/test_evaluation_pages.py holds. --set-floors raises the floors to
what was measured, a little below it: a floor is there to notice a loss, and one page of ninety weighs .01.
Without PATH it says so and ends: the pages are not part of the project.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
FLOORS = ROOT / "tests" / "evaluation_floors.json"
SETS = ("pages", "read", "texts", "blind-read", "blind-texts", "newsweb")
COUNTS = ("pages", "stories", "articles", "duplicates", "extra_articles", "repeated_lines", "true_pairs", "found_pairs")
"""What is counted, and is no figure of quality."""
FALLING = ("invented_authors", "left_per_page", "paragraphs_lost", "snippets_with_css", "spam_as_related")
"""Figures that are better when they are lower: their floor is a ceiling."""
SLACK = 0.002


def main() -> int:
    parser = argparse.ArgumentParser(description="Every quality figure of every evaluation set, with its floor.")
    parser.add_argument("sets", nargs="*", metavar="SET", help=f"of {', '.join(SETS)}; all by default")
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--set-floors", action="store_true", help=f"write {FLOORS.relative_to(ROOT)}")
    arguments = parser.parse_args()
    if unknown := [name for name in arguments.sets if name not in SETS]:
        parser.error(f"{unknown[0]}: no evaluation set; there are {', '.join(SETS)}")
    if not (arguments.shared / "eval" / "score.py").is_file():
        print(f"skipped: no evaluation data under {arguments.shared / 'eval'} (--shared PATH)")
        return 0
    floors = read_floors()
    for name in arguments.sets or SETS:
        with TemporaryDirectory() as folder:
            found = measure(name, arguments.shared.absolute() / "eval", Path(folder))
        for figure, value in found.items():
            floor = floors.get(name, {}).get(figure)
            print(f"{name:<12} {figure:<32} {value:.4f}" + (f"  floor {floor:.4f}" if floor is not None else ""))
        if arguments.set_floors:
            floors[name] = {figure: floor_of(figure, value) for figure, value in found.items()}
            FLOORS.write_text(json.dumps(floors, indent=1) + "\n", encoding="utf-8")
    return 0


def measure(name: str, evaluation: Path, folder: Path) -> dict[str, float]:
    """Figure -> value of one set, read by a crawl into a folder."""
    return score(name, evaluation, crawl(name, evaluation, folder))


def crawl(name: str, evaluation: Path, folder: Path, *, workers: str = "auto") -> Path:
    """Crawl the archive of a set by so many processes; the output folder of the run."""
    run([
        *("-m", "scrapy", "crawl", "archive", "-a", f"path={evaluation / name / 'pages.warc.gz'}", "-L", "ERROR"),
        *("-s", f"RELATED_OUTPUT={folder / 'run'}", "-s", f"RELATED_STORE=sqlite:///{folder / 'store.db'}"),
        *("-s", f"RELATED_ARCHIVE_WORKERS={workers}"),
    ])  # fmt: skip
    return folder / "run"


def score(name: str, evaluation: Path, out: Path) -> dict[str, float]:
    """Figure -> value of a set's output folder, by the set's own scorer."""
    how = "newsweb" if name == "newsweb" else "pages"
    with TemporaryDirectory() as folder:
        figures = Path(folder) / "figures.json"
        run([
            *(str(evaluation / "score.py"), how, "--truth", str(evaluation / name), "--out", str(out)),
            *("--json", str(figures)),
        ])  # fmt: skip
        found: Mapping[str, Mapping[str, float]] = json.loads(figures.read_text(encoding="utf-8"))
    return {
        f"{group}.{figure}": value
        for group, values in found.items()
        for figure, value in values.items()
        if figure not in COUNTS
    }


def run(command: list[str]) -> None:
    """Run Python with these arguments in the project; what it says is shown where it fails."""
    done = subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: exit status {done.returncode}\n{done.stderr}{done.stdout}")


def read_floors() -> dict[str, dict[str, float]]:
    """Set -> figure -> floor."""
    if not FLOORS.is_file():
        return {}
    floors: dict[str, dict[str, float]] = json.loads(FLOORS.read_text(encoding="utf-8"))
    return floors


def is_falling(figure: str) -> bool:
    """Whether a figure is better when it is lower."""
    return figure.rsplit(".", 1)[-1] in FALLING


def floor_of(figure: str, value: float) -> float:
    """The floor that a measured figure sets."""
    return round(value + SLACK if is_falling(figure) else max(0.0, value - SLACK), 4)


if __name__ == "__main__":
    sys.exit(main())
