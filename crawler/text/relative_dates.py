"""Dates told from now: 3小时前, 昨天, 2 hours ago, vor 3 Stunden, hace 2 días."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from crawler.items import DatePrecision

_UNITS: dict[str, tuple[float, DatePrecision]] = {
    "second": (1 / 60, "minute"), "sec": (1 / 60, "minute"), "秒": (1 / 60, "minute"), "초": (1 / 60, "minute"),
    "minute": (1, "minute"), "min": (1, "minute"), "分": (1, "minute"), "분": (1, "minute"), "минут": (1, "minute"),
    "хвилин": (1, "minute"), "minuto": (1, "minute"), "minuut": (1, "minute"), "دقيقة": (1, "minute"), "دقائق": (1, "minute"),
    "hour": (60, "minute"), "hr": (60, "minute"), "小时": (60, "minute"), "小時": (60, "minute"), "时间": (60, "minute"),
    "時間": (60, "minute"), "시간": (60, "minute"), "stunde": (60, "minute"), "heure": (60, "minute"), "hora": (60, "minute"),
    "ora": (60, "minute"), "ore": (60, "minute"), "uur": (60, "minute"), "godzin": (60, "minute"), "час": (60, "minute"),
    "годин": (60, "minute"), "ساعة": (60, "minute"), "ساعات": (60, "minute"),
    "day": (1440, "day"), "天": (1440, "day"), "日": (1440, "day"), "일": (1440, "day"), "tag": (1440, "day"),
    "jour": (1440, "day"), "día": (1440, "day"), "dia": (1440, "day"), "giorn": (1440, "day"), "dag": (1440, "day"),
    "dni": (1440, "day"), "дн": (1440, "day"), "день": (1440, "day"), "أيام": (1440, "day"), "يوم": (1440, "day"),
    "week": (10080, "day"), "周": (10080, "day"), "週": (10080, "day"), "주": (10080, "day"), "woche": (10080, "day"),
    "semaine": (10080, "day"), "semana": (10080, "day"), "settiman": (10080, "day"),
}  # fmt: skip
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_AGO = re.compile(
    rf"(?P<n>\d{{1,4}}|\ban?|\beine[rmn]?|\bune?|\buna?)\s?(?:个|個)?(?P<unit>{_UNIT})\w{{0,4}}\s?(?:之?前|ago\b|전|fa\b|geleden|temu|назад|тому)"
    rf"|(?:\bvor|il y a|\bhace|\bhá|قبل|منذ)\s(?P<n2>\d{{1,4}}|eine[rmn]?|une?|una?)\s(?P<unit2>{_UNIT})",
    re.I,
)
_DAYS: dict[str, int] = {
    "今天": 0, "今日": 0, "today": 0, "heute": 0, "aujourd'hui": 0, "hoy": 0, "oggi": 0, "hoje": 0, "vandaag": 0, "dzisiaj": 0,
    "dziś": 0, "сегодня": 0, "сьогодні": 0, "오늘": 0, "اليوم": 0,
    "昨天": 1, "昨日": 1, "yesterday": 1, "gestern": 1, "hier": 1, "ayer": 1, "ieri": 1, "ontem": 1, "gisteren": 1, "wczoraj": 1,
    "вчера": 1, "вчора": 1, "어제": 1, "أمس": 1, "前天": 2, "一昨日": 2, "vorgestern": 2, "anteayer": 2, "позавчера": 2, "그저께": 2,
}  # fmt: skip
_DAY = re.compile("|".join(rf"(?<![^\W\d_]){re.escape(w)}" for w in sorted(_DAYS, key=len, reverse=True)), re.I)
_JUST_NOW = re.compile(r"\A\W*(?:刚刚|剛剛|刚才|剛才|just now|たった今|방금)", re.I)


def relative(text: str, now: datetime) -> tuple[datetime, DatePrecision] | None:
    """The moment that a relative date means, and how exact it is; None where the text holds none."""
    if _JUST_NOW.match(text):
        return now, "minute"
    ago = _AGO.search(text)
    if ago:
        number = ago["n"] or ago["n2"]
        minutes, precision = _UNITS[(ago["unit"] or ago["unit2"]).lower()]
        return now - timedelta(minutes=minutes * (int(number) if number.isdigit() else 1)), precision
    day = _DAY.search(text)
    if day:
        return now - timedelta(days=_DAYS[day[0].lower()]), "day"
    return None


def is_relative(text: str) -> bool:
    """Whether a short text tells a date from now."""
    return relative(text, datetime(2000, 1, 10)) is not None
