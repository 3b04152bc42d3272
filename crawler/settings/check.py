"""Settings checked before anything starts: the first wrong one is one line with its name, value and what is allowed."""

from __future__ import annotations

import os
from importlib.util import find_spec
from logging import getLevelNamesMapping
from pathlib import Path

from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings, default_settings
from scrapy.utils.misc import load_object

from crawler.browser.program import NoBrowserError, find_program
from crawler.rules.load import RuleError
from crawler.rules.prove import prove_edited
from crawler.settings.readers import SettingError, switch
from crawler.settings.table import BY_NAME, TABLE, Setting
from crawler.text.spelling import nearest, unknown

_NUMBERS = (
    "DOWNLOAD_DELAY",
    "DOWNLOAD_TIMEOUT",
    "DOWNLOAD_MAXSIZE",
    "CONCURRENT_REQUESTS",
    "CONCURRENT_REQUESTS_PER_DOMAIN",
    "CONCURRENT_ITEMS",
    "RETRY_TIMES",
    "REDIRECT_MAX_TIMES",
)
"""Settings of Scrapy's that are numbers: it reads them late and answers a wrong one with a traceback."""
_LISTS = ("SPIDERMON_SPIDER_OPEN_MONITORS", "SPIDERMON_SPIDER_CLOSE_MONITORS", "SPIDERMON_ENGINE_STOP_MONITORS")
COMPONENT_SETTINGS = (
    *_LISTS,
    "ADDONS",
    "EXTENSIONS",
    "ITEM_PIPELINES",
    "DOWNLOADER_MIDDLEWARES",
    "SPIDER_MIDDLEWARES",
)
"""Settings that name classes of the user's own."""
_OTHERS = ("JOBDIR",)
"""Settings that matter here and have no default of Scrapy's."""
_FOREIGN = "SPIDERMON_"
"""What names of another program's settings begin with."""
_MISSPELLED = 0.8
"""How much alike, of 1, a name is to one that it is probably meant to be: JOBDRI and JOBDIR are .83."""
_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


def check_settings(settings: BaseSettings) -> None:
    """SettingError at the first setting that is unknown or wrong."""
    check_names(settings)
    for setting in TABLE:
        _check(setting, settings)
    _check_together(settings)
    _check_rules()
    _check_browser(settings)
    _check_scrapy_settings(settings)
    _check_components(settings)


def check_names(settings: BaseSettings) -> None:
    """SettingError at the first setting that is named as one of this project's and is none."""
    for name in settings:
        if str(name).startswith("RELATED_") and name not in BY_NAME:
            raise SettingError(f"setting {name}: {unknown(str(name), BY_NAME)}")


def find_misspelled(settings: BaseSettings) -> list[str]:
    """A line for each setting of the command line that nobody knows and that is much like a known one. Others that
    nobody knows may be for a component of the user's own."""
    known = {name for name in dir(default_settings) if name.isupper()} | {*BY_NAME, *_OTHERS, *_NUMBERS}
    given = [str(name) for name in settings if settings.getpriority(name) == SETTINGS_PRIORITIES["cmdline"]]
    found = {
        name: nearest(name, known, _MISSPELLED) for name in given if name not in known and not name.startswith(_FOREIGN)
    }
    return [f"setting {name}: unknown to Scrapy and here; is it {near}?" for name, near in found.items() if near]


def _check(setting: Setting, settings: BaseSettings) -> None:
    value = settings[setting.name]
    try:
        setting.read(value)
    except SettingError as error:
        raise SettingError(f"setting {setting.name}: {error}") from error
    except OSError as error:  # of a path that this user may not even look at
        raise SettingError(f"setting {setting.name}: {value!r} cannot be used ({error.strerror or error})") from error
    except ValueError as error:
        raise SettingError(f"setting {setting.name}: {value!r} is not allowed; it takes {error}") from error


def _check_together(settings: BaseSettings) -> None:
    record = settings["RELATED_RECORD"]
    if settings["RELATED_REPLAY"] and record:
        raise SettingError("setting RELATED_RECORD: not together with RELATED_REPLAY, which asks nobody")
    if record and os.path.exists(record) and not settings["JOBDIR"]:  # a job goes on with its own
        raise SettingError(f"setting RELATED_RECORD: {record!r} exists; it takes the name of a new file")


def _check_rules() -> None:
    """Rules that were edited hold what they must, before a page is read by them."""
    try:
        prove_edited()
    except RuleError as error:
        raise SettingError(f"rules {error}") from error


def _check_browser(settings: BaseSettings) -> None:
    if not switch(settings["RELATED_BROWSER"]):
        return
    if find_spec("scrapy_playwright") is None:
        raise SettingError(
            "setting RELATED_BROWSER: it takes the extra `browser`: in a checkout pip install '.[browser]'"
        )
    try:
        find_program(settings["RELATED_BROWSER_PATH"])
    except NoBrowserError as error:
        name = "RELATED_BROWSER_PATH" if settings["RELATED_BROWSER_PATH"] else "RELATED_BROWSER"
        raise SettingError(f"setting {name}: {error}") from error


def _check_scrapy_settings(settings: BaseSettings) -> None:
    for name in _NUMBERS:
        try:
            good = float(settings[name]) >= 0
        except (TypeError, ValueError):
            good = False
        if not good:
            raise SettingError(f"setting {name}: {settings[name]!r} is not allowed; it takes a number from 0")
    level = settings["LOG_LEVEL"]
    if not str(level).isdecimal() and level not in getLevelNamesMapping():
        raise SettingError(f"setting LOG_LEVEL: {level!r} is not allowed; it takes {', '.join(_LEVELS)}")
    _check_log_file(settings["LOG_FILE"])
    try:
        monitored = switch(settings["SPIDERMON_ENABLED"])
    except ValueError as error:
        value = settings["SPIDERMON_ENABLED"]
        raise SettingError(f"setting SPIDERMON_ENABLED: {value!r} is not allowed; it takes {error}") from error
    if monitored and find_spec("spidermon") is None:
        raise SettingError(
            "setting SPIDERMON_ENABLED: it takes the extra `monitor`: in a checkout pip install '.[monitor]'"
        )


def _check_log_file(name: str | None) -> None:
    if not name:
        return
    try:
        with Path(name).open("a"):
            pass
    except OSError as error:
        raise SettingError(f"option --logfile: {name!r} cannot be written ({error.strerror or error})") from error


def _check_components(settings: BaseSettings) -> None:
    """What the user's own settings name as classes can be loaded: Scrapy answers a wrong one with a traceback."""
    for name in COMPONENT_SETTINGS:
        if (settings.getpriority(name) or 0) <= SETTINGS_PRIORITIES["project"]:
            continue
        value = settings.getlist(name) if name in _LISTS else settings.getdict(name)
        for path in value:
            _load(name, path, used=name in _LISTS or value[path] is not None)


def _load(name: str, path: object, *, used: bool) -> None:
    if not used or not isinstance(path, str):
        return
    try:
        load_object(path)
    except Exception as error:  # whatever a module of the user's own does when it is imported
        reason = f"{type(error).__name__}: {error}; is its folder in PYTHONPATH?"
        raise SettingError(f"setting {name}: {path!r} cannot be loaded ({reason})") from error
