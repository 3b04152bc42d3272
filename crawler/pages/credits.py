"""Credit lines and datelines: who wrote, who edited, where it comes from, as the text itself says.

`read_credits(line)` reads labelled credits: 来源：X 作者：Y (责编：Z、W), 本报记者 张三, 記者王小明／台北報導, (Reporting by A; Editing by B).
`read_dateline(line)` reads the head of a wire story: 人民網北京6月9日電 (記者孫博洋), 【记者王明北京报道】, BERLIN (Reuters) -.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from crawler.pages.names import is_organization, people
from crawler.rules.metadata import metadata_rules

_H = r"\u3400-\u9fff"
_NAMES = rf"[{_H}·]{{1,12}}(?:\s?[、，,\s/]\s?[{_H}·]{{2,8}}){{0,9}}"
_LABEL_END = r"\s?[:：丨|｜]\s?|\s*/\s*"
_EDITOR = re.compile(
    rf"(?:责任编辑|責任編輯|责编|責編|编辑|編輯|主编|主編|审核|審核|校对|校對|编审|編審|监制|監製)\s?[:：丨|｜]\s?({_NAMES})"
)
_AUTHOR = re.compile(
    rf"(?:(?<![{_H}])(?:作者|撰文|撰稿|文字|采写|採寫|编译|編譯|图文|圖文|文)\s?[:：丨|｜/／]\s?|(?:记者|記者|通讯员|通訊員|特约撰稿人|特約撰稿人|评论员|評論員)\s?[:：丨|｜]\s?)({_NAMES})"
)
_REPORTER = re.compile(rf"(?:\A|[(（【\[\s])(?:[^\s:：()（）]{{0,12}}?)(?:记者|記者|通讯员|通訊員)\s?({_NAMES})")
_REPORTER_DESK = re.compile(
    rf"(?:记者|記者)\s?([{_H}]{{2,4}}(?:[、，,][{_H}]{{2,4}}){{0,5}})\s?[/／]?\s?[{_H}]{{0,8}}(?:報導|報道|报道|电|電|讯|訊)"
)
_SOURCE = re.compile(
    r"(?:消息来源|新闻来源|稿件来源|文章来源|来源|來源|转自|轉自|出处|出處|稿源)\s?[:：丨|｜]\s?([^\s:：|｜()（）\[\]【】]{2,24})",
    re.I,
)
_SOURCE_WEST = re.compile(r"\A[(\[]?(?:Source|Quelle|Fuente|Fonte|Bron|Źródło|Источник)\s?:\s?([^\n|()]{2,60})", re.I)
_WEST_EDITOR = re.compile(r"\b(?:[Ee]diting|[Ee]dited) by ([^;)\n]{3,120})")
_WEST_AUTHOR = re.compile(r"\b(?:[Rr]eporting|[Ww]ritten|[Rr]eported) by ([^;)\n]{3,200})")
_DATELINE = re.compile(
    rf"\A[\s(（【\[　]*(?P<agency>[{_H}A-Za-z]{{1,12}}?(?:社|网|網|报|報|台|在线|在線|客户端|客戶端))?[\s讯訊，,]*(?P<place>[{_H}]{{2,8}}?)?\s?"
    rf"(?:(?:\d{{4}}年)?\d{{1,2}}月)?\d{{1,2}}日\s?(?:上午|下午)?(?:电|電|讯|訊|消息)"
)
_DATELINE_REPORTER = re.compile(
    rf"\A.{{0,40}}?(?:电|電|讯|訊|消息|报道|報道|報導)?\s?[(（]\s?[^()（）]{{0,16}}?(?:记者|記者)\s?({_NAMES})[^()（）]{{0,40}}[)）]"
)
_DESK = re.compile(
    rf"\A[(（【\[]\s?(?:[^\s()（）【】]{{0,10}}?)(?:记者|記者)\s?(?P<who>[{_H}]{{2,4}}(?:[、，][{_H}]{{2,4}}){{0,4}})\s?[/／]?\s?(?P<place>[{_H}]{{2,4}})?\s?(?:報導|報道|报道|电|電|專電|专电|讯|訊)[)）】\]]"
)
_WEST_DATELINE = re.compile(
    r"\A(?P<place>[A-ZÀ-ÞА-Я][A-ZÀ-ÞА-Я.'’ -]{2,30}?(?:, [A-Za-zÀ-ÿ. ]{2,20})?),?\s(?:\d{1,2}\.? \w{3,10}\.?,? ?|\w{3,10}\.? \d{1,2},? ?)?"
    r"(?:[(/](?P<agency>[A-Za-z -]{2,30})[)/]\s?(?:[–—-]|\.|:)|\s?[–—]|\s?--?\s)"
)
_LONGEST = 400


@dataclass(slots=True)
class Credits:
    """What a line credits."""

    authors: list[str] = field(default_factory=list)
    editors: list[str] = field(default_factory=list)
    source: str | None = None
    place: str | None = None

    def add(self, other: Credits) -> None:
        """What another line credits besides."""
        self.authors += [n for n in other.authors if n not in self.authors]
        self.editors += [n for n in other.editors if n not in self.editors]
        self.source = self.source or other.source
        self.place = self.place or other.place


def read_credits(text: str) -> Credits:
    """Labelled credits in a line; only its first 400 characters are read."""
    text = text[:_LONGEST]
    found = Credits()
    for form in (_EDITOR, _WEST_EDITOR):
        for match in form.finditer(text):
            found.editors += [n for n in _persons(match[1]) if n not in found.editors]
    for form in (
        (_AUTHOR, _REPORTER_DESK, _WEST_AUTHOR)
        if len(text) > 60
        else (_AUTHOR, _REPORTER_DESK, _REPORTER, _WEST_AUTHOR)
    ):
        if not found.authors:
            for match in form.finditer(text):
                found.authors += [n for n in _persons(match[1]) if n not in found.authors]
    source = _SOURCE.search(text) or _SOURCE_WEST.search(text)
    if source:
        found.source = source[1].strip(" .,;，。；、-–—《》") or None
    return found


def read_dateline(text: str) -> Credits:
    """Place, wire and reporters in the head of a story's first paragraph; the text itself stays as it is."""
    text = text[:_LONGEST]
    found = Credits()
    desk = _DESK.match(text)
    if desk:
        return Credits(authors=_persons(desk["who"]), place=desk["place"])
    head = _DATELINE.match(text)
    if head:
        found.source, found.place = head["agency"], head["place"]
    reporter = _DATELINE_REPORTER.match(text)
    if reporter:
        found.authors = _persons(reporter[1])
    west = None if head else _WEST_DATELINE.match(text)
    if west:
        found.place = west["place"].strip(" ,").title() if west["place"].isupper() else west["place"].strip(" ,")
        agency = (west["agency"] or "").strip()
        found.source = agency if agency.casefold() in metadata_rules().agencies["names"] else None
    return found


def _persons(text: str) -> list[str]:
    return [name for name in people(text) if not is_organization(name)]
