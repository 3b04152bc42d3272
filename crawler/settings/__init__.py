"""Every default of a crawl, with its reason. RELATED_* settings are this project's own: crawler/settings/table.py has
each with its reader, default and reason. The rest is Scrapy's."""

from crawler import __version__
from crawler.settings.table import defaults as _defaults

globals().update(_defaults())

BOT_NAME = "related-news-crawler"
SPIDER_MODULES = ["crawler.spiders"]
COMMANDS_MODULE = "crawler.commands"
ADDONS = {"crawler.addon.RunSettings": 100}

# --- What a run writes and remembers -------------------------------------------------------------------------------
REPLAY_PRIORITY = 35  # of what a replay sets: above the spider's settings, below the command line's

FEED_EXPORT_ENCODING = "utf-8"  # readable Chinese, not escapes
FEED_STORE_EMPTY = True  # a feed without lines is a fact; a missing file is a question
FEED_EXPORTERS = {
    "jsonlines": "crawler.exporters.lines.LinesExporter",
    "jsonl": "crawler.exporters.lines.LinesExporter",
    "jl": "crawler.exporters.lines.LinesExporter",
    "csv": "crawler.exporters.tables.CsvExporter",
    "xml": "crawler.exporters.tables.XmlExporter",
    "marshal": "crawler.exporters.tables.MarshalExporter",
}

FEED_STORAGES = {
    "": "crawler.exporters.storage.FileStorage",
    "file": "crawler.exporters.storage.FileStorage",
    "stdout": "crawler.exporters.standard_output.StandardOutputStorage",
}

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
    "crawler.extensions.collector.Collector": 470,
    "crawler.extensions.site_counts.SiteCounts": 480,
    "crawler.extensions.checkpoint.Checkpoint": 490,
    "crawler.extensions.manifest.Manifest": 500,
    "crawler.extensions.health.Health": 505,
    "crawler.extensions.progress.Progress": 510,
    "crawler.extensions.log_lines.LogLines": 515,
    "crawler.extensions.logs.CleanLogs": 0,
}

# --- Manners: a crawl goes to other people's servers ---------------------------------------------------------------
USER_AGENT = f"{BOT_NAME}/{__version__}"  # truthful; RELATED_CONTACT is added where it is set
ROBOTSTXT_OBEY = True
DOWNLOAD_DELAY = 1.0  # seconds between two requests to one host; with 0 Scrapy does not hold the line below
CONCURRENT_REQUESTS_PER_DOMAIN = 1  # one visitor at a time, as a reader would be
CONCURRENT_REQUESTS = 16  # hosts side by side; memory grows with it
RETRY_TIMES = 2
RETRY_GIVE_UP_LOG_LEVEL = "DEBUG"  # the spider says it, once a page, with the reason
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
DOWNLOAD_VERIFY_CERTIFICATES = True  # False reads hosts with bad certificates, and whatever anyone on the way writes
DOWNLOAD_MAXSIZE = 10 * 1024 * 1024  # bytes; the longest honest news page seen is 9 MB
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_FAIL_ON_DATALOSS = False  # a wrong Content-Length is common; middlewares/truncation.py tells it from a cut
DOWNLOAD_TIMEOUT = 15  # seconds for the whole answer: a byte a second is no answer
TWISTED_DNS_RESOLVER = "crawler.handlers.names.MinuteResolver"  # keeps for a minute what was not found, too
DNS_TIMEOUT = 10  # seconds; Scrapy's 60 let one dead name server hold a thread for a minute
REACTOR_THREADPOOL_MAXSIZE = 20  # names are looked up in threads: twenty slow ones at once hold nobody up
COOKIES_ENABLED = False  # no session is needed to read, and a host's cookies can grow until it refuses
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False  # runs Python for whoever holds its token

# --- Bounds --------------------------------------------------------------------------------------------------------
URLLENGTH_LIMIT = 2083  # characters; what browsers once took at most, and more than any honest link needs

# --- Order and speed -----------------------------------------------------------------------------------------------
SCHEDULER = "crawler.scheduler.Scheduler"
DUPEFILTER_CLASS = (
    "scrapy.dupefilters.BaseDupeFilter"  # identity is canonical_url: the spider and the scheduler keep it
)
CONCURRENT_ITEMS = 1  # no pipeline here waits for anything; raise it for one of your own that does
DEPTH_STATS_VERBOSE = False
WARN_ON_GENERATOR_RETURN_VALUE = False  # reads a callback's source again at each page: 1 ms of about 25
SPIDER_MIDDLEWARES = {
    "crawler.middlewares.internal_errors.InternalErrors": 20,  # outermost: sees the errors of all others
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,  # depth counts hops, not redirects
    "crawler.middlewares.rights.RightsReader": 500,
    "crawler.middlewares.limits.Limits": 600,
    "scrapy.spidermiddlewares.referer.RefererMiddleware": None,  # a page's own policy overrules REFERRER_POLICY
    "crawler.middlewares.referrer.NoReferrer": 700,
}
DOWNLOADER_MIDDLEWARES = {
    # On the way out from top to bottom, on the way back from bottom to top.
    "crawler.middlewares.unanswered.Unanswered": 30,  # of what fails, the last to look
    "crawler.middlewares.limits.Waiting": 40,
    "crawler.middlewares.addresses.Addresses": 60,  # before anything is asked of the host, robots.txt too
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,  # reads errors as permission
    "crawler.middlewares.robots.Robots": 100,
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,  # which sites are asked, the arguments say
    "crawler.middlewares.drawing.Drawing": 530,  # sees answers that nothing changes any more
    "crawler.middlewares.rights.Policies": 540,
    "crawler.middlewares.truncation.Truncation": 545,
    "crawler.middlewares.pace.Pace": 560,  # sees every attempt, before it is tried again
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,  # misses half of the forms
    "crawler.middlewares.page_redirects.PageRedirects": 580,
    "crawler.middlewares.decoding.Decoding": 590,
    "crawler.archive.recorder.Recorder": 950,  # nearest to the network: records the answer as it came
}

LOG_LEVEL = "INFO"
LOG_FORMATTER = "crawler.extensions.logs.PageLines"
LOGSTATS_INTERVAL = 0  # the progress extension says how a crawl goes
LOG_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
