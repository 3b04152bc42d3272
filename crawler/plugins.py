"""A user's own code in the crawler: entry points of installed packages, used only where the user asks for them.

    [project.entry-points."related_news.readers"]      module:function(page, found) -> Extraction
    [project.entry-points."related_news.link_judges"]  module:function(page, blocks) -> list of LinkBlock
    [project.entry-points."related_news.pipelines"]    module:Class, a Scrapy item pipeline
    [project.entry-points."related_news.stores"]       module:Class(url), a crawler.store.base.Store

RELATED_PLUGINS names those of the first three. A store is used where its entry point's name is the scheme of
RELATED_STORE.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import entry_points
from typing import Any

READERS = "related_news.readers"
LINK_JUDGES = "related_news.link_judges"
PIPELINES = "related_news.pipelines"
STORES = "related_news.stores"
BEFORE_COPIES = 250
"""Place of a pipeline that names none by an attribute `order`: the text is clean, and copies are not yet looked for."""


class PluginError(ValueError):
    """A plugin that is not installed, cannot be loaded, or failed: the message names it, in one line."""


@dataclass(frozen=True, slots=True)
class PagePlugin:
    """A function of a user's that takes part in reading pages; PluginError where it fails."""

    name: str
    function: Any

    def __call__(self, *args: Any) -> Any:
        try:
            return self.function(*args)
        except Exception as error:
            raise PluginError(f"plugin {self.name}: {type(error).__name__}: {error}") from error


@dataclass(frozen=True, slots=True)
class Plugins:
    """The plugins that a user asked for, each kind in the order of their names in RELATED_PLUGINS."""

    readers: tuple[PagePlugin, ...] = ()
    link_judges: tuple[PagePlugin, ...] = ()
    pipelines: tuple[type[Any], ...] = ()


def load_plugins(names: Iterable[str]) -> Plugins:
    """The plugins of these names, of whatever kind; PluginError where one is not installed or cannot be loaded."""
    asked = list(names)
    if not asked:  # the usual case: what is installed is not even looked up, which would read every package's metadata
        return Plugins()
    readers: list[PagePlugin] = []
    judges: list[PagePlugin] = []
    pipelines: list[type[Any]] = []
    known = {name for group in (READERS, LINK_JUDGES, PIPELINES) for name in entry_points(group=group).names}
    for name in asked:
        if name not in known:
            raise PluginError(f"{name!r} is not installed; there are {', '.join(sorted(known)) or 'none'}")
        readers += [PagePlugin(name, found) for found in _load(READERS, name)]
        judges += [PagePlugin(name, found) for found in _load(LINK_JUDGES, name)]
        pipelines += _load(PIPELINES, name)
    return Plugins(tuple(readers), tuple(judges), tuple(pipelines))


def load_store(scheme: str) -> Any:
    """What opens the stores of a scheme when it is called with their URL; None where no plugin does."""
    found = _load(STORES, scheme)
    return found[0] if found else None


def order_of(pipeline: type[Any]) -> int:
    """The place of a pipeline among those of settings.ITEM_PIPELINES."""
    return int(getattr(pipeline, "order", BEFORE_COPIES))


def _load(group: str, name: str) -> list[Any]:
    try:
        return [found.load() for found in entry_points(group=group, name=name)]
    except Exception as error:
        raise PluginError(f"{name!r} cannot be loaded: {type(error).__name__}: {error}") from error
