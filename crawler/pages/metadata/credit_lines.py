"""Credit lines and datelines: who wrote, who edited, where it comes from, as the text itself says.

`read_credits(line)` reads labelled credits: 来源：X 作者：Y (责编：Z、W), 本报记者 张三, 記者王小明／台北報導,
(Reporting by A; Editing by B). `read_dateline(line)` reads the head of a wire story: 人民網北京6月9日電 (記者王小明),
【记者王明北京报道】, BERLIN (Reuters) -.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from crawler.pages.metadata.bylines import people
from crawler.rules.metadata import metadata_rules
from crawler.rules.scripts import CJK, HAN, HANGUL, KANA
from crawler.text.names import is_organization, is_person

# Names up to the next label.
_LIST = rf"[{HAN}·]{{1,12}}(?:\s?[、，,\s/]\s?[{HAN}·]{{2,8}}(?![{HAN}·]|\s?[:：丨｜|／])){{0,9}}"
_ROLE = (
    "(?:(?:本[报報网網刊台]|特约|特約|首席|见习|見習|实习|實習)?(?:记者|記者)"
    "|通讯员|通訊員|实习生|實習生|特派员|特派員|评论员|評論員)"
)
_COLON = r"\s?[:：丨|｜/／╱]\s?"
# 김민수 이지영 기자, (서울=항구뉴스) 김민수 특파원 =: the role stands behind the names.
_HANGUL_REPORTERS = re.compile(
    rf"(?:\A|(?<=[\s)\]]))([{HANGUL}]{{2,4}}(?:[\s·,]{{1,2}}[{HANGUL}]{{2,4}}){{0,3}})\s?(?:선임|수석|인턴|객원|전문)?(?:기자|특파원|논설위원)(?![{HANGUL}])"
)
# 聞き手・山田太郎, 文／山田 太郎
_JAPANESE_AUTHOR = re.compile(
    rf"(?<![{CJK}])(?:取材・文|文|執筆|取材|聞き手|構成|ライター|記者|文責|筆者|著者)\s?[:：／/・=＝]\s?"
    rf"([{HAN}]{{1,4}}[\s　]?[{HAN}{KANA}]{{1,5}})(?![{CJK}])"
)
_EDITOR = re.compile(
    rf"(?:责任编辑|責任編輯|责编|責編|编辑|編輯|主编|主編|审核|審核|校对|校對|编审|編審|监制|監製){_COLON}({_LIST})"
)
_AUTHOR = re.compile(rf"(?<![{HAN}])(?:作者|撰文|撰稿人|撰稿|文字|采写|採寫|编译|編譯|图文|圖文|文){_COLON}({_LIST})")
# Reporters stand in brackets, or fill a short line of their own; in a sentence the word is about anyone.
_BRACKET = re.compile(rf"[(（【\[〔]([^()（）【】〔〕\[\]]{{0,24}}{_ROLE}[^()（）【】〔〕\[\]]{{2,60}})[)）】〕\]]")
_ROLE_SPLIT = re.compile(rf"{_ROLE}\s?[:：]?\s?")
_NO_NAME = re.compile("[从從获獲了在是会會今将將的到对對于於与與日月年就及说說称稱]")
_HAN_NAME = re.compile(rf"[{HAN}]{{2,4}}(?:·[{HAN}]{{1,8}}){{0,3}}\Z")
_REPORT = re.compile(
    rf"([{HAN}]{{2,8}})\s?(?:[/／╱]\s?([{HAN}]{{2,6}}))?\s?(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?\s?(?:专电|專電|电|電|报道|報道|報導|讯|訊)\Z"
)
# In quotation marks the label is spoken of: 凡注明“来源：…”的作品.
# 王小明、林大同／高雄報導, and 生活中心／王小明報導, where the desk stands before the name.
_LIST_REPORT = re.compile(rf"(.{{2,40}}?)\s?[／/╱]\s?([{HAN}]{{2,6}}?)(?:综合|綜合|連線)?(?:报道|報道|報導)\Z")
_DESK_REPORT = re.compile(
    rf"[〔【(（\[［]?[{HAN}]{{2,6}}(?:中心|組|组|部)\s?[／/╱]\s?([{HAN}]{{2,4}})(?:报道|報道|報導)"
)
_SOURCE = re.compile(
    r"(?<![“‘「『\"])(?:消息来源|新闻来源|稿件来源|文章来源|来源|來源|转自|轉自|出处|出處|稿源)\s?[:：丨|｜]\s?([^\s:：|｜()（）\[\]【】“”‘’「」『』]{2,24})"
)
_SOURCE_WEST = re.compile(r"\A[(\[]?(?:Source|Quelle|Fuente|Fonte|Bron|Źródło|Источник)\s?:\s?([^\n|()]{2,60})", re.I)
_WEST_EDITOR = re.compile(r"\b(?:[Ee]diting|[Ee]dited) by ([^;)\n]{3,120})")
_WEST_AUTHOR = re.compile(r"\b(?:[Rr]eporting|[Ww]ritten|[Rr]eported) by ([^;)\n]{3,200})")
_SIGN_OFF = re.compile(r"(?:\A|[.!?。！？”\"'’])\s?[(（\[]([^()（）\[\]\n]{2,40})[)）\]]\s*\Z")
_DATELINE = re.compile(
    rf"\A[\s(（【\[　]*(?P<agency>[{HAN}A-Za-z]{{1,12}}?(?:社|网|網|报|報|台|在线|在線|客户端|客戶端))?[\s，,]*"
    rf"(?P<place>[{HAN}]{{2,8}}?)?\s?(?:(?:\d{{4}}年)?\d{{1,2}}月)?\d{{1,2}}日\s?(?:上午|下午)?(?:电|電|讯|訊|消息)"
)
_DAY = r"(?:\d{1,2}\.? \w{3,10}\.?,? ?|\w{3,10}\.? \d{1,2},? ?)?"
_WEST_DATELINE = re.compile(
    r"\A(?P<place>[A-ZÀ-ÞА-Я][A-ZÀ-ÞА-Я.'’ -]{2,30}?(?:, [A-Za-zÀ-ÿ. ]{2,20})?),?\s"
    rf"{_DAY}(?:[(/](?P<agency>[A-Za-z -]{{2,30}})[)/]\s?(?:[–—-]|\.|:)|\s?[–—]|\s?--?\s)"
)
_WIRE_DATELINE = re.compile(
    rf"\A(?P<place>[^\W\d_][^\W\d_]+(?:[ /-][^\W\d_]+){{0,3}}),?\s{_DAY}"
    r"\((?P<agency>[A-Za-z-]{2,12}(?:/[A-Za-z-]{2,12})?)\)"
)
# 王小明／台北報導, 【王小明╱台北報導】: no role stands before the name.
_NAME_REPORT = re.compile(
    rf"[〔【(（\[［]?(?:編譯|编译)?(?P<name>[{HAN}]{{2,4}})\s?[／/╱]\s?(?P<place>[{HAN}]{{2,6}}?)(?:综合|綜合|連線)?(?:报道|報道|報導)(?:[〕】)）\]］]|\Z)"
)
# 中国网1月17日讯（王文举）, 大江网讯 实习生吴梦丽、记者喻云亮
_HEAD_BRACKET = re.compile(rf"[（(]([{HAN}·、，\s]{{2,24}})[）)]")
_HEAD_ROLE = re.compile(
    rf"\A[^，。]{{0,16}}?(?:讯|訊|电|電|消息)\s?({_ROLE}[{HAN}·、\s]{{2,40}}?)(?=[，。；]|\s{{2}}|报道|報導|\Z)"
)
_OUR_OWN = ("本报", "本報", "本网", "本網", "本台", "本刊")
_HAN = re.compile(f"[{HAN}]")
_EASTERN_SIGNATURE = re.compile(rf"[。．.！!？?」』]\s?[(（【〔\[]([{HAN}{KANA}{HANGUL}\s　・、]{{2,20}})[)）】〕\]]\Z")
_EDGES = " .,;，。；、-–—《》"
_LONGEST = 400
_SHORT = 60
_HEAD = 80
_LONGEST_PLACE = 4


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
    if any(words in text for words in ("diting by ", "dited by ")):
        found.editors = _unique(n for match in _WEST_EDITOR.finditer(text) for n in _persons(match[1]))
    if any(words in text for words in ("porting by ", "ritten by ", "ported by ")):
        found.authors = _unique(n for match in _WEST_AUTHOR.finditer(text) for n in _persons(match[1]))
    if _HAN.search(text):
        found.add(_han_credits(text))
    if "기자" in text[:_HEAD] or "특파원" in text[:_HEAD]:
        found.add(_hangul_credits(text[:_HEAD]))
    source = _SOURCE_WEST.search(text)
    if source and not found.source:
        found.source = source[1].strip(_EDGES) or None
    return found


def _han_credits(text: str) -> Credits:
    found = Credits(editors=_unique(n for match in _EDITOR.finditer(text) for n in _persons(match[1])))
    if len(text) <= _SHORT:
        found.add(_reporters(text))
    for match in _BRACKET.finditer(text):
        if match.start() < _SHORT or match.end() > len(text) - _SHORT:
            found.add(_reporters(match[1]))
    found.add(Credits([n for match in _AUTHOR.finditer(text) for n in _persons(match[1])]))
    found.add(Credits([n for match in _JAPANESE_AUTHOR.finditer(text[:_HEAD]) for n in _persons(match[1])]))
    if (desk := _DESK_REPORT.match(text)) and is_person(desk[1]):
        found.add(Credits([desk[1]]))
    if (report := _NAME_REPORT.match(text)) and is_person(report["name"]):
        found.add(Credits([report["name"]], place=report["place"]))
    source = _SOURCE.search(text)
    found.source = (source[1].strip(_EDGES) or None) if source else None
    return found


def _hangul_credits(text: str) -> Credits:
    """The reporters in a short line, or in the head of a wire's paragraph."""
    found = _HANGUL_REPORTERS.search(text)
    if not found or (found.start() > 0 and not text.startswith(("[", "(", "【"))):
        return Credits()
    return Credits([name for name in re.split(r"[\s·,]+", found[1]) if is_person(name)])


