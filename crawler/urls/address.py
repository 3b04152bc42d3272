"""May this host be asked? What a link names is judged here, so that no page can send the crawler into a network that
only its operator should reach (server-side request forgery).

A host is judged twice: as it is written (`host_refusal`), in every spelling that some resolver or browser would read
as an address, and by each address that it leads to (`address_refusal`). Source: WHATWG URL Standard (host parsing),
IANA's registries of special-purpose IPv4 and IPv6 addresses, RFC 6761, 6762, 8375 (names).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import unquote, urlsplit, urlunsplit

from crawler.urls.resolve import FORBIDDEN_IN_HOST

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_SPECIAL_4: tuple[tuple[IPv4Network, str], ...] = tuple(
    (IPv4Network(network), why)
    for network, why in (
        ("0.0.0.0/8", "unspecified"),
        ("10.0.0.0/8", "private"),
        ("100.64.0.0/10", "carrier-grade NAT"),
        ("127.0.0.0/8", "loopback"),
        ("169.254.0.0/16", "link-local"),
        ("172.16.0.0/12", "private"),
        ("192.0.0.0/24", "reserved"),
        ("192.0.2.0/24", "documentation"),
        ("192.88.99.0/24", "reserved"),
        ("192.168.0.0/16", "private"),
        ("198.18.0.0/15", "benchmarking"),
        ("198.51.100.0/24", "documentation"),
        ("203.0.113.0/24", "documentation"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
    )
)
_GLOBAL_6 = IPv6Network("2000::/3")
_SPECIAL_6: tuple[tuple[IPv6Network, str], ...] = tuple(
    (IPv6Network(network), why)
    for network, why in (
        ("::/128", "unspecified"),
        ("::1/128", "loopback"),
        ("64:ff9b:1::/48", "private"),
        ("2001::/23", "reserved"),
        ("2001:db8::/32", "documentation"),
        ("3fff::/20", "documentation"),
        ("fc00::/7", "private"),
        ("fe80::/10", "link-local"),
        ("fec0::/10", "private"),
        ("ff00::/8", "multicast"),
    )
)
# An IPv4 address travels in these: (network, bits to the right of it).
_CARRIERS: tuple[tuple[IPv6Network, int], ...] = (
    (IPv6Network("::ffff:0:0/96"), 0),  # IPv4-mapped
    (IPv6Network("::ffff:0:0:0/96"), 0),  # IPv4-translated
    (IPv6Network("64:ff9b::/96"), 0),  # NAT64
    (IPv6Network("2002::/16"), 80),  # 6to4
    (IPv6Network("::/96"), 0),  # IPv4-compatible
)
_ISATAP = (0x5EFE, 0x02005EFE)

_LOCAL_NAMES = frozenset({"localhost", "localhost4", "localhost6", "ip6-localhost", "ip6-loopback", "broadcasthost"})
_LOCAL_DOMAINS = (".localhost", ".localdomain", ".localdomain4", ".localdomain6", ".local", ".internal", ".home.arpa")
_LOOPBACK: tuple[Network, ...] = (ip_network("127.0.0.0/8"), ip_network("::1/128"))
_DOTS = str.maketrans({"\u3002": ".", "\uff0e": ".", "\uff61": "."})
_NUMBER = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)\Z")
_HOST = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*\Z")


class AllowError(ValueError):
    """An entry of RELATED_ALLOW_PRIVATE that is neither a host nor a network; the message names it."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """What the operator opens in spite of everything below."""

    hosts: frozenset[str] = frozenset()
    networks: tuple[Network, ...] = ()

    def host(self, host: str) -> bool:
        """Whether a name was opened, whatever it leads to."""
        return _folded(host) in self.hosts

    def address(self, address: Address) -> bool:
        """Whether an address lies in an opened network; one that carries an IPv4 address counts as that one."""
        return any(one in network for one in (address, *_carried(address)) for network in self.networks)


NOTHING = Allowed()


def read_allowed(value: str | Iterable[str] | None) -> Allowed:
    """The hosts, addresses and networks (CIDR) of a comma- or blank-separated list. AllowError at the first bad one.

    `localhost` opens the loopback network too: it is what the name means.
    """
    entries = re.split(r"[\s,]+", value) if isinstance(value, str) else list(value or ())
    hosts: set[str] = set()
    networks: list[Network] = []
    for entry in filter(None, (e.strip() for e in entries)):
        network = _network(entry)
        if network is not None:
            networks.append(network)
        elif _HOST.match(_folded(entry)) and not _NUMBER.match(_folded(entry).rpartition(".")[2]):
            hosts.add(_folded(entry))
            networks += _LOOPBACK if _folded(entry) == "localhost" else ()
        else:
            raise AllowError(f"{entry!r} is not allowed; it takes host names, addresses and networks (10.0.0.0/8)")
    return Allowed(frozenset(hosts), tuple(networks))


def _network(entry: str) -> Network | None:
    try:
        return ip_network(entry.strip("[]"), strict=False)
    except ValueError:
        return None


def url_refusal(url: str, allowed: Allowed = NOTHING) -> str | None:
    """Why a URL must not be asked for, judged by how it is written; None where nothing speaks against it."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return "the URL cannot be parsed"
    if parts.scheme.lower() not in ("http", "https"):
        return f"scheme {parts.scheme.lower()[:20] or '(none)'} is not followed"
    return host_refusal(f"[{host}]" if ":" in host else host, allowed)


