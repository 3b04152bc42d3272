"""From what a page prints about its writers to their names.

`people(raw)` takes a byline apart: labels before it ("By", 记者), roles and places behind it, joiners between names.
Words as data: rules/data/metadata.toml.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from html import unescape

from crawler.rules.metadata import metadata_rules
from crawler.rules.scripts import CJK, HAN, HANGUL, KANA
from crawler.text.names import is_organization, is_person
from crawler.text.normalize import line
from crawler.text.words import alternation

# "Jane Doe (text) and John Roe (photos)": who took the pictures, named in brackets behind the name.
_PICTURES_BY = re.compile(
    r"(?:\A|[,;|]|\s(?:and|und|et|y|e|en|och|og|i)\s)[^,;|()]{3,40}?\((?:photos?|fotos?|bild(?:er)?|grafik|video|illustration(?:en|s)?|foto’s|kuvat?|zdjęcia|фото)\)",
    re.I,
)
_TAG = re.compile(r"<[^<>]{0,300}>")
_MAIL = re.compile(r"\S{1,80}@\S{1,80}")
_LINK = re.compile(r"(?:https?:|www\.|//(?=\w))\S*|(?<!\w)@\w+", re.I)
_BRACKETS = re.compile(r"[(（\[【〔][^()（）\[\]【】〔〕]{0,80}[)）\]】〕]")
_DATE_TAIL = re.compile(
    r"[\s,|·•–—-]*(?:\d{1,2}[./:-]\d|\d{4}|(?:published|updated|posted|last|aktualisiert|stand)\b"
    r"|\s(?:publiée?|mise? à jour|modifiée?|publicado|actualizado|atualizado|pubblicato|aggiornato|veröffentlicht"
    r"|gepubliceerd|geplaatst|opublikowano)\b"
    r"|\s(?:le|am|il|el|on|op|em|den)\s\d{1,2}\b|\s[^\W\d_]{3,9}\.?\s\d{1,2},?\s\d{4}"
    r"|\s\d{1,2}\.?\s(?:de\s)?[^\W\d_]{3,12}\.?\s(?:de\s)?\d{4}).*\Z",
    re.I,
)
# Who took the pictures or edited, named behind who wrote.
_OTHERS_TAIL = re.compile(
    r"(?<!\band)(?<!\bund)(?<!\bet)(?<!\by)(?<!\be)(?<!\boch)(?<!\bog)(?<!\bja)(?<!\bvà)(?<!\bbài,)(?<!&)(?:(?:\A|[\s,|·•–—-])(?:photo(?:s|graphs|graphy)?|pictures|video|illustrations?|fotos?|bilder|grafik|images)\b\s?"
    r"(?:by|von|par|de|por|:).*\Z|[\s,|](?:kuvat?|valokuvat|zdjęcia|foto’s|фото|ảnh|fotó)[\s:].*\Z)"
    r"|(?:[\s,|])(?:editor|redaktur|penyunting|redaktör|editör|redaktor|toimetaja|edición|edição|редактор|оператор|사진|영상|편집)\s?[:=：].*\Z"
    r"|\s(?:사진|영상|편집)\s.*\Z|[\s／/|](?:核稿編輯|核稿|責任編輯|责任编辑|編輯|编辑|攝影|摄影|校對|校对)\s.*\Z"
    r"|(?:\A|[\s,，、|])(?:攝影|摄影|摄|攝|圖|图|圖片|图片|編輯|编辑|責任編輯|责任编辑|责编|責編|校对|校對)\s?[:：/／|｜丨].*\Z",
    re.I,
)
_EDITED_BY = re.compile(
    r"(?<=\w)[\s,|;·]+(?:(?:and\s)?(?:medically )?(?:reviewed|edited|fact-?checked|produced|translated|illustrated) by"
    r"|übersetzt von|traducid[oa] por|traduzid[oa] por|traduit (?:de l\W\w+ )?par|tradott[oa] da|vertaald door"
    r"|(?:перевод|переклад|překlad|tłumaczenie)\s?:)\s.*\Z",
    re.I,
)
_BY_IN_BRACKETS = re.compile(r"[(\[][^()\[\]]{0,60}\bby\s[^()\[\]]{3,60}[)\]]\Z")
# 社会部 山田太郎: a desk before the name.
_DESK = re.compile(rf"\A[{HAN}{KANA}]{{1,9}}(?:部|局|班|課|支局|総局)\s+")
_DATE_WORD = re.compile(r"\s+(?:on|am|le|el|il|op|em|at|um|den)\Z")
_WEEKDAY_TAIL = re.compile(r"\s+(?:on|am|le|el|il|op)\s[^\W\d_]{2,10}\.?,?\Z")
# "Posted on Thursday by Jane Doe", "Recueilli par …": what stands before these words is no name; von and de are left,
# which names hold too.
_BEFORE_BY = re.compile(
    r"\A(?:[^|;：:]|(?<=\d):(?=\d)|:(?=\s)){1,48}\s(?:by|par|por|przez|door|berichtet|berichten)\s+(?=[^\W\d_a-zß-ÿ])"
)
_PIPES = re.compile(r"\s*[|｜•·;；/／╱\n\t]\s*|\s+(?:[–—-]|--)\s+|\s*[、，]\s*")
_COMMA = re.compile(r"\s*[,،]\s*")
_HAN_NAME = re.compile(rf"[{HAN}]{{2,4}}(?:·[{HAN}]{{1,8}})*\Z")
_SPACED_NAME = re.compile(rf"[{HAN}]{{1,3}} [{HAN}{KANA}]{{1,4}}\Z")
_HAN_PAIR = re.compile(rf"(?<![{HAN}])([{HAN}]) ([{HAN}])(?![{HAN}])")
_CJK = re.compile(f"[{CJK}]")
_HANGUL_ROLE = re.compile(r"\s*(?:(?:선임|수석|인턴|객원|전문)?기자|특파원|논설위원|PD)\Z")
_HAN_LABEL = re.compile(
    r"\A(?:[^:：]{0,12}?(?:记者|記者|通讯员|通訊員|特派员|作者|撰文|撰稿|文字|采写|採寫|实习生|見習記者|编译|編譯|評論員|评论员)|文・|文|図|글·사진|글|기자명|기자|取材|執筆)\s*[:：/／丨|｜]?\s*"
)
_HAN_TAIL = re.compile(
    r"\s+[发發]自.{2,12}\Z|\s*(?:[/／]?\s*(?:文|摄|攝|图|圖|報導|报道|報道|撰文|摄影|攝影|综合报道|編譯|编译|記者|记者|整理|图文|文图))\Z"
)
_PLACE_TAIL = re.compile(
    r"\s+im Gespräch.*\Z|\s+(?:(?:[Ff]or|[Ss]pecial to) the|is an?|is the)\s.*\Z"
    r"|(?<=[a-zà-ÿ])\s+D[oa]\s[A-Z][A-Z\d].*\Z"
    r"|\s+(?:in|aus|à|at|for|fuer|für|en|para|from|of|of the)\s+[A-ZÀ-Þ].*\Z"
)
# 記者王小明／台北報導: the place behind the name is where the report comes from.
_REPORT_PLACE = re.compile(
    rf"\s*[／/|｜,，]\s*[{HAN}]{{2,8}}(?:综合|綜合|連線|联合|專題)?(?:报道|報道|報導|專電|专电|电|電|讯|訊)(?![{HAN}])"
)
# 워싱턴=김철수 특파원: the place before the name.
_KOREAN_PLACE = re.compile(rf"\A[{HANGUL}/]{{2,10}}=(?=[{HANGUL}]{{2,4}}\s)")
# "MARÍA GARCÍA. MADRID": a point behind a word that is too long to be short for another.
_SENTENCE_END = re.compile(r"(?<=[^\W\d_]{4})(?<!\b[Pp]rof)(?<!\bCapt)\.\s+(?=[^\W\d_])")
# Hebrew joins names by a letter before the second: דוד כהן ורותי לוי. Few given names begin with it.
_HEBREW_AND = re.compile(r"(?<=[א-ת])\sו(?!רד\s|יקטור|יויאן|לדימיר|לרי|יולט)(?=[א-ת]{2,}\s[א-ת]{2,}\s*\Z)")
_NAME_WORDS = 2
_RANKS = frozenset(
    ("staff", "opinion", "sports", "political", "national", "guest", "contributing", "foreign", "special")
)
_CAPITALS = re.compile(r"[^\W\d_]")


def people(raw: str) -> tuple[str, ...]:
    """Names in a byline, in order, without repeats; organisations included, roles and places left out."""
    return _people(raw[:600])


@lru_cache(maxsize=4096)
def _people(raw: str) -> tuple[str, ...]:
    text = _TAG.sub(" ", unescape(raw)).replace("\n", " | ")
    text = _KOREAN_PLACE.sub("", _REPORT_PLACE.sub(" | ", text))
    text = _HEBREW_AND.sub(" | ", _SENTENCE_END.sub(" | ", text))
    text = _BRACKETS.sub(" ", _PICTURES_BY.sub(" ", _whole_bracket(text)))
    text = line(_LINK.sub(" ", _MAIL.sub(" ", text)))
    text = _OTHERS_TAIL.sub("", _EDITED_BY.sub("", text.strip(" =")))
    credit = _DESK.sub("", text)
    text = _without_label(_without_date(_BEFORE_BY.sub("", credit)))
    labelled = not credit.startswith(text)
    found: dict[str, str] = {}
    pieces = _pieces(text)
    for number, piece in enumerate(pieces if len(pieces) > 1 else map(_without_role, pieces)):
        name = _name(_without_employer(piece) if labelled and number == 0 else piece)
        if name:
            found.setdefault(name.casefold(), name)
    names = list(found.values())[:20]
    if any(is_person(n) for n in names):
        # "Hans Müller, Berlin": a single word beside full names is a place, unless it is a wire.
        names = [n for n in names if " " in n or _CJK.search(n) or is_organization(n)]
    return tuple(names)


def _whole_bracket(text: str) -> str:
    """What a byline that stands in brackets as a whole holds: "[Posted by Jane Doe]"."""
    text = text.strip()
    inner = text[1:-1]
    return inner if _BY_IN_BRACKETS.match(text) or (_BRACKETS.fullmatch(text) and is_person(inner.strip())) else text


def _without_date(text: str) -> str:
    """The byline without the date behind it, and the words that lead to one."""
    shorter = _DATE_TAIL.sub("", text)
    return _DATE_WORD.sub("", shorter if shorter == text else _WEEKDAY_TAIL.sub("", shorter))


def _without_label(text: str) -> str:
    for _ in range(3):
        shorter = _by().sub("", _HAN_LABEL.sub("", text)).strip(" :：,|-–—•·/")
        if shorter == text:
            break
        text = shorter
    return text


@cache
def _by() -> re.Pattern[str]:
    rules = metadata_rules().names
    by, colon = (alternation(w for w in rules[key] if not _CJK.search(w)) for key in ("by", "by_colon"))
    return re.compile(rf"\A(?:(?:ein|eine) \w{{4,20}} )?(?:(?:{colon})\s*:\s*|(?:{by})(?:\s*[:՝]\s*|\s+))", re.I)


@cache
def _and() -> re.Pattern[str]:
    # "e" and "y" join only names that begin with a capital.
    # Behind a comma it begins the piece: "Jane Doe, John Roe, and Ann Lee".
    joiners = alternation(metadata_rules().names["and"])
    return re.compile(rf"(?:\s+(?:(?i:{joiners})|&|\+)|\A(?:{joiners}))(?:\s+(?=[^\W\d_a-zà-ÿ])|\s*\Z)")


def _pieces(text: str) -> list[str]:
    """The text between joiners; a comma before a single given name ("You, Xiaoying") turns the two round."""
    pieces: list[str] = []
    text = _HAN_PAIR.sub(r"\1\2", text)
    for part in _PIPES.split(text):
        names = [n for joined in _COMMA.split(part) for n in _and().split(joined)]
        if len(names) == 2 and "," in part and not any(" " in n.strip() for n in names) and not _CJK.search(part):
            names = [f"{names[1]} {names[0]}"]
        for name in names:
            if _CJK.search(name) and " " in name:
                halves = name.split()
                pieces.extend(halves if _are_names(halves) else [name])
            else:
                pieces.append(name)
    return pieces


def _are_names(words: Sequence[str]) -> bool:
    """Whether words with blanks between are a Chinese name each; a Japanese name stands in two: 山田 太郎."""
    if not all(_HAN_NAME.match(_HAN_TAIL.sub("", word)) for word in words):
        return False
    surnames = metadata_rules().names
    return all(w[0] in surnames["surnames_short"] or w[:2] in surnames["surnames"] for w in words[1:])


def _without_degrees(text: str) -> str:
    """The name without what a person is: "Lynne Eldridge MD", "Gina Trapani CEO"."""
    words = text.split()
    while len(words) > 2 and _undotted(words[-1]) in metadata_rules().names["degrees"]:
        words.pop()
    return " ".join(words).rstrip(",")


def _without_role(text: str) -> str:
    """The name without the role that follows it without a mark: "Jane Doe Staff Writer"."""
    words, roles = text.split(), metadata_rules().names["roles"]
    end = len(words)
    while end > _NAME_WORDS and words[end - 1].casefold() in roles:
        end -= 1
    while _NAME_WORDS < end < len(words) and words[end - 1].casefold() in _RANKS:
        end -= 1
    return " ".join(words[:end]) if end == _NAME_WORDS else text


def _without_wire(text: str) -> str:
    """The name without the wire that follows it: "Jane Doe Associated Press"."""
    for wire in metadata_rules().organizations["names"]:
        if " " in wire and text.casefold().endswith(f" {wire}") and is_person(name := text[: -len(wire)].strip()):
            return name
    return text


def _without_employer(text: str) -> str:
    """The name in a byline without the paper that follows it: "Jane Doe Harbour Post". Elsewhere it may be a firm's."""
    words = text.split()
    head, rest = " ".join(words[:_NAME_WORDS]), " ".join(words[_NAME_WORDS:])
    return head if " " in rest and is_organization(rest) and is_person(head) else text


def _undotted(word: str) -> str:
    return word.casefold().replace(".", "").strip(",")


def _name(piece: str) -> str | None:
    """The name in one piece; None where it is a role, a date, a handle or nobody."""
    rules = metadata_rules().names
    text = _without_label(piece)
    text = _HANGUL_ROLE.sub("", _HAN_TAIL.sub("", text))
    text = _PLACE_TAIL.sub("", text).strip(" .,:;|-–—•·*/\"'“”»›>")
    text = _without_wire(_without_degrees(text))
    if text.endswith((" Jr", " Sr")) or (text[-2:-1] == " " and text[-1:].isupper() and f"{text}." in piece):
        text += "."
    folded = text.casefold()
    if not text or folded in rules["nobody"] or len(text) > 60 or any(c.isdigit() for c in text):
        return None
    words = folded.split()
    if any(w.strip(".,-") in rules["roles"] for w in words) and not is_organization(text):
        return None
    if _CJK.search(text):
        return text if len(text) <= 30 else None
    if (
        len(words) > 6
        or not _CAPITALS.search(text)
        or (
            text[0].islower()
            and folded not in metadata_rules().organizations["names"]
            and "." not in text
            and len(words) < 2
        )
    ):
        return None
    return text
