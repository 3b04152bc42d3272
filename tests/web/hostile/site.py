"""A good site, with every page that its links could have led to instead."""

from __future__ import annotations

import gzip
import random
import socket
import zlib
from email.utils import formatdate
from functools import cache
from time import time

import brotli
import zstandard

from tests.web.hostile.pages import Case, page
from tests.web.hostile.server import (
    Asked,
    Serve,
    Server,
    answer,
    endless,
    first_then,
    head,
    raw,
    redirect,
    reset_after,
    silence,
)
from tests.web.hostile.texts import texts


def cases(site: Server, canary: str) -> list[Case]:
    """All of them."""
    return [
        *_sizes(),
        *_http(),
        *_redirects(site, canary),
        *_parsers(),
        *texts(),
        *_identity(),
        *_status(),
        *_nothing(),
    ]


# --- Size and time -------------------------------------------------------------------------------------------------

_MB16 = b"\0" * (16 * 1024 * 1024)
_TIMES = 70  # times 16 MiB: 1.1 GB


@cache
def gzip_bomb() -> bytes:
    """1.1 GB of zeros in 1.1 MB: one gzip member again and again."""
    return gzip.compress(_MB16, 9) * _TIMES


@cache
def brotli_bomb() -> bytes:
    """1.1 GB of zeros in a few kilobytes."""
    packer = brotli.Compressor(quality=1, lgwin=24)
    return b"".join(packer.process(_MB16) for _ in range(_TIMES)) + packer.finish()


def _coded(body: bytes, coding: str) -> Serve:
    return answer(body, Content_Encoding=coding)


def _sizes() -> list[Case]:
    html = page(
        "honest-9mb", body_more="<script>" + "var tracking = 'xxxxxxxxxxxxxxxxxxxxxxxx';" * 210_000 + "</script>"
    )
    video = head(300_000_000, "video/mp4")
    return [
        Case("gzip-bomb", _coded(gzip_bomb(), "gzip"), "too-large", "size"),
        Case("gzip-in-gzip", _coded(gzip.compress(gzip_bomb()), "gzip, gzip"), "too-large", "size"),
        Case("deflate-bomb", _coded(zlib.compress(_MB16 * 2), "deflate"), "too-large", "size"),
        Case("brotli-bomb", _coded(brotli_bomb(), "br"), "too-large", "size"),
        Case("zstd-bomb", _coded(zstandard.compress(_MB16) * _TIMES, "zstd"), "too-large", "size"),
        Case("many-codings", _coded(b"x", ", ".join(["gzip"] * 500)), "encoding", "size"),
        Case("endless-body", endless(head(None), b"<p>and so on</p>" * 4096), "too-large", "size"),
        Case("drip", endless(head(100_000), b"<", pause=1.0), "timeout", "size"),
        Case("no-answer", silence, "timeout", "size"),
        Case("video", endless(video, b"\0" * 65536), "any", "size"),
        Case("honest-9mb", answer(html), "article", "size"),
        Case("honest-gzip", _coded(gzip.compress(page("honest-gzip").encode()), "gzip"), "article", "size"),
        Case("honest-brotli", _coded(brotli.compress(page("honest-brotli").encode()), "br"), "article", "size"),
        Case("honest-zstd", _coded(zstandard.compress(page("honest-zstd").encode()), "zstd"), "article", "size"),
    ]


# --- HTTP ----------------------------------------------------------------------------------------------------------


