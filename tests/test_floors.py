"""The house's floors: imports only go down, nothing below floor 4 knows Scrapy, and there are no circles."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.conftest import ROOT

FLOORS = {
    1: {"items", "rules", "plugins"},
    2: {
        "text",
        "urls",
        "store",
        "archive.reader",
        "archive.framing",
        "archive.packing",
        "archive.zstd",
        "archive.payload",
        "archive.remote",
        "archive.listing",
    },
    3: {"pages", "focus"},
    4: {"browser", "engine", "outages", "host_turns", "request_meta", "scraped", "crawl_spider", "settings"},
    5: {
        "pipelines",
        "middlewares",
        "handlers",
        "exporters",
        "extensions",
        "scheduler",
        "archive.recorder",
        "addon",
        "dataset",
        "report",
    },
    6: {"spiders", "commands", "command_base", "scrapy_page_command", "cluster", "cli", "__main__"},
}
FLOOR_OF = {room: floor for floor, rooms in FLOORS.items() for room in rooms}
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted((ROOT / "crawler").rglob("*.py"))
}


def room_of(module: str) -> str | None:
    """The room that a module of the project lives in; None for the package itself."""
    parts = module.removeprefix("crawler").strip(".").split(".")
    for room in (".".join(parts[:2]), parts[0]):
        if room in FLOOR_OF:
            return room
    return None


def imports(path: Path) -> set[str]:
    """The modules that a file imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: relative import"
            found.add(node.module)
            found |= {f"{node.module}.{a.name}" for a in node.names if f"{node.module}.{a.name}" in MODULES}
    return found


def test_every_module_lives_in_a_room() -> None:
    homeless = [m for m in MODULES if room_of(m) is None and m not in ("crawler", "crawler.archive")]
    assert homeless == []


def test_imports_only_go_down() -> None:
    upward = []
    for module, path in MODULES.items():
        room = room_of(module)
        if room is None:
            continue
        for other in imports(path):
            target = room_of(other) if other.startswith("crawler.") else None
            if target is None or target == room:
                continue
            if FLOOR_OF[target] > FLOOR_OF[room] or (FLOOR_OF[target] == FLOOR_OF[room] == 5):
                upward.append(f"{module} imports {other}")
    assert upward == []


def test_nothing_below_floor_4_imports_scrapy() -> None:
    guilty = [
        module
        for module, path in MODULES.items()
        if (room := room_of(module)) and FLOOR_OF[room] < 4 and any(i.split(".")[0] == "scrapy" for i in imports(path))
    ]
    assert guilty == []


def test_there_are_no_import_circles() -> None:
    graph = {m: {i for i in imports(p) if i in MODULES and i != m} for m, p in MODULES.items()}
    done: set[str] = set()

    def visit(module: str, way: tuple[str, ...]) -> None:
        assert module not in way, " -> ".join((*way, module))
        if module not in done:
            for other in sorted(graph[module]):
                visit(other, (*way, module))
            done.add(module)

    for module in graph:
        visit(module, ())


def test_no_module_is_named_for_nothing() -> None:
    vague = [m for m in MODULES if m.rsplit(".", 1)[-1] in ("utils", "util", "helper", "helpers", "misc")]
    assert vague == []


# Inside pages/: the page is parsed in dom; body, links and metadata read it and know nothing of each other; the modules
# of the folder itself bring them together; explain shows what they saw.
READERS = ("body", "links", "metadata")
DESK = ("page_type", "pagination", "reconcile", "seed_lists")


def pages_imports(prefix: str) -> dict[str, set[str]]:
    """The modules of pages/ under a prefix, each with what it imports of pages/."""
    return {
        module: {other for other in imports(path) if other in MODULES and other.startswith("crawler.pages.")}
        for module, path in MODULES.items()
        if module.startswith(f"crawler.pages.{prefix}")
    }


def test_body_links_and_metadata_import_only_themselves_and_the_page() -> None:
    sideways = [
        f"{module} imports {other}"
        for room in READERS
        for module, others in pages_imports(f"{room}.").items()
        for other in others
        if not other.startswith((f"crawler.pages.{room}", "crawler.pages.dom"))
    ]
    assert sideways == []


def test_the_page_itself_knows_no_reader() -> None:
    assert [
        o for others in pages_imports("dom.").values() for o in others if not o.startswith("crawler.pages.dom")
    ] == []


def test_only_commands_and_explain_import_explain_and_only_explain_imports_extract() -> None:
    up = [
        f"{module} imports {other}"
        for name in DESK
        for module, others in pages_imports(name).items()
        for other in others
        if other.startswith(("crawler.pages.explain", "crawler.pages.article"))
    ]
    assert up == []
    assert not any(o.startswith("crawler.pages.explain") for o in pages_imports("article")["crawler.pages.article"])


MOST_LINES, LONGEST_FUNCTION = 300, 40


def test_no_file_and_no_function_is_too_long_to_be_read_at_once() -> None:
    sources = [
        path for folder in ("crawler", "tests", "benchmarks", "training") for path in (ROOT / folder).rglob("*.py")
    ]
    texts = {path.relative_to(ROOT): path.read_text(encoding="utf-8") for path in sources}
    files = {str(path): text.count("\n") for path, text in texts.items() if text.count("\n") > MOST_LINES}
    functions = {
        f"{path}: {node.name}": (node.end_lineno or 0) - node.lineno + 1
        for path, text in texts.items()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION
    }
    assert (files, functions) == ({}, {})
