"""Which hosts may be asked: every spelling of an address that is not public is refused, every public one is not."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.urls.address import (
    AllowError,
    address_refusal,
    host_refusal,
    literal,
    read_allowed,
    url_refusal,
    without_credentials,
)

SPELLINGS = {
    "127.0.0.1": [
        "127.0.0.1", "127.0.0.1.", "127.1", "127.0.1", "2130706433", "017700000001", "0x7f000001", "0X7F.1",
        "0177.0.0.01", "127.0.0.1%2e", "１２７.0.0.1", "127。0。0。1", "①②⑦.0.0.1", "%31%32%37.0.0.1", "127.0.0.0x1",
        "0x7f.0.0.0x1",
    ],
    "169.254.169.254": ["169.254.169.254", "2852039166", "0xa9fea9fe", "0251.0376.0251.0376", "169.254.43518"],
    "10.0.0.1": ["10.0.0.1", "10.1", "0xa000001", "167772161", "012.0.0.1"],
}  # fmt: skip
INSIDE = """
0.0.0.0 0 10.255.255.255 100.64.0.1 100.127.255.255 127.0.0.1 127.255.255.255 169.254.0.1 172.16.0.1 172.31.255.255
192.0.0.1 192.0.2.1 192.168.0.1 192.168.255.255 198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.9 224.0.0.1
239.255.255.255 240.0.0.1 255.255.255.255
[::] [::1] [fe80::1] [fe80::1%25eth0] [fc00::1] [fd12:3456::1] [fec0::1] [ff02::1] [2001:db8::1] [2001::1] [3fff::1]
[::ffff:127.0.0.1] [::ffff:7f00:1] [::127.0.0.1] [64:ff9b::10.0.0.1] [64:ff9b:1::1] [2002:7f00:1::] [2002:a00:1::1]
[2607:f8b0::5efe:10.0.0.1] [::ffff:0:127.0.0.1] [4000::1] [100::1]
localhost LOCALHOST localhost. a.localhost localhost.localdomain ip6-localhost printer.local metadata.google.internal
router.home.arpa ｌｏｃａｌｈｏｓｔ loc%61lhost
""".split()  # noqa: SIM905
OUTSIDE = """
8.8.8.8 1.1.1.1 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0 172.15.0.1 172.32.0.1
192.167.0.1 192.169.0.1 198.17.0.1 198.20.0.1 223.255.255.255 134744072 0x08080808
[2606:4700::1111] [::ffff:8.8.8.8] [64:ff9b::8.8.8.8] [2002:808:808::1]
news.example www.bbc.co.uk 10.example 127.0.0.1.example mylocalhost local internal.example xn--fiqs8s 新闻.example
""".split()  # noqa: SIM905
NOT_ADDRESSES = [
    "256.1.1.1",
    "1.2.3.4.5",
    "08.1.1.1",
    "1.2.3.999",
    "0x1g.1.1.0x",
    "1..2.3",
    "99999999999",
    "[::g]",
    "[1:2",
]
NO_NAMES = ["harbour post.example", "harbour%20post.example", "<b>", "a|b.example"]


@pytest.mark.parametrize(("address", "spelling"), [(a, s) for a, spellings in SPELLINGS.items() for s in spellings])
def test_every_spelling_of_an_address_is_read_as_it(address: str, spelling: str) -> None:
    if spelling == "127.0.0.1%2e":
        assert host_refusal(spelling) is not None
    else:
        assert literal(spelling) == IPv4Address(address)
    assert host_refusal(spelling) is not None


@pytest.mark.parametrize("host", INSIDE)
def test_what_is_not_public_is_refused(host: str) -> None:
    assert host_refusal(host) is not None


@pytest.mark.parametrize("host", OUTSIDE)
def test_what_is_public_is_not(host: str) -> None:
    assert host_refusal(host) is None


@pytest.mark.parametrize("host", NO_NAMES)
def test_what_holds_a_sign_that_no_name_has_is_refused(host: str) -> None:
    assert host_refusal(host) == "the host holds a sign that no name has"


@pytest.mark.parametrize("host", NOT_ADDRESSES)
def test_what_can_only_be_an_address_and_is_none_is_refused(host: str) -> None:
    assert host_refusal(host) is not None


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "ftp://news.example/x", "data:text/html,x", "javascript:alert(1)", "gopher://news.example/",
     "http://", "http:///x", "http://[::1", "http://a:b:c/", "//news.example/", "http://news.example:99999999/", ""],
)  # fmt: skip
def test_only_web_urls_with_a_host_are_followed(url: str) -> None:
    assert url_refusal(url) is not None


def test_user_and_password_do_not_hide_a_host() -> None:
    assert url_refusal("http://news.example@127.0.0.1/") is not None
    assert url_refusal("http://127.0.0.1@news.example/") is None


@given(st.ip_addresses(v=4))
def test_numbers_in_all_bases_mean_the_address(address: IPv4Address) -> None:
    number = int(address)
    for spelling in (str(address), str(number), hex(number), f"0{number:o}"):
        assert literal(spelling) == address
    judged = host_refusal(str(address))
    assert host_refusal(f"[::ffff:{address}]") == host_refusal(f"[64:ff9b::{address}]") == judged


@given(st.ip_addresses(v=4))
def test_nothing_is_let_through_that_python_calls_private(address: IPv4Address) -> None:
    if address.is_private or address.is_multicast or address.is_reserved or address.is_loopback:
        assert address_refusal(address) is not None


@given(st.ip_addresses(v=6))
def test_only_global_unicast_is_let_through(address: IPv6Address) -> None:
    if address_refusal(address) is None and address.ipv4_mapped is None:
        carries_a_public_one = int(address) >> 32 in (0, 0xFFFF, 0xFFFF0000, 0x64FF9B << 64)
        assert address in ip_network("2000::/3") or carries_a_public_one


@given(st.text(max_size=60))
def test_no_host_raises(host: str) -> None:
    host_refusal(host)
    url_refusal(f"http://{host}/")


def test_hosts_addresses_and_networks_can_be_opened() -> None:
    allowed = read_allowed("intranet.example, 10.0.0.0/8 192.168.1.7,::1")
    assert host_refusal("10.2.3.4", allowed) is None
    assert host_refusal("167772161", allowed) is None
    assert host_refusal("[::ffff:10.0.0.1]", allowed) is None
    assert host_refusal("192.168.1.7", allowed) is None
    assert host_refusal("192.168.1.8", allowed) is not None
    assert host_refusal("[::1]", allowed) is None
    assert host_refusal("127.0.0.1", allowed) is not None
    assert allowed.host("INTRANET.example.")
    assert not allowed.host("other.example")
    assert address_refusal("10.9.9.9", allowed) is None


def test_localhost_opens_the_loopback_network_and_the_other_way_round() -> None:
    assert host_refusal("127.0.0.1", read_allowed("localhost")) is None
    assert host_refusal("localhost", read_allowed("127.0.0.1")) is None
    assert host_refusal("localhost", read_allowed("10.0.0.0/8")) is not None


def test_nothing_is_opened_by_default() -> None:
    assert read_allowed(None) == read_allowed("") == read_allowed([])


@pytest.mark.parametrize("entry", ["10.0.0.0/99", "http://a.example/", "*", "a b!", "127.0.0.1:80", "1.2.3.4.5"])
def test_a_bad_entry_is_named(entry: str) -> None:
    with pytest.raises(AllowError, match="is not allowed; it takes"):
        read_allowed(entry.replace(" ", "\u00a0") if entry == "a b!" else entry)


@pytest.mark.parametrize(
    ("url", "plain"),
    [
        ("http://user:secret@news.example:81/a?b=c@d#e", "http://news.example:81/a?b=c@d#e"),
        ("http://a@b@news.example/", "http://news.example/"),
        ("http://news.example/@user/status", "http://news.example/@user/status"),
        ("http://[::1/@", "http://[::1/@"),
    ],
)
def test_credentials_go(url: str, plain: str) -> None:
    assert without_credentials(url) == plain


def test_the_judgement_does_not_depend_on_the_form_it_is_asked_in() -> None:
    assert address_refusal("10.0.0.1") == address_refusal(ip_address("10.0.0.1"))
    assert address_refusal("no address") is not None