def _http() -> list[Case]:
    whole = page("reset-once").encode()
    cut = head(len(whole)) + whole[: len(whole) // 2]
    long, short = page("length-too-long").encode(), page("length-too-short").encode()
    two = page("two-answers").encode()
    forged = page("forged", title="Forged second answer").encode()
    chunks = (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n<html>\r\n0\r\n\r\n"
    )
    return [
        Case("reset-once", first_then(1, reset_after(cut), answer(whole)), "article", "http"),
        Case("reset-always", reset_after(cut), "connection", "http"),
        Case("closed-at-once", raw(b""), "connection", "http"),
        Case("length-too-long", raw(head(len(long) + 500) + long), "article", "http"),
        Case("length-too-short", raw(head(len(short) - 300) + short), "any", "http"),
        Case("two-answers", raw(head(len(two)) + two + head(len(forged)) + forged), "article", "http"),
        Case("huge-header", raw(b"HTTP/1.1 200 OK\r\nX: " + b"a" * 1_000_000 + b"\r\n\r\n"), "any", "http"),
        Case("endless-headers", endless(b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n" * 1000), "too-large", "http"),
        Case("bad-chunks", raw(chunks), "connection", "http"),
        Case("no-http", raw(b"SSH-2.0-OpenSSH_9.2\r\n"), "connection", "http"),
        Case("not-gzip", _coded(page("not-gzip").encode(), "gzip"), "article", "http"),
        Case("not-brotli", _coded(page("not-brotli").encode(), "br"), "article", "http"),
        Case("broken-gzip", _coded(b"\x1f\x8b\x08\0" + b"junk" * 99, "gzip"), "encoding", "http"),
        Case("unknown-coding", _coded(page("unknown-coding").encode(), "rot13"), "any", "http"),
        Case("cookies", _cookies, "article", "http"),
    ]


def _cookies(connection: socket.socket, asked: Asked) -> None:
    serve = answer(page("cookies"), Set_Cookie=f"a{asked.times}={'x' * 4000}")
    (answer(b"", status=431) if "cookie" in asked.headers else serve)(connection, asked)


# --- Redirects and addresses ---------------------------------------------------------------------------------------


def _redirects(site: Server, canary: str) -> list[Case]:
    for n in range(10):
        site.pages[f"/hop/{n}"] = redirect(f"/hop/{n + 1}")
    for n in range(4):
        site.pages[f"/few/{n}"] = redirect(f"/few/{n + 1}")
    site.pages["/few/4"] = answer(page("few-hops"))
    site.pages["/behind-a-password"] = answer(page("password"))
    site.pages["/loop/a"], site.pages["/loop/b"] = redirect("/loop/b"), redirect("/loop/a")
    refresh = '<html><head><meta http-equiv="refresh" content="0;url={}"></head><body>moved</body></html>'
    site.pages["/refresh/loop"] = answer(refresh.format("/refresh/loop?again"))
    return [
        Case("redirect-loop", redirect("/loop/a"), "redirects", "redirects"),
        Case("refresh-loop", redirect("/refresh/loop"), "any", "redirects"),
        Case("many-hops", redirect("/hop/0"), "redirects", "redirects"),
        Case("few-hops", redirect("/few/0"), "article", "redirects"),
        Case("junk-location", raw(b"HTTP/1.1 302 X\r\nLocation: http://[::bad\xff\x00\r\n\r\n"), "any", "redirects"),
        Case("empty-location", raw(b"HTTP/1.1 302 X\r\nLocation: \r\nContent-Length: 0\r\n\r\n"), "any", "redirects"),
        Case("long-location", redirect("/" + "x" * 12_000), "redirects", "redirects"),
        Case("to-file", redirect("file:///etc/passwd"), "any", "addresses"),
        Case("to-metadata", redirect("http://169.254.169.254/latest/meta-data/"), "address", "addresses"),
        Case("to-loopback", redirect(f"{canary}/redirected"), "address", "addresses"),
        Case("to-decimal", redirect("http://2852039166/latest/"), "address", "addresses"),
        Case("refresh-inside", answer(refresh.format(f"{canary}/refreshed")), "address", "addresses"),
        Case(
            "to-credentials",
            redirect(site.base.replace("//", "//user:secret@") + "/behind-a-password"),
            "article",
            "addresses",
        ),
        Case(
            "base-elsewhere",
            answer(page("base-elsewhere", head_more='<base href="file:///etc/">')),
            "article",
            "addresses",
        ),
    ]


def inside(canary: str) -> list[str]:
    """Links that lead where no page may lead: every spelling, every network, every scheme."""
    port = canary.rpartition(":")[2]
    hosts = [
        "127.0.0.100", "127.100", "2130706532", "0x7f000064", "0177.0.0.0144", "0x7f.0.0.100", "127.0.100", "[::1]",
        "[::ffff:127.0.0.100]", "[::ffff:7f00:64]", "[64:ff9b::7f00:64]", "[2002:7f00:64::1]", "127。0。0。100",
        "１２７.0.0.100", "localhost.localdomain", "printer.local", "metadata.internal", "0", "0.0.0.0", "10.0.0.1",
        "172.16.0.1", "192.168.1.1", "100.64.0.1", "169.254.169.254", "224.0.0.1", "255.255.255.255", "[fe80::1]",
        "[fc00::1]", "[ff02::1]", "[::]", "198.18.0.1", "[::ffff:10.0.0.1]", "0x0a000001",
    ]  # fmt: skip
    links = [f"http://{host}:{port}/2024/05/03/inside-{n}-of-the-office.html" for n, host in enumerate(hosts)]
    links += ["file:///etc/passwd", "data:text/html,<p>x", "ftp://127.0.0.100/x", "gopher://127.0.0.100/x"]
    return [*links, "javascript:alert(1)", "http://", "http://[", "http:///x", "http://a:b:c/"]


# --- Parsers -------------------------------------------------------------------------------------------------------


def _parsers() -> list[Case]:
    ld = '<script type="application/ld+json">{}</script>'
    entities = '<!DOCTYPE html [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]>'
    many = "".join(f'<a href="/n/{n}">t{n}</a>' for n in range(200_000))
    bites = ["a" * 300_000, "By " * 60_000, "(" * 200_000, "2024-05-03 " * 20_000, "记者:" * 60_000, " \t" * 200_000]
    return [
        Case("nested", answer(page("nested", body_more="<div>" * 100_000 + "deep")), "article", "parsers"),
        Case("nested-lists", answer(page("nested-lists", body_more="<ul><li>" * 50_000)), "article", "parsers"),
        Case(
            "attribute",
            answer(page("attribute", body_more=f'<i title="{"x" * 5_000_000}">i</i>')),
            "article",
            "parsers",
        ),
        Case("bites", answer(page("bites", body_more="".join(f"<p>{b}</p>" for b in bites))), "any", "parsers"),
        Case("entities", answer(entities + page("entities", body_more="&b;&x;")), "article", "parsers"),
        Case(
            "ld-broken",
            answer(page("ld-broken", head_more=ld.format('{"@type": "NewsArticle", '))),
            "article",
            "parsers",
        ),
        Case("ld-deep", answer(page("ld-deep", head_more=ld.format("[" * 100_000))), "article", "parsers"),
        Case("ld-types", answer(page("ld-types", head_more=ld.format(_LD_TYPES))), "article", "parsers"),
        Case(
            "ld-huge",
            answer(
                page("ld-huge", head_more=ld.format('{"@type":"NewsArticle","keywords":["' + "k," * 900_000 + '"]}'))
            ),
            "article",
            "parsers",
        ),
        Case("many-links", answer(page("many-links", body_more=many)), "any", "parsers"),
        Case("too-many-elements", answer(page("too-many", body_more="<i>x" * 1_500_000)), "parser", "parsers"),
    ]


_LD_TYPES = (
    '{"@type": ["NewsArticle", 7, null], "headline": {"a": 1}, "author": [[["x"]], 3, {"name": {"name": []}}],'
    ' "datePublished": [1e999], "image": {"url": {"url": 5}}, "keywords": {"k": [null]}, "publisher": 9}'
)


# --- Identity, status, nothing to read -----------------------------------------------------------------------------


def _identity() -> list[Case]:
    elsewhere = '<link rel="canonical" href="https://other.example/2024/05/03/story.html">'
    another = '<link rel="canonical" href="/2024/05/03/good-1-of-the-harbour-office.html">'

    def changing(connection: socket.socket, asked: Asked) -> None:
        answer(page("changing", title=f"Changing page {time()}"))(connection, asked)

    return [
        Case("claims-elsewhere", answer(page("claims-elsewhere", head_more=elsewhere)), "article", "identity"),
        Case("claims-another", answer(page("claims-another", head_more=another)), "article", "identity"),
        Case("changing", changing, "article", "identity"),
    ]


def _status() -> list[Case]:
    def busy(wait: str, status: int) -> Serve:
        return answer(b"busy", status=status, Retry_After=wait)

    gone = "<html><head><title>Page not found</title></head><body><h1>Page not found</h1><p>Sorry.</p></body></html>"
    date = formatdate(time() + 2, usegmt=True)
    return [
        Case("soft-404", answer(gone), "not-found", "status"),
        Case("busy-seconds", first_then(1, busy("1", 429), answer(page("busy-seconds"))), "article", "status"),
        Case("busy-date", first_then(1, busy(date, 503), answer(page("busy-date"))), "article", "status"),
        Case("busy-tomorrow", busy("86400", 503), "http", "status"),
        Case("busy-junk", first_then(1, busy("soon", 503), answer(page("busy-junk"))), "article", "status"),
        Case("busy-for-ever", busy("0", 429), "http", "status"),
        Case("forbidden", answer(b"no", status=403), "http", "status"),
        Case("broken-once", first_then(1, answer(b"", status=500), answer(page("broken-once"))), "article", "status"),
    ]


def _nothing() -> list[Case]:
    noise = random.Random(1).randbytes(50_000)
    return [
        Case("pdf", answer(b"%PDF-1.7\n" + noise, "application/pdf"), "not-html", "nothing"),
        Case("image", answer(b"\x89PNG\r\n" + noise, "image/png"), "not-html", "nothing"),
        Case("zip", answer(b"PK\x03\x04" + noise, "text/html"), "not-html", "nothing"),
        Case("binary", answer(b"\x00\x01" + noise, "text/html"), "not-html", "nothing"),
        Case("empty", answer(b""), "not-html", "nothing"),
        Case("blank", answer(b" \n \n"), "not-html", "nothing"),
        Case(
            "scripts",
            answer("<html><body><script>" + "var a;" * 5000 + "</script></body></html>"),
            "not-article",
            "nothing",
        ),
    ]
