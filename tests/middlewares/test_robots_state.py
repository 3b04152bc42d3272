"""What is kept of robots.txt files, in memory and over a restart."""

from __future__ import annotations

import time

from scrapy.utils.test import get_crawler

from crawler.middlewares.robots import Robots, Rules
from crawler.settings.table import MANNERS

TEXT = "User-agent: *\n" + "".join(f"Disallow: /folder-{n}/\n" for n in range(160))


def robots() -> Robots:
    defaults = {setting.name: setting.default for setting in MANNERS}
    return Robots(get_crawler(settings_dict={**defaults, "ROBOTSTXT_OBEY": True}))


def test_twenty_thousand_hosts_are_restored_within_four_mebibytes_and_unparsed() -> None:
    until = time.time() + 1000
    found = robots()
    began = time.process_time()
    found.restore({f"https://host-{n}.example": [until + n, TEXT, None, ""] for n in range(20_000)})
    assert time.process_time() - began < 2
    assert sum(len(rules.text or "") for rules in found._known.values()) < 4 * 1024 * 1024
    assert all(rules.parser is None for rules in found._known.values())
    assert "https://host-19999.example" in found._known
    assert found.state()["https://host-0.example"] is None, "what is kept no longer leaves the store"


def test_what_could_not_be_read_is_not_kept_over_a_restart() -> None:
    found = robots()
    for name, retry_in in (("up", 0.0), ("down", 60.0)):
        rules = Rules(time.time() + 60, "", retry_in=retry_in)
        found._keep(f"https://{name}.example", rules)
        found._changed.add(f"https://{name}.example")
    state = found.state()
    assert state["https://down.example"] is None
    assert state["https://up.example"] is not None
    assert found.state() == {}


def test_what_is_a_day_old_is_asked_for_again() -> None:
    found = robots()
    found.restore({"https://old.example": [time.time() - 1, TEXT, None, ""], "https://gone.example": None})
    assert not found._known
