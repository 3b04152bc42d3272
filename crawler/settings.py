"""Every default of a crawl, with its reason. RELATED_* settings are this project's own; the rest is Scrapy's."""

from crawler import __version__

BOT_NAME = "related-news-crawler"
SPIDER_MODULES = ["crawler.spiders"]
COMMANDS_MODULE = "crawler.commands"
ADDONS = {"crawler.addon.FeedsAndReplay": 100}

# --- What a run writes and remembers -------------------------------------------------------------------------------
RELATED_OUTPUT = None  # None: output/<spider>/<start time>/, a new folder a run
RELATED_STORE = "sqlite:///output/related.db"  # beside the runs: what was seen outlives them
RELATED_DEDUPE_ENABLED = True
RELATED_PROGRESS = "auto"  # a live line only where a person watches: stderr is a terminal
RELATED_REPLAY = None
RELATED_RECORD = None
REPLAY_PRIORITY = 35  # of what a replay sets: above the spider's settings, below the command line's

FEED_EXPORT_ENCODING = "utf-8"  # readable Chinese, not escapes
FEED_STORE_EMPTY = True  # a feed without lines is a fact; a missing file is a question
FEED_EXPORTERS = {
    "jsonlines": "crawler.exporters.lines.LinesExporter",
    "jsonl": "crawler.exporters.lines.LinesExporter",
    "jl": "crawler.exporters.lines.LinesExporter",
    "csv": "crawler.exporters.tables.CsvExporter",
    "xml": "crawler.exporters.tables.XmlExporter",
}

FEED_STORAGES = {"": "crawler.exporters.storage.FileStorage", "file": "crawler.exporters.storage.FileStorage"}

ITEM_PROCESSOR = "crawler.pipelines.manager.PipelineManager"
ITEM_PIPELINES = {
    "crawler.pipelines.sanitize.Sanitize": 50,
    "crawler.pipelines.clean.Clean": 100,
    "crawler.pipelines.versions.Versions": 200,
    "crawler.pipelines.dedupe.Dedupe": 300,
    "crawler.pipelines.remember.Remember": 350,
    "crawler.pipelines.validate.Validate": 400,
}
EXTENSIONS = {
    "scrapy.extensions.spiderstate.SpiderState": None,  # a job keeps its own state, in one transaction
    "crawler.extensions.checkpoint.Checkpoint": 490,
    "crawler.extensions.manifest.Manifest": 500,
    "crawler.extensions.progress.Progress": 510,
    "crawler.extensions.logs.CleanLogs": 0,
}

# --- Manners: a crawl goes to other people's servers ---------------------------------------------------------------
RELATED_CONTACT = None
USER_AGENT = f"{BOT_NAME}/{__version__}"  # truthful; RELATED_CONTACT is added where it is set
ROBOTSTXT_OBEY = True
DOWNLOAD_DELAY = 1.0  # seconds between two requests to one host; with 0 Scrapy does not hold the line below
CONCURRENT_REQUESTS_PER_DOMAIN = 1  # one visitor at a time, as a reader would be
CONCURRENT_REQUESTS = 16  # hosts side by side; memory grows with it
RETRY_TIMES = 2
RETRY_GIVE_UP_LOG_LEVEL = "DEBUG"  # the spider says it, once a page, with the reason
RELATED_WAIT_LIMIT = 30.0  # seconds: the longest Crawl-delay and Retry-After that are waited; a page that is to wait
# longer is given up, and its host rests so long
RELATED_HOST_FAILURES = 10  # failures in a row that put a host aside; ten times as many once it has answered
RELATED_OBEY_RIGHTS = False  # reservations are recorded either way; whether they bind is the operator's question
REDIRECT_MAX_TIMES = 5  # what RFC 9309 asks for robots.txt; honest sites need two or three
HTTPERROR_ALLOW_ALL = False

