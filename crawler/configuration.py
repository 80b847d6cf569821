"""Scrapy's settings for an installation: polite unless its operator says otherwise."""

from __future__ import annotations

from typing import Any

from jiyao import __version__
from jiyao.settings import Settings
from pipelines.items import SETTINGS

MEGABYTE = 1 << 20
_COMPONENTS: dict[str, Any] = {
    "DOWNLOADER_MIDDLEWARES": {
        "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
        "crawler.middlewares.RestHours": 40,
        "crawler.middlewares.StayOnSite": 50,
        "crawler.middlewares.AskOnlyForChanges": 60,
        "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
        "crawler.middlewares.PatientRetry": 550,
    },
    "ITEM_PIPELINES": {
        "pipelines.items.KeepPipeline": 100,
        "pipelines.items.UnderstandPipeline": 200,
        "pipelines.items.PublishPipeline": 300,
    },
    "EXTENSIONS": {
        "spidermon.contrib.scrapy.extensions.Spidermon": 500,
        "crawler.monitors.Watching": 510,
        "crawler.verdict.Decide": 520,
    },
    "SPIDERMON_ENABLED": True,
    "SPIDERMON_SPIDER_CLOSE_MONITORS": ["crawler.monitors.ExpectedRun"],
}


def scrapy_settings(settings: Settings) -> dict[str, Any]:
    """Return what Scrapy needs to know to harvest for this installation."""
    contact = f"; +{settings.contact}" if settings.contact else ""
    return {
        SETTINGS: settings,
        "BOT_NAME": "jiyao",
        "SPIDER_MODULES": ["crawler.spiders"],
        "SPIDER_LOADER_CLASS": "crawler.loader.SourceLoader",
        "USER_AGENT": f"jiyao/{__version__} (archive of government meeting reports{contact})",
        "DEFAULT_REQUEST_HEADERS": {
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Language": "zh,*;q=0.5",  # Scrapy asks for English; either script, as the site writes it
        },
        "ROBOTSTXT_OBEY": True,
        "ROBOTSTXT_USER_AGENT": "jiyao",
        "DOWNLOAD_DELAY": 1.0,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "CONCURRENT_REQUESTS": 32,
        "CONCURRENT_ITEMS": 1,  # a page is one item; Scrapy would start that many tasks for every page
        "WARN_ON_GENERATOR_RETURN_VALUE": False,  # Scrapy would read our source again for every answer, 2 ms each
        "AUTOTHROTTLE_ENABLED": True,
        "AUTOTHROTTLE_MAX_DELAY": 120.0,
        "DOWNLOAD_TIMEOUT": 60,
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        **({} if settings.private_networks else {"TWISTED_DNS_RESOLVER": "crawler.network.PublicResolver"}),
        "DOWNLOAD_MAXSIZE": 20 * MEGABYTE,
        "DOWNLOAD_WARNSIZE": 0,
        "SCHEDULER_MEMORY_QUEUE": "scrapy.squeues.FifoMemoryQueue",  # in the order of the lists: newest first
        "REDIRECT_MAX_TIMES": 5,
        "RETRY_TIMES": 8,
        "RETRY_HTTP_CODES": [429, 500, 502, 503, 504],
        "COOKIES_ENABLED": True,  # openresty CT6T sends to itself until its cookie comes back, seen 2026-08
        "HTTPERROR_ALLOW_ALL": True,  # every answer is told apart by the spider
        **_COMPONENTS,
        "MEMUSAGE_ENABLED": True,
        "MEMUSAGE_LIMIT_MB": settings.harvest_memory,
        "MEMUSAGE_CHECK_INTERVAL_SECONDS": 5.0,
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,  # Scrapy 2.19 would serve a console and leave a file in the home folder
        "TWISTED_REACTOR": "twisted.internet.asyncioreactor.AsyncioSelectorReactor",
        "LOG_LEVEL": "INFO",
        "LOG_FORMATTER": "crawler.monitors.QuietItems",
    }
