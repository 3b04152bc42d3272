"""Pages of a good site in every encoding, declared, undeclared and misnamed."""

from __future__ import annotations

import random

from tests.web.hostile.pages import Case, page
from tests.web.hostile.server import answer

_NOUNS = [
    "海堤",
    "渡船",
    "码头",
    "灯塔",
    "图书馆",
    "工程师",
    "市场",
    "博物馆",
    "花园",
    "铁路",
    "学校",
    "渔民",
    "桥梁",
    "水库",
    "剧院",
    "森林",
    "诊所",
    "车站",
    "仓库",
    "广场",
]


def chinese(seed: str) -> list[str]:
    """Two paragraphs that no other seed has."""
    pick = random.Random(seed)

    def sentence() -> str:
        a, b, c, d = pick.sample(_NOUNS, 4)
        return f"{a}旁的{b}在周{pick.choice('一二三四五')}重新开放，{pick.randint(20, 990)}名居民走过{c}，又看了看{d}。"

    return ["".join(sentence() for _ in range(5)) for _ in range(2)]


TAIWAN = [
    "市政府週一宣布，新建的海堤比計畫提前三週完工，居民可以在週末走上堤頂的步道。" * 3,
    "工程師說，海堤可以擋住百年一遇的風暴潮，維護費用每年約為四百萬元。" * 3,
]
JAPANESE = [
    "市は月曜日、新しい防潮堤が計画より三週間早く完成したと発表し、住民は週末に歩くことができる。" * 3,
    "技術者によると、この防潮堤は百年に一度の高潮にも耐えるという。" * 3,
]
KOREAN = [
    "시는 월요일 새 방조제가 계획보다 삼 주 일찍 완공되었다고 발표했으며 주민들은 주말에 걸을 수 있다." * 3,
    "기술자들은 이 방조제가 백 년에 한 번 오는 폭풍도 막을 수 있다고 말했다." * 3,
]
RUSSIAN = [
    "Мэрия сообщила в понедельник, что новая дамба построена на три недели раньше срока и открыта для жителей. " * 3,
    "Инженеры говорят, что дамба выдержит шторм, который бывает раз в сто лет. " * 3,
]
GERMAN = [
    "Die Stadt teilte am Montag mit, dass der Deich früher fertig wurde, und die Bürger können darüber spazieren. " * 3,
    "Ingenieure sagen, er hält eine Sturmflut aus, die höchstens alle hundert Jahre über die Küste kommt. " * 3,
]

ENCODED = {
    "gbk-declared": ("gbk", "text/html; charset=gbk", chinese("gbk-declared")),
    "gb18030-undeclared": ("gb18030", "text/html", chinese("gb18030-undeclared")),
    "gbk-called-utf8": ("gbk", "text/html; charset=utf-8", chinese("gbk-called-utf8")),
    "big5-declared": ("big5", "text/html; charset=big5", TAIWAN),
    "sjis-declared": ("shift_jis", "text/html; charset=shift_jis", JAPANESE),
    "euckr-declared": ("euc-kr", "text/html; charset=euc-kr", KOREAN),
    "cp1251-declared": ("cp1251", "text/html; charset=windows-1251", RUSSIAN),
    "cp1252-called-latin1": ("cp1252", "text/html; charset=iso-8859-1", GERMAN),
    "utf16-with-bom": ("utf-16", "text/html", chinese("utf16-with-bom")),
    "utf8-called-gbk": ("utf-8", "text/html; charset=gbk", chinese("utf8-called-gbk")),
}


def texts() -> list[Case]:
    """Pages whose encoding is not what they say, and whose characters mean something to a terminal or a sheet."""
    found = []
    for name, (encoding, kind, paragraphs) in ENCODED.items():
        marked = [f"{p} {name}" for p in paragraphs]
        html = page(name, title=f"{paragraphs[0][:18]} {name}", paragraphs=marked).replace("<meta charset=utf-8>", "")
        found.append(Case(name, answer(html.encode(encoding), kind), "article", "text"))
    mixed = page("mixed").encode() + b"<p>" + chinese("mixed")[0].encode("gbk")
    acting = "Tide \x1b[31mred\x1b[0m\x07 \u202eevil\u202c \x00bell\u2028line\x85next"
    formula = "=cmd|' /C calc'!A0 <script>alert(1)</script>"
    return [
        *found,
        Case("mixed", answer(mixed), "article", "text"),
        Case("acting", answer(page("acting", title=acting, head_more=_meta(acting))), "article", "text"),
        Case("formula", answer(page("formula", title=formula.replace("<", "&lt;"))), "article", "text"),
        Case(
            "surrogates",
            answer(page("surrogates", body_more="<p>&#xD800; &#0; &#x110000; &#27;[2J</p>")),
            "article",
            "text",
        ),
    ]


def _meta(text: str) -> str:
    return "".join(f'<meta name="{name}" content="{text}">' for name in ("description", "author", "keywords"))
