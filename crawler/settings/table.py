"""The project's own settings: name, reader, default, reason. Defaults, checks and documentation come of this table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import crawler.settings.readers as readers
from crawler.settings.readers import Reader


@dataclass(frozen=True, slots=True)
class Setting:
    """One `-s NAME=VALUE`: read() gives what a value means, or raises ValueError saying what is allowed."""

    name: str
    read: Reader
    default: Any
    reason: str
    """What it is, and why its default is what it is."""


OUTPUT = (
    Setting(
        "RELATED_OUTPUT",
        readers.folder,
        None,
        "folder of this run's feeds; None: output/<spider>/<start time>/, a new folder a run",
    ),
    Setting(
        "RELATED_STORE",
        readers.store,
        "sqlite:///output/related.db",
        "what was seen, the near-copy index, the frontiers of jobs; beside the runs: what was seen outlives them",
    ),
    Setting(
        "RELATED_DEDUPE_ENABLED",
        readers.switch,
        True,
        "whether copies of a story are found; without it every page is a story of its own",
    ),
    Setting(
        "RELATED_PROGRESS",
        readers.choice("auto", "on", "off"),
        "auto",
        "what is shown while a crawl runs; auto: only where a person watches, which is where stderr is a terminal",
    ),
    Setting(
        "RELATED_LOG_JSON",
        readers.switch,
        False,
        "a JSON object a log line, with the run's id in each; False: people read logs more often than machines",
    ),
    Setting(
        "RELATED_METRICS_FILE",
        readers.metrics_file,
        None,
        "a .prom file in the folder that node_exporter's textfile collector reads; written while a crawl runs",
    ),
    Setting(
        "RELATED_STATSD",
        readers.udp_address,
        None,
        "HOST:PORT of a StatsD server, or HOST where the port is 8125, its own; the same metrics as gauges",
    ),
    Setting(
        "RELATED_REPLAY",
        readers.archives,
        None,
        "WARC files that answer every request; None: the network does",
    ),
    Setting(
        "RELATED_RECORD",
        readers.new_file,
        None,
        "a new WARC file that every answer is written to",
    ),
    Setting(
        "RELATED_SUMMARY",
        readers.file_or_output,
        None,
        "where the manifest goes as one JSON document when a run ends, also when it fails; - is standard output, where"
        " RELATED_LOG_JSON makes it one line",
    ),
    Setting(
        "RELATED_SITE_RULES",
        readers.site_rules,
        None,
        "a folder of <domain>.toml files: selectors for sites that the general readers misread; they stand above the"
        " project's own",
    ),
    Setting(
        "RELATED_PLUGINS",
        readers.plugins,
        None,
        "names of installed plugins that take part: page readers, link judges, pipelines; None: what is installed"
        " changes no crawl that does not ask for it",
    ),
    Setting(
        "RELATED_SEED_LINES",
        readers.choice("skip", "refuse"),
        "skip",
        "what becomes of a line of urls_file that is no URL; skip: it is left out with a warning that has its number,"
        " since one bad line in ten thousand should not cost a night",
    ),
    Setting(
        "RELATED_SEEDS_MAY_FAIL",
        readers.number_or_share,
        0,
        "seeds that may fail, a number or a share such as 10%, before a run's exit status says so;"
        " 0: whoever lists a seed wants to know when it is gone",
    ),
)
MANNERS = (
    Setting(
        "RELATED_CONTACT",
        readers.anything,
        None,
        "URL or address that goes into the User-Agent, so that a site's operator can write before he blocks",
    ),
    Setting(
        "RELATED_OBEY_RIGHTS",
        readers.switch,
        False,
        "also obey TDM reservations, noai and noindex; they are recorded either way, and whether they bind is the"
        " operator's question",
    ),
    Setting(
        "RELATED_WAIT_LIMIT",
        readers.seconds,
        30.0,
        "seconds: the longest Crawl-delay and Retry-After that are waited; a page that is to wait longer is given up,"
        " and its host rests so long. A host that does not answer rests as long, then twice, four times …; when nothing"
        " else is left, the crawl waits for eight times as long after the last answer",
    ),
    Setting(
        "RELATED_HOST_FAILURES",
        readers.whole,
        10,
        "failures in a row after which a host rests; ten times as many once it has answered. A host that refuses"
        " connections or whose name is not found rests after one page",
    ),
    Setting(
        "RELATED_ROBOTS_RETRY",
        readers.durations,
        "60,300,1800",
        "seconds after which a robots.txt that cannot be read is asked for again, the first time, the second, and from"
        " then on; until then nothing is asked of its host (RFC 9309), and a minute forgives most restarts of a server",
    ),
    Setting(
        "RELATED_ALLOW_PRIVATE",
        readers.private_hosts,
        None,
        "host names, addresses and networks (10.0.0.0/8), comma-separated and without ports, that may be asked although"
        " they are private; None: a page could lead into the operator's own network",
    ),
)
BOUNDS = (
    Setting(
        "RELATED_LIST_LIMIT",
        readers.whole,
        1000,
        "entries taken from one feed or sitemap, the first ones: feeds put the newest first",
    ),
    Setting(
        "RELATED_LIST_DEPTH",
        readers.whole,
        3,
        "levels of sitemap indexes: an index in an index in an index",
    ),
    Setting(
        "RELATED_LIST_FILES",
        readers.whole,
        50,
        "files read under one sitemap index",
    ),
    Setting(
        "RELATED_LINKS_LIMIT",
        readers.whole,
        500,
        "links taken from one page; an honest page offers some dozens",
    ),
    Setting(
        "RELATED_HOST_PAGES",
        readers.whole,
        10_000,
        "pages followed to on one host: three hours of it at the default pace",
    ),
    Setting(
        "RELATED_SITE_PAGES",
        readers.whole,
        20_000,
        "pages followed to on all hosts of one registrable domain",
    ),
    Setting(
        "RELATED_SITE_HOSTS",
        readers.whole,
        100,
        "hosts of one registrable domain: a wildcard host has endlessly many, a large portal 60",
    ),
    Setting(
        "RELATED_NOVELTY",
        readers.whole,
        25,
        "pages of one URL pattern in a row without a new story that close it: a calendar has none, an archive has",
    ),
    Setting(
        "RELATED_PAGE_SECONDS",
        readers.seconds,
        2.0,
        "seconds of processor time to read one page; the median is 0.03",
    ),
)
SPEED = (
    Setting(
        "RELATED_ARCHIVE_WORKERS",
        readers.processes,
        "auto",
        "processes that read an archive's records; auto: one for each core that this process may use. What is written"
        " is the same whatever the number",
    ),
)
REVISITS = (
    Setting(
        "RELATED_REVISIT_SHORTEST",
        readers.whole,
        1800,
        "seconds: corrections come in the first hours, and no reader is faster to see them",
    ),
    Setting(
        "RELATED_REVISIT_LONGEST",
        readers.whole,
        30 * 86400,
        "seconds: what nobody has touched for months is asked once a month",
    ),
    Setting(
        "RELATED_REVISIT_AGES",
        readers.whole,
        8,
        "news ages: a story is left alone for an eighth of its age, a day old 3 h, a week old 21 h",
    ),
    Setting(
        "RELATED_REVISIT_LIMIT",
        readers.whole,
        1000,
        "known pages asked again in one run, the most overdue first",
    ),
)
BROWSER = (
    Setting(
        "RELATED_BROWSER",
        readers.switch,
        False,
        "whether a page that holds no story as it is sent is asked for once more and drawn by a browser, where it has"
        " scripts; False: a drawn page costs about a hundred times the processor time of a plain one",
    ),
    Setting(
        "RELATED_BROWSER_PATH",
        readers.program,
        None,
        "the browser's program; None: the first of chromium, chromium-browser, google-chrome, google-chrome-stable that"
        " is installed",
    ),
    Setting(
        "RELATED_BROWSER_SANDBOX",
        readers.switch,
        True,
        "whether the browser keeps its own sandbox, which a container may have to allow; for root it is off, as there"
        " Chromium has none",
    ),
    Setting(
        "RELATED_BROWSER_SECONDS",
        readers.seconds,
        30.0,
        "seconds in which a page must be drawn; its scripts and data wait for their hosts' turns, a second each at the"
        " default pace. What is there by then is read",
    ),
    Setting(
        "RELATED_BROWSER_PAGES",
        readers.whole,
        2,
        "pages drawn at a time; each takes a processor core while its scripts run",
    ),
)
TABLE: tuple[Setting, ...] = (*OUTPUT, *MANNERS, *BOUNDS, *SPEED, *REVISITS, *BROWSER)
BY_NAME: dict[str, Setting] = {setting.name: setting for setting in TABLE}


def defaults() -> dict[str, Any]:
    """Name -> default."""
    return {setting.name: setting.default for setting in TABLE}
