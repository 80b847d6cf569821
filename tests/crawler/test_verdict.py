"""How a run ends where something breaks while its pages are published."""

from __future__ import annotations

import asyncio
import logging
from types import SimpleNamespace
from typing import Any

import pytest

from crawler.harvest import _told
from crawler.verdict import Decide
from jiyao.errors import EngineAway
from pipelines.journal import Verdict


@pytest.mark.parametrize("fault", [KeyError("held_from"), EngineAway("it does not answer", "Start it.")])
def test_a_run_whose_pages_could_not_be_published_says_why(fault: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    noted: list[tuple[Verdict, object]] = []
    forgot: list[bool] = []
    deciding = Decide.__new__(Decide)
    waiting = SimpleNamespace(delete=lambda: forgot.append(True))
    deciding.spider = SimpleNamespace(run=SimpleNamespace(waiting=waiting), missed={}, logger=logging.getLogger("test"))

    async def act(*_: Any) -> Verdict:
        raise fault

    monkeypatch.setattr(deciding, "_act", act)
    monkeypatch.setattr(
        deciding, "_note", lambda run, verdict, missed: noted.append((verdict, deciding.spider.failure))
    )
    asyncio.run(deciding.engine_stopped())
    assert noted == [(Verdict.NONE, fault)]
    assert forgot
    assert type(fault).__name__ == (_told(deciding.spider.failure) or {})["type"]
