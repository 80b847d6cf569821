"""Lines about what happens: for people, or as JSON for a machine that gathers them (``JIYAO_LOG=json``).

A line of JSON has ``at`` (UTC), ``level``, ``logger``, ``message``, and where they are known ``source``, ``run`` (its
number in the journal) and ``request``; an error has ``exc_info``.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Literal

from pythonjsonlogger.json import JsonFormatter

Style = Literal["text", "json"]
_about: ContextVar[Mapping[str, object]] = ContextVar("about", default=MappingProxyType({}))


@contextmanager
def about(**known: object) -> Iterator[None]:
    """Say in every line of the block, of this thread, what it is about: ``source``, ``run``, ``request``."""
    token = _about.set({**_about.get(), **known})
    try:
        yield
    finally:
        _about.reset(token)


def start_logs(style: Style, level: int = logging.INFO) -> None:
    """Write this process's lines to standard error from now on, in that style."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Lines() if style == "json" else logging.Formatter(_TEXT, "%Y-%m-%d %H:%M:%S"))
    handler.addFilter(_know)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)


_TEXT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_FIELDS = ("source", "run", "request")


class _Lines(JsonFormatter):
    def __init__(self) -> None:
        super().__init__("%(levelname)s %(name)s %(message)s", rename_fields=_NAMES, json_ensure_ascii=False)

    def add_fields(
        self, log_data: dict[str, object], record: logging.LogRecord, message_dict: dict[str, object]
    ) -> None:
        log_data["at"] = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        super().add_fields(log_data, record, message_dict)
        # Scrapy hands its own objects along, which no machine can read.
        for name in ("spider", "crawler"):
            log_data.pop(name, None)


_NAMES = {"levelname": "level", "name": "logger"}


def _know(record: logging.LogRecord) -> bool:
    """Add what a line is about: what :func:`about` says, else what Scrapy's spider tells."""
    known = dict(_about.get())
    spider = getattr(record, "spider", None)
    if spider is not None:
        known.setdefault("source", getattr(spider, "name", None))
        known.setdefault("run", getattr(getattr(spider, "run", None), "number", None))
    for name in _FIELDS:
        if known.get(name) is not None and not hasattr(record, name):
            setattr(record, name, known[name])
    return True