def _unique(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _reporters(text: str) -> Credits:
    """记者 张三 通讯员 李四, 记者王明北京报道, 記者王小明／台北報導: names up to the first word that is none."""
    found = Credits()
    before, *parts = _ROLE_SPLIT.split(text)
    if len(before) > _SHORT // 3:
        return found
    agency = before.strip(_EDGES + "(（【〔[")
    if parts and is_organization(agency) and not agency.startswith(_OUR_OWN):
        found.source = agency
    for part in parts:
        report = _REPORT.match(part.strip())
        if report:
            # Name and place stand together: three characters for the one, or two where four are all there are.
            whole, place = report[1], report[2]
            at = len(whole) if place else 2 if len(whole) <= 4 else 3
            name, place = whole[:at], place or whole[at:] or None
            found.add(Credits(authors=[name], place=place))
            continue
        several = _LIST_REPORT.match(part.strip(_EDGES))
        if several:
            part = several[1]
            found.add(Credits(place=several[2]))
        for token in re.split(r"[、，,\s/／]+", part.strip(" )）】]:：")):
            if not _HAN_NAME.match(token) or _NO_NAME.search(token):
                break
            found.add(Credits(authors=[token]))
    return found


def read_dateline(text: str, known: Iterable[str] = ()) -> Credits:
    """Place, wire and reporters in the head of a story's first paragraph; the text itself stays as it is.

    known: names of the site and its sources, which may stand before the place with no sign between.
    """
    text = text[:_LONGEST]
    found = Credits()
    east = _HAN.search(text[:_SHORT])
    head = _DATELINE.match(text) if east else None
    bracket = _BRACKET.search(text[: 2 * _SHORT]) if east else None
    if bracket and (head or bracket.start() < 2):
        found = _reporters(bracket[1])
    if head and not found.authors:
        named = _HEAD_BRACKET.match(text, head.end())
        found.authors = _persons(named[1]) if named else []
    role = _HEAD_ROLE.match(text[: 2 * _SHORT]) if east and not found.authors else None
    if role:
        found.add(_reporters(role[1]))
    if head and not (bracket and bracket.start() < head.end()):
        found.source, found.place = _agency_and_place(head["agency"], head["place"], known)
        return found
    agencies = metadata_rules().organizations["names"]
    west = _WEST_DATELINE.match(text) or _WIRE_DATELINE.match(text)
    if west:
        agency = (west["agency"] or "").strip()
        wire = agency.casefold().split("/")[0] in agencies
        if wire or west.re is _WEST_DATELINE:
            place = west["place"].strip(" ,")
            found.place = place.title() if place.isupper() else place
            found.source = agency if wire else None
    return found


def read_sign_off(text: str) -> str | None:
    """The wire that stands in brackets behind a story's last sentence: "… by noon. (Northern Press Agency)"."""
    found = _SIGN_OFF.search(text[-_LONGEST:])
    return found[1].strip() if found and ":" not in found[1] and is_organization(found[1].strip()) else None


def read_signature(text: str) -> list[str]:
    """The persons in brackets behind a Japanese or Chinese story's last sentence: 港は再開した。（山田太郎）"""
    found = _EASTERN_SIGNATURE.search(text[-_SHORT:])
    return _persons(found[1]) if found else []


def _agency_and_place(agency: str | None, place: str | None, known: Iterable[str]) -> tuple[str | None, str | None]:
    """人民网北京 -> 人民网, 北京. A name that no sign ends is known, or leaves two characters for the place."""
    whole = (agency or "") + (place or "")
    for name in known:
        if name and whole.startswith(name):
            return name, whole[len(name) :] or None
    if place and len(place) > _LONGEST_PLACE:
        return whole[:-2], whole[-2:]
    return (None if agency in _OUR_OWN else agency), place


def _persons(text: str) -> list[str]:
    return [name for name in people(text) if is_person(name)]
