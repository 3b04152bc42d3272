"""Time zones: where a page is at home, and the offset of a clock time that it prints.

Rules as data: rules/data/dates.toml, tables zones, language_zones, zone_names, abbreviations.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from crawler.rules.dates import date_rules

_OFFSET = re.compile(r"([+-])(\d{1,2}):?(\d{2})?\Z")
_LARGEST_OFFSET = 14 * 60
_ZONE_WORDS = re.compile(r"\s(?:(?:standard|daylight)\s)?time\Z")
# Abbreviations that mean another zone in the page's own part of the world.
_AMBIGUOUS = ("cst", "ist")


def zone_of(host: str, language: str | None, region: str | None = None) -> str | None:
    """IANA zone of a site, by its top-level domain, the region its language tag names, or its language."""
    rules = date_rules()
    for country in (host.rpartition(".")[2].lower(), (region or "").lower()):
        if country in rules.zones:
            return rules.zones[country]
    return rules.language_zones.get((language or "").partition("-")[0].lower())


def placed(moment: datetime, printed: str | None, home: str | None) -> datetime:
    """The moment with its offset: the one printed (Z, +0800, CET, Eastern, Europe/Berlin), else that of the page's zone
    (IANA), else none. A word there that names no zone counts as none.

    What machines give in UTC is told in the page's own time: the day that its readers saw.
    """
    zone = (printed or "").strip(" ()[]").lower().replace("−", "-")
    place = zone_info(home) if home else None
    named = _named_zone(zone)
    if named:
        offset = named.utcoffset(moment)
        return moment.replace(tzinfo=timezone(offset)) if offset is not None else moment
    known = date_rules().abbreviations
    if zone in known and not (zone in _AMBIGUOUS and place):
        return _local(moment.replace(tzinfo=timezone(timedelta(minutes=known[zone]))), place)
    if offset_zone := offset_of(zone):
        return _local(moment.replace(tzinfo=offset_zone), place)
    local = place.utcoffset(moment) if place else None
    return moment.replace(tzinfo=timezone(local)) if local is not None else moment


def offset_of(printed: str) -> timezone | None:
    """The zone of an offset in numbers at the end of what is printed (+0800, gmt+7); None where there is none, or one
    that no place has."""
    sign = _OFFSET.search(printed)
    minutes = int(sign[2]) * 60 + int(sign[3] or 0) if sign else 0
    if sign is None or minutes > _LARGEST_OFFSET:
        return None
    return timezone(timedelta(minutes=-minutes if sign[1] == "-" else minutes))


def _named_zone(zone: str) -> ZoneInfo | None:
    """A zone that changes its offset with the season: eastern time, europe/berlin."""
    words = _ZONE_WORDS.sub("", zone)
    name = date_rules().zone_names.get(words)
    if name is None and "/" in zone:
        name = "/".join("_".join(w.capitalize() for w in part.split("_")) for part in zone.split("/"))
    return zone_info(name) if name else None


def _local(moment: datetime, place: ZoneInfo | None) -> datetime:
    if place is None or moment.utcoffset():
        return moment
    try:
        offset = moment.astimezone(place).utcoffset()
        return moment.astimezone(timezone(offset)) if offset is not None else moment
    except OverflowError:
        return moment


@lru_cache(maxsize=128)
def zone_info(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
