"""临澜在线, a Simplified Chinese city portal: a little og: meta, date and source in a line, stories on two pages."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from string import Template
from typing import ClassVar
from urllib.parse import urlsplit

from sample.publishers.base import AD_HOST, Publisher, cut, glue, items
from sample.web import Offer, Page, Rendered, Web

RIGHTS = "版权声明：凡注明“来源：临澜在线”的作品，未经授权不得转载。"
FOLLOW = "更多精彩内容，请关注“临澜在线”微信公众号。"

ARTICLE = Template("""<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta http-equiv="Content-Type" content="text/html; charset=$charset">
<title>$title-临澜在线</title>
<meta name="keywords" content="$keywords">
<meta property="og:title" content="$title">
<meta property="og:description" content="$lead">
</head>
<body>
<div class="nav"><a href="/">临澜在线</a> $nav</div>
<div class="main">
<h1>$title</h1>
<div class="info"><span>$when</span> <span>来源：$source</span> $writer</div>
<div class="text" id="text">
$body
</div>
$pager
<div class="editor">$editor【纠错】</div>
<div class="statement">$rights</div>
$within
<div class="xg"><div class="tt">$heading</div>
<ul>
$related
</ul></div>
</div>
<div class="side">
<div class="box"><div class="tt">热门排行</div>
<ol>
$more
</ol></div>
<div class="box ad"><div class="tt">推广</div>
$sponsored
</div></div>
</body></html>
""")
WITHIN = Template("""<div class="yd"><b>延伸阅读</b>
$links
</div>""")
FRONT = Template("""<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>$heading-临澜在线</title></head>
<body><div class="nav"><a href="/">临澜在线</a> $nav</div><h2>$heading</h2>
<ul>
$entries
</ul></body></html>
""")


class Linlan(Publisher):
    key = "linlan"
    name = "临澜在线"
    home = "https://www.linlan.example/"
    language = "zh-Hans"
    sections: ClassVar = {"/chanye/": "产业", "/chengshi/": "城市"}
    disallow = ("/search/",)
    sitemap = "/sitemap.xml"

    def href(self, page: Page, target: str, rank: int) -> str:
        """Protocol-relative and root-relative links in turn."""
        if rank % 2 == 0:
            return "//" + target.split("://", 1)[1]
        return urlsplit(target).path if target.startswith(self.home) else target

    def article(self, page: Page, part: int, web: Web) -> Rendered:
        story = page.story
        body, inline = self.paragraphs(page, part, web)
        related = [replace(o, title=cut(o.title, 20, "…")) for o in self.offers("related", page, story.related, web)]
        within = self.offers("related", page, story.within, web)
        sponsored = _sponsored()
        more = self.most_read(page, web)
        editor = f"（责任编辑：{'、'.join(story.editors)}）" if story.editors else ""
        last = part == len(page.parts) - 1

        html = ARTICLE.substitute(
            charset="gb2312" if story.encoding == "gbk" else "utf-8",
            title=escape(page.title, quote=False),
            keywords=",".join(story.keywords),
            lead=escape(cut(page.paragraphs[0], 60, "…")),
            nav=self._nav(),
            when=_when(page),
            source=page.source or self.name,
            writer=f"<span>作者：{' '.join(story.authors)}</span>" if story.authors else "",
            body="\n".join(glue(body, FOLLOW) if last else body),
            pager=_pager(page, part),
            editor=editor,
            rights=RIGHTS,
            within=WITHIN.substitute(links=items(within, '<p>·<a href="{href}">{title}</a></p>')) if within else "",
            heading=story.heading or "相关阅读",
            related=items(related),
            more=items(more),
            sponsored=items(sponsored, '<a href="{href}" target="_blank">{title}</a>'),
        )
        return Rendered(html, [*inline, *within, *related, *more, *sponsored], [FOLLOW, RIGHTS, f"{editor}【纠错】"])

    def front(self, heading: str, pages: list[Page]) -> str:
        entries = [Offer("more", p.url, self.href(p, p.url, 1), p.title, f"{p.published:%m-%d}") for p in pages]
        form = '<li><a href="{href}">{title}</a><span>{teaser}</span></li>'
        return FRONT.substitute(heading=heading, nav=self._nav(), entries=items(entries, form))

    def _nav(self) -> str:
        return " ".join(f'<a href="{path}">{name}</a>' for path, name in self.sections.items())


def _when(page: Page) -> str:
    """The date as printed: with the year, without it, or as "2天前"."""
    if page.story.date_style == "relative":
        return f"{page.days_ago}天前"
    return (
        f"{page.published:%m-%d %H:%M}" if page.story.date_style == "yearless" else f"{page.published:%Y-%m-%d %H:%M}"
    )


def _pager(page: Page, part: int) -> str:
    """Numbers and 下一页 under a story of several pages."""
    if len(page.urls) == 1:
        return ""
    names = [url.rsplit("/", 1)[-1] for url in page.urls]
    numbers = [f'<a href="{n}">{i + 1}</a>' if i != part else f"<span>{i + 1}</span>" for i, n in enumerate(names)]
    onward = [f'<a href="{names[part + 1]}">下一页</a>'] if part + 1 < len(names) else []
    return f'<div class="page">{" ".join([*numbers, *onward])}</div>'


def _sponsored() -> list[Offer]:
    url = f"{AD_HOST}/c/7003?pub=linlan"
    return [Offer("sponsored", url, url, "滨海新居火热认购，首付低至八万")]
