"""Which tests run one after another in one process, and which of these units begin first."""

from __future__ import annotations

import re

LONGEST = (
    "test_evaluation_pages.py",
    "docs/test_blocks.py",
    "packaging/test_dockerfile.py",
    "packaging/test_install.py",
    "extensions/test_checkpoint.py",
    "browser/test_drawing.py",
    "store/test_database_away.py",
    "browser/test_endings.py",
    "test_killresume.py",
    "report/test_browser.py",
    "web/test_bad_minutes.py",
    "test_workers.py",
    "spiders/test_archive_workers.py",
    "web/hostile",
)
"""Files that take longest, or their folders: begun last, one of them would keep one process busy and the rest idle."""

_SPLIT = (
    re.compile(r"test_evaluation_pages\.py::\w+\[([\w-]+)\]"),
    re.compile(r"docs/test_blocks\.py::test_what_a_page_has\w+\[(.+)\]"),
    re.compile(r"packaging/test_install\.py::test_the_wheel_brings\w+\[(.+)\]"),
)
"""Files too long for one process. Tests with the same first group share a crawl, and stay together."""


def unit_of(test: str) -> str:
    """The unit of a test, given its node id: its file, whose tests share crawls, or a part of a long file."""
    file = test.partition("::")[0]
    part = next((found[1] for pattern in _SPLIT if (found := pattern.search(test))), None)
    return file if part is None else f"{file}[{part}]"


def place_of(name: str) -> int:
    """Where a file comes in the order of the suite, given its name under tests/: the smaller, the earlier."""
    return next((number for number, long in enumerate(LONGEST) if name.startswith(long)), len(LONGEST))
