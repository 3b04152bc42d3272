"""The reference pages of the documentation, made of the code that they describe, so that they cannot fall behind it.

`pages()` gives path -> Markdown. What the code has no sentence for (reasons, counts) stands in words.toml; a word
that is missing there, or that the code no longer has, is an error and not a gap.
"""

from __future__ import annotations

import ast
import inspect
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from scrapy.cmdline import ScrapyArgumentParser
from scrapy.commands import ScrapyHelpFormatter
from scrapy.utils.project import get_project_settings

import crawler.settings
from crawler.cli import own_commands
from crawler.extensions import counts, verdict
from crawler.items import FEEDS, ArticleType, CopyMethod, FailureReason, LinkKind, LinkReason, SkipReason
from crawler.items.field_docs import field_docs as described_fields
from crawler.settings import table
from crawler.spiders.arguments import BY_SPIDER

SOURCES = Path(crawler.settings.__file__).parents[1]
WORDS = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
GROUPS = {
    "What a run writes, remembers and says": table.OUTPUT,
    "Manners": table.MANNERS,
    "Bounds": table.BOUNDS,
    "Speed": table.SPEED,
    "Revisits": table.REVISITS,
    "Pages that scripts draw": table.BROWSER,
}
_CODE = re.compile(r"(`[^`]*`)")
_MARKUP = re.compile(r"[<>*]")
_PLAIN = (str, int, float, bool)
_MADE = "<!-- Made by docs/hooks/reference.py when the site is built. -->\n\n"


_SUMS = """
## How they add up

In the manifest of a run whose `revisits` and `drawn` are 0:

- the sum of `sites[…].asked` is `articles` + `duplicates` + `skipped` + `failures` + `seed_lists` + the further pages
  of stories that run over several (`pages` of an article, without its first). A failure that was never requested
  (`robots`, `address`) is not in it.
- the sum of `statuses` is that, and one for each redirect, each robots.txt and each further attempt, less the pages
  that gave no answer.
"""


class UndescribedError(Exception):
    """The code and words.toml do not have the same words: the message lists them."""


def pages() -> dict[str, str]:
    """Path under docs/ -> Markdown, in the order of the menu."""
    made = {
        "reference/arguments.md": arguments(),
        "reference/settings.md": settings(),
        "reference/commands.md": commands(),
        "reference/fields.md": feed_fields(),
        "reference/reasons.md": reasons(),
        "reference/counts.md": statistics(),
        "reference/exit-statuses.md": exit_statuses(),
    }
    return {path: _MADE + text for path, text in made.items()}


def arguments() -> str:
    """The arguments of the spiders."""
    parts = ["# Arguments\n\nGiven as `-a NAME=VALUE` to `related-news crawl SPIDER`.\n"]
    for spider, known in BY_SPIDER.items():
        parts.append(f"## {spider}\n")
        parts.append(_table(("argument", "default", ""), ((f"`{a.name}`", _code(a.default), a.help) for a in known)))
    return "\n".join(parts)


def settings() -> str:
    """The project's own settings, and those of Scrapy's that it sets."""
    _same("settings", table.BY_NAME, [s.name for group in GROUPS.values() for s in group])
    parts = ["# Settings\n\nGiven as `-s NAME=VALUE` to any command; each with the reason for its default.\n"]
    for title, group in GROUPS.items():
        parts.append(f"## {title}\n")
        parts.append(_table(("setting", "default", ""), ((f"`{s.name}`", _code(s.default), s.reason) for s in group)))
    parts.append(
        "## Scrapy's settings\n\nThe defaults of a crawl where they are not Scrapy's own; reasons stand beside"
    )
    parts.append("them in `crawler/settings/__init__.py`.\n")
    parts.append(_table(("setting", "default"), ((f"`{name}`", _code(value)) for name, value in scrapy_settings())))
    return "\n".join(parts)


def scrapy_settings() -> list[tuple[str, Any]]:
    """Those settings of Scrapy's whose value is one word or number, in order of name."""
    found = vars(crawler.settings).items()
    return sorted((n, v) for n, v in found if n.isupper() and n not in table.BY_NAME and isinstance(v, _PLAIN))


def commands() -> str:
    """The project's own commands, as their help describes them."""
    parts = ["# Commands\n\nScrapy's own commands work too: `related-news -h` lists them.\n"]
    parts += [f"## {name}\n\n```text\n{command_help(name)}\n```\n" for name in own_commands()]
    return "\n".join(parts)


def command_help(name: str) -> str:
    """What `related-news NAME -h` prints, without the options that all commands have."""
    command = import_module(f"crawler.commands.{name}").Command()
    usage = f"related-news {name} {command.syntax()}"
    command.settings = get_project_settings()
    parser = ScrapyArgumentParser(
        formatter_class=ScrapyHelpFormatter, usage=usage, description=command.long_desc(), conflict_handler="resolve"
    )
    command.add_options(parser)
    parser.usage = usage
    text = parser.format_help()
    beyond = re.search(r"\nGlobal Options(?:\n-+|:)\n(?:.+\n)*", text)
    return (text if beyond is None else text.replace(beyond.group(), "")).strip()


def feed_fields() -> str:
    """The keys of each feed's lines, and of the records in them."""
    parts = [
        "# Fields\n\nThe keys of each feed's lines, in their order. `related-news schema` prints their JSON Schema.\n"
    ]
    nested: dict[str, type[Any]] = {}
    for name, cls in FEEDS.items():
        parts.append(f"## {name}.jsonl\n\n{inspect.getdoc(cls)}\n\n{_fields(cls)}")
        nested |= {found.__name__: found for found in _nested(cls)}
    for name, cls in nested.items():
        parts.append(f"## {name}\n\n{inspect.getdoc(cls)}\n\n{_fields(cls)}")
    return "\n".join(parts)


