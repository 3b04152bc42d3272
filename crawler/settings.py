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

FEED_EXPORT_ENCODING = "utf-8"  # readable Chinese, not escapes
FEED_STORE_EMPTY = True  # a feed without lines is a fact; a missing file is a question
FEED_EXPORTERS = {
    "jsonlines": "crawler.exporters.lines.LinesExporter",
    "jsonl": "crawler.exporters.lines.LinesExporter",
    "jl": "crawler.exporters.lines.LinesExporter",
}

FEED_STORAGES = {"": "crawler.exporters.storage.FileStorage", "file": "crawler.exporters.storage.FileStorage"}

ITEM_PIPELINES = {
    "crawler.pipelines.clean.Clean": 100,
    "crawler.pipelines.dedupe.Dedupe": 300,
    "crawler.pipelines.validate.Validate": 400,
}
EXTENSIONS = {
    "scrapy.extensions.spiderstate.SpiderState": None,  # a job keeps its own state, in one transaction
    "crawler.extensions.checkpoint.Checkpoint": 490,
    "crawler.extensions.manifest.Manifest": 500,
    "crawler.extensions.progress.Progress": 510,
}

# --- Manners: a crawl goes to other people's servers ---------------------------------------------------------------
RELATED_CONTACT = None
USER_AGENT = f"{BOT_NAME}/{__version__}"  # truthful; RELATED_CONTACT is added where it is set
ROBOTSTXT_OBEY = True
DOWNLOAD_DELAY = 1.0  # seconds between two requests to one host; with 0 Scrapy does not hold the line below
CONCURRENT_REQUESTS_PER_DOMAIN = 1  # one visitor at a time, as a reader would be
CONCURRENT_REQUESTS = 16  # hosts side by side; memory grows with it
RETRY_TIMES = 2
RETRY_GIVE_UP_LOG_LEVEL = "DEBUG"  # the spider says it itself, with the reason
REDIRECT_MAX_TIMES = 5  # what RFC 9309 asks for robots.txt; honest sites need two or three
HTTPERROR_ALLOW_ALL = False

# --- Safety --------------------------------------------------------------------------------------------------------
# Links decide what is fetched next, so only the web's two schemes have a handler: file: would put local files out.
DOWNLOAD_HANDLERS = {"data": None, "file": None, "ftp": None, "s3": None}
DOWNLOAD_VERIFY_CERTIFICATES = True
DOWNLOAD_MAXSIZE = 10 * 1024 * 1024  # bytes; the longest honest news page seen is 9 MB
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_TIMEOUT = 15  # seconds
COOKIES_ENABLED = False  # no session is needed to read, and a host's cookies can grow until it refuses
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False  # runs Python for whoever holds its token
REFERRER_POLICY = "no-referrer"  # which page led here is nobody else's business

# --- Bounds --------------------------------------------------------------------------------------------------------
RELATED_LIST_LIMIT = 1000  # entries taken from one feed or sitemap, the first ones: feeds put the newest first
RELATED_LIST_DEPTH = 3  # a sitemap index in a sitemap index in a sitemap index
RELATED_LIST_FILES = 50  # files read under one sitemap index
RELATED_LINKS_LIMIT = 500  # links taken from one page; an honest page offers some dozens

# --- Order and speed -----------------------------------------------------------------------------------------------
SCHEDULER = "crawler.scheduler.Scheduler"
DUPEFILTER_CLASS = (
    "scrapy.dupefilters.BaseDupeFilter"  # identity is canonical_url: the spider and the scheduler keep it
)
CONCURRENT_ITEMS = 4  # pipelines work on the processor; more at once only costs
DEPTH_STATS_VERBOSE = False
WARN_ON_GENERATOR_RETURN_VALUE = False  # reads a callback's source again at each page: 1 ms of about 25
SPIDER_MIDDLEWARES = {"scrapy.spidermiddlewares.depth.DepthMiddleware": None}  # depth counts hops, not redirects
DOWNLOADER_MIDDLEWARES = {
    "crawler.archive.recorder.Recorder": 950,  # nearest to the network: records the answer as it came
}

LOG_LEVEL = "INFO"
LOG_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
