"""Prove every rule on its samples and enter its file in the list of proven files: `python -m crawler.rules.prove`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import crawler.rules
from crawler.rules import body, kinds, metadata, related
from crawler.rules.boilerplate import FOLDER, boilerplate_languages, read_pack
from crawler.rules.load import RuleError, parse, read_text
from crawler.rules.proofs import LIST, digest, is_proven, parse_words

PACKAGED = Path(crawler.rules.__path__[0]) / "data" / LIST
_BUILDERS: dict[str, Callable[[dict[str, Any]], object]] = {
    module.FILE: module.build for module in (body, kinds, metadata, related)
}
"""Files of words beside samples -> what makes rules of them."""


def main() -> int:
    """Write the list, and say which files are new in it; 1 with the first fault where a rule is not as it must be."""
    edited = [name for name in names() if not is_proven(read_text(name))]
    try:
        PACKAGED.write_text(prove_all(), encoding="utf-8")
    except RuleError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"all rules are proven; entered as edited: {', '.join(edited) or 'none'}")
    return 0


def prove_edited() -> None:
    """Prove the files that are not entered as proven; RuleError at the first fault. Of the others none is parsed."""
    for name in names():
        if not is_proven(read_text(name)):
            prove(name)


def prove_all() -> str:
    """The list of all files with samples, each proven. Raises RuleError."""
    return "".join(f"{prove(name)}  {name}\n" for name in names())


def names() -> list[str]:
    """The files under data/ whose rules have samples that take long to run."""
    return [*(f"{FOLDER}/{language}.toml" for language in boilerplate_languages()), *_BUILDERS, "titles.toml"]


def prove(name: str) -> str:
    """Prove the rules of one file; the SHA-256 of its content."""
    text = read_text(name)
    data = parse(name, text)
    if name in _BUILDERS:
        _BUILDERS[name](data)
        if _words(parse_words(name, text)) != _words(data):
            raise RuleError(
                f"{name}: write words without backslashes, each in a line, right behind the keys of its table"
            )
    else:
        read_pack(name, data)
    return digest(text)


def _words(node: Any) -> Any:
    """What a file holds, with each word for its sample."""
    if isinstance(node, dict):
        samples = node.get("words")
        bare = {"words": dict.fromkeys(samples)} if isinstance(samples, dict) and _are_texts(samples) else {}
        return {key: bare.get(key) or _words(value) for key, value in node.items()}
    return [_words(child) for child in node] if isinstance(node, list) else node


def _are_texts(samples: dict[str, Any]) -> bool:
    return all(isinstance(sample, str) for sample in samples.values())


if __name__ == "__main__":
    sys.exit(main())