def _fields(cls: type[Any]) -> str:
    described = field_docs(cls)
    hints = get_type_hints(cls)
    rows = ((f"`{f.name}`", _type_name(hints[f.name]), described[f.name]) for f in fields(cls))
    return _table(("key", "type", ""), rows)


def field_docs(cls: type[Any]) -> dict[str, str]:
    """Name of a field -> the string that stands under it; UndescribedError where one has none."""
    found = described_fields(cls)
    _same(f"fields of {cls.__name__}", {f.name for f in fields(cls)}, found)
    return found


def _nested(cls: type[Any]) -> list[type[Any]]:
    """The record classes that stand in a class's fields."""
    hints = list(get_type_hints(cls).values())
    found = []
    while hints:
        hint = hints.pop(0)
        if is_dataclass(hint):
            found.append(hint)
        hints += get_args(hint)
    return found  # type: ignore[return-value]


def _type_name(hint: Any) -> str:
    args = get_args(hint)
    if type(None) in args:
        return " or ".join([*(_type_name(a) for a in args if a is not type(None)), "null"])
    if get_origin(hint) is list:
        return f"[{_type_name(args[0])}]"
    if get_origin(hint) is dict:
        return f"{{{_type_name(args[0])}: {_type_name(args[1])}}}"
    if args:
        return ", ".join(f"`{a}`" for a in args)
    return f"[{hint.__name__}](#{hint.__name__.lower()})" if is_dataclass(hint) else hint.__name__


VOCABULARIES: dict[str, Any] = {
    "links.kind": LinkKind,
    "links.reason": LinkReason,
    "failures.reason": FailureReason,
    "skipped.reason": SkipReason,
    "duplicates.method": CopyMethod,
    "articles.type": ArticleType,
}
"""Feed and key -> the fixed words that stand there."""


def reasons() -> str:
    """The fixed words of the feeds, each with its meaning."""
    parts = ["# Reasons and other fixed words\n"]
    for name, words in VOCABULARIES.items():
        meanings = WORDS[name]
        _same(name, get_args(words), meanings)
        parts += [f"## {name}\n", _table(("word", ""), ((f"`{w}`", meanings[w]) for w in get_args(words)))]
    return "\n".join(parts)


def statistics() -> str:
    """What the manifest counts, and the further counts among the crawl's statistics."""
    written = stat_names()
    _same("counts", written, WORDS["counts"])
    parts = [
        "# Counts\n\nThe manifest's `counts`. Scrapy's statistics have each as `related/NAME`, or `related/NAME/REASON`"
        " where it is counted by reason. Every key is always there, with 0 where there was none; of `removed_rule`"
        " those rules that cut something.\n"
    ]
    rows = ((f"`{name}`", _code(", ".join(counts._GROUPS.get(name, ()))), WORDS["counts"][name]) for name in written)
    return "\n".join([*parts, _table(("count", "by", ""), rows), _SUMS])


def stat_names() -> list[str]:
    """Every count that the code writes under `related/`, in order of name."""
    found = {*counts._SINGLE, *counts._GROUPS}
    for path in SOURCES.rglob("*.py"):
        found |= set(re.findall(r"""["']related/([a-z_]+)""", path.read_text(encoding="utf-8")))
    return sorted(found)


def exit_statuses() -> str:
    """What the exit status of a crawl says."""
    meanings = exit_status_docs()
    rows = ((f"`{status}`", meaning) for status, meaning in meanings.items())
    return "\n".join([
        "# Exit statuses\n\nOf `related-news crawl`. Where several hold it is the smallest but 0, and the"
        " manifest names all: `exit_status`, `exit_statuses`; other commands say theirs in their help:"
        " [commands](commands.md).\n",
        _table(("status", ""), rows),
    ])  # fmt: skip


def exit_status_docs() -> dict[int, str]:
    """Exit status -> its meaning, as the string under the constants has it."""
    body = ast.parse(inspect.getsource(verdict)).body
    [text] = [
        ast.literal_eval(below.value)
        for node, below in pairwise(body)
        if isinstance(node, ast.Assign) and "RAN" in ast.unparse(node.targets[0]) and isinstance(below, ast.Expr)
    ]
    found = {int(number): meaning.strip(" .\n").replace("\n", " ") for number, meaning in _numbered(text)}
    _same("exit statuses", map(str, range(verdict.MONITOR_FAILED + 1)), map(str, found))
    return found


def _numbered(text: str) -> list[tuple[str, str]]:
    return re.findall(r"(\d): (.*?)(?=\d: |\Z)", text, re.S)


def _same(what: str, in_code: Iterable[str], described: Iterable[str] | Mapping[str, Any]) -> None:
    missing, gone = set(in_code) - set(described), set(described) - set(in_code)
    if missing or gone:
        raise UndescribedError(f"{what}: without a description {sorted(missing)}; described and gone {sorted(gone)}")


def _code(value: Any) -> str:
    return f"`{value}`" if value not in (None, "") else ""


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    lines += [f"| {' | '.join(_cell(text) for text in row)} |" for row in rows]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    """Text that Markdown shows as it stands: it would take <domain> for a tag, and *-words for emphasis."""
    pieces = _CODE.split(text)  # the odd ones are code, and shown as they stand anyway
    pieces[::2] = [_MARKUP.sub(lambda m: f"&#{ord(m[0])};", piece) for piece in pieces[::2]]
    return "".join(pieces).replace("|", "&#124;")
