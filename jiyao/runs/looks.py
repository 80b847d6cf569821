"""A look at a site: pages fetched politely by a child process, and kept nowhere."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import datetime
from types import TracebackType
from typing import Any, Literal

from crawler.paging import Ask
from jiyao.errors import JiyaoError
from jiyao.model import Capture, Issue, Listed
from jiyao.runs.child import started
from jiyao.settings import Settings
from jiyao.source import Source

NOTHING_LISTED = Listed()


class Look:
    """Asks a source's site for one page after the other inside a ``with`` block; ``watch`` is told each address."""

    def __init__(self, settings: Settings, source: Source, watch: Callable[[str], None] | None = None) -> None:
        self.source = source
        self._watch = watch
        self._process = started("crawler.look")
        self._tell({"settings": settings.model_dump(mode="json"), "source": source.model_dump(mode="json")})

    def __enter__(self) -> Look:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self._process.kill()
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()

    def ask(
        self, ask: Ask, listed: Listed = NOTHING_LISTED, kind: Literal["article", "listing"] = "listing"
    ) -> Capture | Issue:
        """Return the page that is asked for, with the address it came from, or why it did not come."""
        if self._watch:
            self._watch(ask.url)
        self._tell({"url": ask.url, "body": ask.body, "headers": dict(ask.headers)})
        told = self._line()
        if issue := told.get("issue"):
            at = datetime.fromisoformat(issue["at"])
            return Issue(self.source.name, issue["url"], at, "", "fetch", issue["reason"], issue["message"])
        capture: dict[str, Any] = told["capture"]
        headers = tuple((str(name), str(value)) for name, value in capture["headers"])
        body = base64.b64decode(capture["body"])
        at = datetime.fromisoformat(capture["at"])
        return Capture(self.source.name, capture["url"], at, capture["status"], headers, body, kind, listed)

    def _tell(self, record: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(record) + "\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            raise self._broken() from None

    def _line(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        while text := self._process.stdout.readline():
            if text.startswith("{"):
                told: dict[str, Any] = json.loads(text)
                return told
        raise self._broken()

    @staticmethod
    def _broken() -> JiyaoError:
        return JiyaoError("the process that looks at the site ended", "This is a fault of ours: please report it.")
