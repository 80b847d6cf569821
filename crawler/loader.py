"""One spider for every source file: ``scrapy list``, ``scrapy crawl NAME``."""

from __future__ import annotations

from typing import Any

from scrapy import Request, Spider
from scrapy.settings import BaseSettings
from scrapy.spiderloader import SpiderLoader

from crawler.spiders.site import SiteSpider
from jiyao.source import Source
from jiyao.source_files import sources_of
from pipelines.addresses import host_of
from pipelines.items import SETTINGS


def politeness_settings(source: Source) -> dict[str, Any]:
    """Return the Scrapy settings by which a site is visited as gently as its source asks for."""
    return {
        "DOWNLOAD_DELAY": source.politeness.delay,
        "AUTOTHROTTLE_ENABLED": source.politeness.delay > 0,
        "AUTOTHROTTLE_START_DELAY": source.politeness.delay,
        "CONCURRENT_REQUESTS_PER_DOMAIN": source.politeness.concurrency,
        # Few wait in the downloader, so that a run which is asked to stop ends soon whatever the delay.
        "CONCURRENT_REQUESTS": 2 * source.politeness.concurrency,
        "AUTOTHROTTLE_TARGET_CONCURRENCY": float(source.politeness.concurrency),
        "ROBOTSTXT_OBEY": source.politeness.robots,
        "DOWNLOAD_VERIFY_CERTIFICATES": source.politeness.certificates == "checked",
        "CLOSESPIDER_TIMEOUT": round(source.visit.longest * 3600),
    }


def spider_class(source: Source) -> type[SiteSpider]:
    """Return the spider that harvests ``source``, with the politeness its file asks for."""
    said = {"name": source.name, "source": source, "custom_settings": politeness_settings(source)}
    return type("SiteSpider", (SiteSpider,), said)


class SourceLoader(SpiderLoader):
    """Scrapy's spider loader, over source files; Scrapy 2.15 takes none that is not derived from its own."""

    def __init__(self, sources: dict[str, Source]) -> None:
        self._sources = sources

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> SourceLoader:
        """Return a loader over the installation's sources."""
        return cls(sources_of(settings[SETTINGS]))

    def load(self, spider_name: str) -> type[Spider]:
        """Return the spider class of a source; :class:`KeyError` where there is none."""
        if spider_name not in self._sources:
            raise KeyError(f"Spider not found: {spider_name}")
        return spider_class(self._sources[spider_name])

    def find_by_request(self, request: Request) -> list[str]:
        """Return the sources whose hosts include the request's."""
        host = host_of(request.url)
        return [name for name, source in sorted(self._sources.items()) if host in source.hosts]

    def list(self) -> list[str]:
        """Return the names of all sources, those that are not enabled too."""
        return sorted(self._sources)
