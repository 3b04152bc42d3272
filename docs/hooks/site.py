"""What mkdocs does beside rendering: it takes the reference pages from the code, and points out of docs/ by name.

On the common forges a link such as ../crawler/settings/ leads to the file; the site has no such page, so there the
link is its text alone.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

ROOT = Path(__file__).parents[2]
_LINK = re.compile(r"\[([^\]]+)\]\(((?:\.\./)+[^)]*)\)")


def on_files(files: Files, config: Any) -> Files:
    """Add the reference."""
    sys.path.insert(0, str(ROOT))
    from docs.hooks.reference import pages

    for path, text in pages().items():
        files.append(File.generated(config, path, content=text))
    return files


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Have links that leave docs/ be text."""
    depth = page.file.src_uri.count("/") + 1

    def shown(link: re.Match[str]) -> str:
        leaves = link[2].count("../") >= depth
        return f"**{link[1]}**" if leaves else link[0]

    return _LINK.sub(shown, markdown)
