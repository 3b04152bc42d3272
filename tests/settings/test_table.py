"""The table of settings: whoever adds one gives it a default that its own reader takes, and a reason."""

from __future__ import annotations

import pytest
from scrapy.settings import BaseSettings
from scrapy.utils.project import get_project_settings

from crawler.settings.check import check_settings, find_misspelled
from crawler.settings.readers import SettingError
from crawler.settings.table import TABLE, Setting


@pytest.mark.parametrize("setting", TABLE, ids=lambda setting: setting.name)
def test_each_default_is_allowed_has_a_reason_and_is_what_a_crawl_gets(setting: Setting) -> None:
    setting.read(setting.default)
    assert len(setting.reason) > 15
    assert get_project_settings()[setting.name] == setting.default


def test_a_wrong_value_names_the_setting_the_value_and_what_is_allowed() -> None:
    settings = with_value("RELATED_SEEDS_MAY_FAIL", "a few")
    with pytest.raises(SettingError, match="SEEDS_MAY_FAIL: 'a few' is not allowed; it takes a whole number"):
        check_settings(settings)
    with pytest.raises(SettingError, match="120%"):
        check_settings(with_value("RELATED_SEEDS_MAY_FAIL", "120%"))
    check_settings(with_value("RELATED_SEEDS_MAY_FAIL", "10%"))


@pytest.mark.parametrize("blank", ["", " "])
@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("RELATED_REPLAY", "WARC.gz or WACZ files"),
        ("RELATED_RECORD", "a new file"),
        ("RELATED_SITE_RULES", "a folder"),
        ("RELATED_METRICS_FILE", r"ends with \.prom"),
        ("RELATED_STATSD", "HOST:PORT, or HOST for port 8125"),
        ("RELATED_SUMMARY", "- for standard output"),
        ("RELATED_OUTPUT", "a folder's name"),
        ("RELATED_BROWSER_PATH", "a program's name"),
    ],
)
def test_a_blank_value_of_what_names_a_place_is_refused(name: str, allowed: str, blank: str) -> None:
    with pytest.raises(SettingError, match=f"setting {name}: '{blank}' is not allowed; it takes .*{allowed}") as raised:
        check_settings(with_value(name, blank))
    assert "leave the setting out" in str(raised.value)


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    with pytest.raises(SettingError, match=r"RELATED_STROE: unknown; is it RELATED_STORE\? there are RELATED_OUTPUT"):
        check_settings(with_value("RELATED_STROE", "x"))


@pytest.mark.parametrize(
    ("name", "value", "answer"),
    [
        ("SPIDERMON_SPIDER_CLOSE_MONITORS", "no_such_module.Suite", "No module named 'no_such_module'"),
        ("EXTENSIONS", '{"crawler.extensions.none.None": 500}', "'crawler.extensions.none.None' cannot be loaded"),
    ],
)
def test_a_class_that_cannot_be_loaded_is_one_line_before_anything_starts(name: str, value: str, answer: str) -> None:
    with pytest.raises(SettingError, match=f"setting {name}: .*") as raised:
        check_settings(with_value(name, value))
    assert answer in str(raised.value)


def test_a_setting_that_nobody_knows_is_asked_about_where_it_is_like_a_known_one() -> None:
    settings = with_value("JOBDRI", "jobs/monday")
    for name in ("DOWNLOAD_DELAYS", "JOBDIR", "MY_PIPELINE_URL", "SPIDERMON_AWS_SECRET_ACCESS_KEY"):
        settings.set(name, "x", priority="cmdline")
    assert sorted(find_misspelled(settings)) == [
        "setting DOWNLOAD_DELAYS: unknown to Scrapy and here; is it DOWNLOAD_DELAY?",
        "setting JOBDRI: unknown to Scrapy and here; is it JOBDIR?",
    ]


def test_a_component_that_is_turned_off_need_not_be_there() -> None:
    check_settings(with_value("EXTENSIONS", '{"crawler.extensions.none.None": null}'))


def with_value(name: str, value: str) -> BaseSettings:
    settings = get_project_settings()
    settings.set(name, value, priority="cmdline")
    return settings
