"""What one kind of evidence says about a page: JSON-LD, meta tags, microdata and visible markup share this shape."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Evidence:
    """Values as the page gives them, in order of trust within their kind; nothing here is cleaned."""

    source: str
    """json-ld, meta, microdata or heuristic: what goes into provenance."""
    kind: str = ""
    """schema.org type of the object, lower case."""
    titles: list[str] = field(default_factory=list)
    descriptions: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    organizations: list[str] = field(default_factory=list)
    """Authors that the page itself declares to be organisations."""
    given_names: list[str] = field(default_factory=list)
    """Single words in elements named after an author: a given name, where nothing names a person in full."""
    editors: list[str] = field(default_factory=list)
    publishers: list[str] = field(default_factory=list)
    owners: list[str] = field(default_factory=list)
    """Publishers that are persons: whoever runs a site of her own."""
    sources: list[str] = field(default_factory=list)
    sections: list[str] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    images: list[str] = field(default_factory=list)
    published: list[str] = field(default_factory=list)
    dated: list[str] = field(default_factory=list)
    """Dates that may be the publication's or something else's."""
    distant: list[str] = field(default_factory=list)
    """Dates printed far from the headline."""
    modified: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    free: bool | None = None
    """Whether it can be read without paying, where it says so."""
