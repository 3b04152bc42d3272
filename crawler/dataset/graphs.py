"""The graph of related reading for Gephi and networkx: GEXF and GraphML, written as a stream.

Nodes are pages: stories, copies, and what was offered and not read. Edges are offers. Every attribute has a plain type
and a value, so that readers that know no null take the files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

GRAPHS = ("gexf", "graphml")
NODE_FIELDS = {"label": "string", "url": "string", "site": "string", "date": "string", "language": "string",
               "state": "string", "cluster": "string"}  # fmt: skip
"""state: article, copy or unread."""
EDGE_FIELDS = {"kind": "string", "heading": "string", "rank": "integer", "relevance": "float", "followed": "boolean"}
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_GEXF = "http://gexf.net/1.3"
_GRAPHML = "http://graphml.graphdrawing.org/xmlns"
_GRAPHML_TYPES = {"integer": "int", "float": "double", "string": "string", "boolean": "boolean"}


@dataclass(frozen=True, slots=True)
class Node:
    """A page. values: of NODE_FIELDS."""

    id: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Edge:
    """An offer. values: of EDGE_FIELDS."""

    source: str
    target: str
    values: Mapping[str, Any]


def write_gexf(path: Path, nodes: Iterable[Node], edges: Iterable[Edge]) -> None:
    """GEXF 1.3, a directed graph."""
    with _document(path, "gexf", {None: _GEXF}, version="1.3") as xml, xml.element("graph", defaultedgetype="directed"):
        for owner, declared in (("node", NODE_FIELDS), ("edge", EDGE_FIELDS)):
            with xml.element("attributes", {"class": owner}):
                for name, kind in declared.items():
                    xml.write(etree.Element("attribute", id=f"{owner}-{name}", title=name, type=kind))
        with xml.element("nodes"):
            for node in nodes:
                element = etree.Element("node", id=node.id, label=_text(node.values["label"]))
                xml.write(_gexf_values(element, "node", node.values))
        with xml.element("edges"):
            for number, edge in enumerate(edges):
                element = etree.Element("edge", id=str(number), source=edge.source, target=edge.target)
                xml.write(_gexf_values(element, "edge", edge.values))


def write_graphml(path: Path, nodes: Iterable[Node], edges: Iterable[Edge]) -> None:
    """GraphML, a directed graph."""
    with _document(path, "graphml", {None: _GRAPHML}) as xml:
        for owner, declared in (("node", NODE_FIELDS), ("edge", EDGE_FIELDS)):
            for name, kind in declared.items():
                key = {"id": f"{owner}-{name}", "for": owner, "attr.name": name, "attr.type": _GRAPHML_TYPES[kind]}
                xml.write(etree.Element("key", key))
        with xml.element("graph", edgedefault="directed"):
            for node in nodes:
                xml.write(_graphml_values(etree.Element("node", id=node.id), "node", node.values))
            for number, edge in enumerate(edges):
                element = etree.Element("edge", id=str(number), source=edge.source, target=edge.target)
                xml.write(_graphml_values(element, "edge", edge.values))


@contextmanager
def _document(path: Path, root: str, namespaces: Mapping[str | None, str], **attributes: str) -> Iterator[Any]:
    with path.open("wb") as file, etree.xmlfile(file, encoding="utf-8") as xml:
        xml.write_declaration()
        with xml.element(root, attributes, nsmap=namespaces):
            yield xml


def _gexf_values(element: Any, owner: str, values: Mapping[str, Any]) -> Any:
    held = etree.SubElement(element, "attvalues")
    for name, value in values.items():
        etree.SubElement(held, "attvalue", {"for": f"{owner}-{name}", "value": _text(value)})
    return element


def _graphml_values(element: Any, owner: str, values: Mapping[str, Any]) -> Any:
    for name, value in values.items():
        etree.SubElement(element, "data", key=f"{owner}-{name}").text = _text(value)
    return element


def _text(value: Any) -> str:
    """A value as XML holds it: no null, no character that XML forbids."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return _NOT_XML.sub("", str(value))
