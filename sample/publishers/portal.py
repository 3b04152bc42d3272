"""每日聚焦, a portal that converts other people's news to Traditional Chinese by machine: nothing but visible markup.

Its related list opens with the page itself, cuts titles and teasers, leaks style rules and takes in spam.
"""

from __future__ import annotations

import posixpath
from functools import cache
from html import escape
from string import Template
from typing import ClassVar
from urllib.parse import urlsplit

from opencc import OpenCC

from sample.publishers.base import AD_HOST, Publisher, cut, glue, items
from sample.web import Offer, Page, Rendered, Web

PICTURES = "(資料圖片僅供參考)"
LEAK = "tjewm{width:100%;text-align:center;margin:30"
HALF_WIDTH = str.maketrans("，：；？！（）", ",:;?!()")

ARTICLE = Template("""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN">
<html lang="zh-CN">
<head>
<meta charset="utf-8" />
<title>${title}_每日聚焦</title>
</head>
<body>
<div class="top"><a href="/">每日聚焦</a> | $nav</div>
<div class="wz"><a href="/">首頁</a> > $section > 正文</div>
<div class="left">
<h1>$title</h1>
<div class="sj">$when 來源:$source$writer</div>
<div class="nr">
<p style="text-align:center"><img src="/uploads/$number.jpg" width="550" /></p>
<p style="text-align:center">$pictures</p>
$body
$tail
</div>
<div class="gg"><a href="$advert" target="_blank">0元領取|新能源車主專享禮包</a></div>
<div class="xg">
<h3>$heading</h3>
<ul>
$related
</ul>
</div>
</div>
<div class="right">
<h3>熱門資訊</h3>
<ul>
$more
</ul>
</div>
<div class="foot">每日聚焦 版權所有 本站內容來自網絡,不代表本站觀點</div>
</body>
</html>
""")
ENTRY = '<li><a href="{href}" target="_blank">{title}</a><p>{teaser}</p></li>'
FRONT = Template("""<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8" /><title>${heading}_每日聚焦</title></head>
<body><div class="top"><a href="/">每日聚焦</a> | $nav</div><h2>$heading</h2>
<ul>
$entries
</ul></body></html>
""")


class Portal(Publisher):
    key = "portal"
    name = "每日聚焦"
    home = "http://www.meirijujiao.example/"
    language = "zh-Hant"
    sections: ClassVar = {"/caijing/": "财经", "/shehui/": "社会"}
    disallow = ("/plus/",)

    def localise(self, text: str) -> str:
        """Converted word by word, and the punctuation made half-width on the way."""
        converted: str = _converter().convert(text)
        return converted.translate(HALF_WIDTH)

    def href(self, page: Page, target: str, rank: int) -> str:
        """Root-relative, document-relative and absolute links in turn."""
        if not target.startswith(self.home):
            return target
        path = urlsplit(target).path
        query = target.partition("?")[2]
        here = posixpath.dirname(urlsplit(page.url).path)
        forms = (path, posixpath.relpath(path, here), target.partition("?")[0])
        return forms[rank % len(forms)] + (f"?{query}" if query else "")

    def article(self, page: Page, part: int, web: Web) -> Rendered:
        story = page.story
        body, inline = self.paragraphs(page, part, web)
        related = self._related(page, web)
        more = self.most_read(page, web, 6)
        source = page.source or self.name
        credit = f"(責編:{'、'.join(page.editors)})" if page.editors else ""
        follow = f"關注公眾號:{source}財經"
        glued = story.date_style == "yearless"

        html = ARTICLE.substitute(
            title=escape(page.title, quote=False),
            nav=self._nav(),
            section=self.localise(story.section),
            when=f"{page.published:%m-%d %H:%M}" if glued else f"{page.published:%Y-%m-%d %H:%M:%S}",
            source=source,
            writer=_writer(page),
            number=page.url.rsplit("/", 1)[-1].removesuffix(".html"),
            pictures=PICTURES,
            body="\n".join(glue(body, credit + follow) if glued else body),
            tail="" if glued else f"<p>{credit}{follow}關鍵詞:</p>",
            advert=f"{AD_HOST}/c/3300?pub=mrjj",
            heading=story.heading or "相關閱讀",
            related=items(related, ENTRY),
            more=items(more),
        )
        advert = Offer(
            "sponsored", f"{AD_HOST}/c/3300?pub=mrjj", f"{AD_HOST}/c/3300?pub=mrjj", "0元領取|新能源車主專享禮包"
        )
        return Rendered(html, [*inline, advert, *related, *more], [p for p in (PICTURES, credit, follow) if p])

    def front(self, heading: str, pages: list[Page]) -> str:
        entries = [Offer("more", p.url, urlsplit(p.url).path, p.title) for p in pages]
        return FRONT.substitute(heading=self.localise(heading), nav=self._nav(), entries=items(entries))

    def _related(self, page: Page, web: Web) -> list[Offer]:
        """The list as the story gives it, or one made of its targets, with the page itself on top."""
        if page.story.listed:
            urls = [web.url(entry.to, self.key) for entry in page.story.listed]
            return [
                Offer("related", url, self.href(page, url, rank), entry.title, entry.teaser)
                for rank, (url, entry) in enumerate(zip(urls, page.story.listed, strict=True))
            ]
        offers = self.offers("related", page, [page.story.id, *page.story.related], web)
        return [
            Offer(o.kind, o.url, o.href, cut(o.title, 18, "..."), LEAK if rank == 3 else cut(o.teaser, 36, ""))
            for rank, o in enumerate(o for o in offers if not o.title.isascii())
        ]

    def _nav(self) -> str:
        return " | ".join(f'<a href="{path}">{self.localise(name)}</a>' for path, name in self.sections.items())


def _writer(page: Page) -> str:
    """The author beside the date, where the story does not name him."""
    named = any(name in page.paragraphs[0] for name in page.authors)
    return f" 作者:{' '.join(page.authors)}" if page.authors and not named else ""


@cache
def _converter() -> OpenCC:
    return OpenCC("s2t")
