"""A database's URL without its password."""

from __future__ import annotations


def without_password(url: str) -> str:
    """The URL as it may be shown, its parameters left out."""
    scheme, _, rest = url.partition("://")
    user, at, place = rest.rpartition("@")
    return f"{scheme}://{user.partition(':')[0]}{at}{place.partition('?')[0]}"