def host_refusal(host: str, allowed: Allowed = NOTHING) -> str | None:
    """Why a host must not be asked, judged by how it is written; None where nothing speaks against it."""
    if not host:
        return "the URL names no host"
    if allowed.host(host):
        return None
    try:
        address = literal(host)
    except ValueError:
        return "the host is no valid address"
    if address is not None:
        return address_refusal(address, allowed)
    if FORBIDDEN_IN_HOST.search(unquote(host)):
        return "the host holds a sign that no name has"
    name = _folded(host)
    if name in _LOCAL_NAMES or name.endswith(_LOCAL_DOMAINS):
        opened = name.endswith("localhost") and allowed.address(ip_address("127.0.0.1"))
        return None if opened else "the name belongs to this machine or its network"
    return None


@lru_cache(maxsize=4096)
def _special(address: Address) -> str | None:
    if isinstance(address, IPv4Address):
        return next((why for network, why in _SPECIAL_4 if address in network), None)
    for carried in _carried(address):
        why = _special(carried)
        if why:
            return why
    why = next((why for network, why in _SPECIAL_6 if address in network), None)
    if why or address in _GLOBAL_6 or any(True for _ in _carried(address)):
        return why
    return "reserved"


def address_refusal(address: Address | str, allowed: Allowed = NOTHING) -> str | None:
    """Why an address must not be asked; None for one on the public internet, or one that was opened."""
    if isinstance(address, str):
        try:
            address = ip_address(address.partition("%")[0])
        except ValueError:
            return "the address is not valid"
    if allowed.address(address):
        return None
    why = _special(address)
    return f"the address is not public ({why}); RELATED_ALLOW_PRIVATE opens what it names" if why else None


def _carried(address: Address) -> tuple[IPv4Address, ...]:
    """The IPv4 addresses that an IPv6 address stands for."""
    if isinstance(address, IPv4Address):
        return ()
    number = int(address)
    if number <= 1:
        return ()
    found = [IPv4Address(number >> shift & 0xFFFFFFFF) for network, shift in _CARRIERS if address in network]
    if number >> 32 & 0xFFFFFFFF in _ISATAP:
        found.append(IPv4Address(number & 0xFFFFFFFF))
    return tuple(found)


def literal(host: str) -> Address | None:
    """The address that a host spells out; None for a name. ValueError for a host that can only be an address and is
    none.

    Decimal, octal and hexadecimal parts, fewer than four of them, full-width digits and dots, percent-encoded
    characters, IPv6 with and without brackets or a zone.
    """
    text = _folded(host)
    if text.startswith("[") or ":" in text:
        return IPv6Address(text.strip("[]").partition("%")[0])
    parts = text.split(".")
    if not _NUMBER.match(parts[-1]):
        return None
    if len(parts) > 4:
        raise ValueError(host)
    numbers = [_number(part) for part in parts]
    if any(n > 255 for n in numbers[:-1]) or numbers[-1] >= 256 ** (5 - len(numbers)):
        raise ValueError(host)
    value = numbers[-1]
    for place, number in enumerate(numbers[:-1]):
        value += number << 8 * (3 - place)
    return IPv4Address(value)


def _number(part: str) -> int:
    """A part of an IPv4 address: hexadecimal with 0x, octal with a further 0, else decimal."""
    if part.startswith("0x"):
        return int(part[2:] or "0", 16)
    if len(part) > 1 and part.startswith("0"):
        return int(part, 8)
    if not part.isascii() or not part.isdigit():
        raise ValueError(part)
    return int(part[:20])


def _folded(host: str) -> str:
    """The host as resolvers read it: percent signs undone, compatible forms folded, lower case, no final dot."""
    host = host[:1024]
    if not host.isascii() or "%" in host:
        host = unicodedata.normalize("NFKC", unquote(host)).translate(_DOTS).replace("\u00ad", "")
    return host.lower().strip().removesuffix(".")


def without_credentials(url: str) -> str:
    """The URL without user and password: they belong to no record, and open what the operator did not mean to."""
    if "@" not in url:
        return url
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2])) if "@" in parts.netloc else url
