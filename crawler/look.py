"""A look at a site that keeps nothing: ``python -m crawler.look``, a child process as a harvest is.

Reads lines of JSON from standard input: first ``{"settings": …, "source": …}``
(a source's keys with its name), then one request a line (``url``, ``body``,
``headers``, ``kind``). Answers each with one line: ``{"capture": …}``, the
body in base64, or ``{"issue": …}``. Ends when standard input closes. It goes to
the site as a harvest does: robots.txt, one request at a time with a delay, our
user agent, size limits, on the source's hosts only.
"""

from __future__ import annotations

import asyncio
import base64
import json
import signal
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response

from crawler.answers import header_pairs, refused, unreachable
from crawler.configuration import MEGABYTE, scrapy_settings
from crawler.loader import politeness_settings
from jiyao.settings import Settings
from jiyao.source import Source

_KEPT = frozenset({200, 404, 410})
_ASKS_THE_ARCHIVE = "crawler.middlewares.AskOnlyForChanges"
_SETTINGS: dict[str, Any] = {
    # The source comes with the order: other files, which may be broken, are none of a look's business.
    "SPIDER_LOADER_CLASS": "scrapy.spiderloader.SpiderLoader",
    "SPIDER_MODULES": [],
    "ITEM_PIPELINES": {},
    "EXTENSIONS": {},
    "DOWNLOAD_MAXSIZE": 5 * MEGABYTE,
    "RETRY_TIMES": 2,
    "LOG_ENABLED": False,
}


class LookSpider(Spider):
    """Fetches what standard input asks for, one after the other."""

    name = "look"
    source: Source

    async def start(self) -> AsyncIterator[Any]:
        """Answer each request of standard input; yields nothing."""
        loop = asyncio.get_running_loop()
        while line := await loop.run_in_executor(None, sys.stdin.readline):
            _say(await self._answer(json.loads(line)))
        return
        yield

    async def _answer(self, asked: dict[str, Any]) -> dict[str, Any]:
        url: str = asked["url"]
        at = datetime.now(UTC)
        try:
            request = Request(
                url, method="POST" if asked["body"] is not None else "GET", body=asked["body"], headers=asked["headers"]
            )
            assert self.crawler.engine is not None
            response = await self.crawler.engine.download_async(request)
        except Exception as error:  # whatever keeps a page away is what the look has to tell
            reason, message = unreachable(error)
            return {"issue": {"url": url, "at": at.isoformat(), "reason": reason, "message": message}}
        if response.status not in _KEPT:
            issue = refused(self.source.name, url, at, response)
            return {"issue": {"url": url, "at": at.isoformat(), "reason": issue.reason, "message": issue.message}}
        return {"capture": _captured(response, at)}


def _captured(response: Response, at: datetime) -> dict[str, Any]:
    body = base64.b64encode(response.body).decode()
    return {
        "url": response.url, "at": at.isoformat(), "status": response.status,
        "headers": header_pairs(response.headers), "body": body,
    }  # fmt: skip


def _say(record: dict[str, Any]) -> None:
    print(json.dumps(record, ensure_ascii=False), flush=True)


def main() -> None:
    """Look at what standard input asks for."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    order: dict[str, Any] = json.loads(sys.stdin.readline())
    settings = Settings(**order["settings"])
    source = Source.model_validate_json(json.dumps(order["source"]))
    given = scrapy_settings(settings) | politeness_settings(source) | _SETTINGS
    middlewares = {name: place for name, place in given["DOWNLOADER_MIDDLEWARES"].items() if name != _ASKS_THE_ARCHIVE}
    given["DOWNLOADER_MIDDLEWARES"] = middlewares
    process = AsyncCrawlerProcess(given)
    process.crawl(type("LookSpider", (LookSpider,), {"source": source}))
    process.start()


if __name__ == "__main__":
    main()