# --- Safety --------------------------------------------------------------------------------------------------------
# Links decide what is fetched next, so only the web's two schemes have a handler: file: would put local files out.
DOWNLOAD_HANDLERS = {
    "http": "crawler.handlers.guarded.GuardedHandler",
    "https": "crawler.handlers.guarded.GuardedHandler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}
RELATED_ALLOW_PRIVATE = None  # a page could lead into the operator's own network: what may be asked there is named
DOWNLOAD_VERIFY_CERTIFICATES = True  # False reads hosts with bad certificates, and whatever anyone on the way writes
DOWNLOAD_MAXSIZE = 10 * 1024 * 1024  # bytes; the longest honest news page seen is 9 MB
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_FAIL_ON_DATALOSS = False  # a wrong Content-Length is common; middlewares/truncation.py tells it from a cut
DOWNLOAD_TIMEOUT = 15  # seconds for the whole answer: a byte a second is no answer
DNS_TIMEOUT = 10  # seconds; Scrapy's 60 let one dead name server hold a thread for a minute
REACTOR_THREADPOOL_MAXSIZE = 20  # names are looked up in threads: twenty slow ones at once hold nobody up
COOKIES_ENABLED = False  # no session is needed to read, and a host's cookies can grow until it refuses
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False  # runs Python for whoever holds its token
REFERRER_POLICY = "no-referrer"  # which page led here is nobody else's business

# --- Bounds --------------------------------------------------------------------------------------------------------
RELATED_LIST_LIMIT = 1000  # entries taken from one feed or sitemap, the first ones: feeds put the newest first
RELATED_LIST_DEPTH = 3  # a sitemap index in a sitemap index in a sitemap index
RELATED_LIST_FILES = 50  # files read under one sitemap index
RELATED_LINKS_LIMIT = 500  # links taken from one page; an honest page offers some dozens
RELATED_HOST_PAGES = 10_000  # pages followed to on one host: three hours of it at the default pace
RELATED_SITE_PAGES = 20_000  # and on all hosts of one registrable domain
RELATED_SITE_HOSTS = 100  # hosts of one registrable domain: a wildcard host has endlessly many, a large portal 60
RELATED_NOVELTY = 25  # pages of one make in a row without a new story close it: a calendar has none, an archive has
RELATED_PAGE_SECONDS = 2.0  # of processor time to read one page; the median is 0.03
RELATED_REVISIT_SHORTEST = 1800  # seconds: corrections come in the first hours, and no reader is faster to see them
RELATED_REVISIT_LONGEST = 30 * 86400  # seconds: what nobody has touched for months is asked once a month
RELATED_REVISIT_AGES = 8  # news ages: a story is left alone for an eighth of its age, a day old 3 h, a week old 21 h
RELATED_REVISIT_LIMIT = 1000  # known pages asked again in one run, the most overdue first
URLLENGTH_LIMIT = 2083  # characters; what browsers once took at most, and more than any honest link needs

# --- Order and speed -----------------------------------------------------------------------------------------------
SCHEDULER = "crawler.scheduler.Scheduler"
DUPEFILTER_CLASS = (
    "scrapy.dupefilters.BaseDupeFilter"  # identity is canonical_url: the spider and the scheduler keep it
)
CONCURRENT_ITEMS = 4  # pipelines work on the processor; more at once only costs
DEPTH_STATS_VERBOSE = False
WARN_ON_GENERATOR_RETURN_VALUE = False  # reads a callback's source again at each page: 1 ms of about 25
SPIDER_MIDDLEWARES = {
    "crawler.middlewares.internal_errors.InternalErrors": 20,  # outermost: sees the errors of all others
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,  # depth counts hops, not redirects
    "crawler.middlewares.rights.RightsReader": 500,
    "crawler.middlewares.limits.Limits": 600,
}
DOWNLOADER_MIDDLEWARES = {
    # On the way out from top to bottom, on the way back from bottom to top.
    "crawler.middlewares.limits.Waiting": 40,
    "crawler.middlewares.addresses.Addresses": 60,  # before anything is asked of the host, robots.txt too
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,  # reads errors as permission
    "crawler.middlewares.robots.Robots": 100,
    "crawler.middlewares.rights.Policies": 540,
    "crawler.middlewares.truncation.Truncation": 545,
    "crawler.middlewares.pace.Pace": 560,  # sees every attempt, before it is tried again
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "crawler.middlewares.decoding.Decoding": 590,
    "crawler.archive.recorder.Recorder": 950,  # nearest to the network: records the answer as it came
}

LOG_LEVEL = "INFO"
LOG_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
