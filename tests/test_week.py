"""A job that runs every hour, in simulated time: the short form of `python -m benchmarks.week`."""

from __future__ import annotations

import json
import subprocess
import sys

from tests.conftest import ROOT, clean_environment


def test_forty_hourly_runs_give_each_story_once_and_each_correction_as_one_version() -> None:
    command = [sys.executable, "-m", "benchmarks.week", "--hours", "40", "--stories", "60", "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, env=clean_environment())
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["once"] == found["stories"] > 50
    assert (found["more_than_once"], found["missed"], found["false_versions"]) == (0, 0, 0)
    assert found["copies_found"] == found["copies"] > 0
    assert found["as_one_version"] + found["not_yet"] + found["together"] == found["corrections"] > 0
    assert found["share"] <= 0.25
