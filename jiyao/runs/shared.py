"""Sources that several harvesters share: taken before a run, kept while it lasts, given back at its end."""

from __future__ import annotations

import logging
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from threading import Event
from typing import TYPE_CHECKING

from jiyao.errors import EngineAway, JiyaoError
from jiyao.settings import Settings

if TYPE_CHECKING:
    from jiyao.search.elastic_leases import Leases

#: A harvester that says nothing for so long is dead to the others.
SECONDS = 90.0
_log = logging.getLogger(__name__)


def holder_of_leases(settings: Settings) -> str:
    """Return the name of this data folder as one that has leases.

    Locks on files keep its processes apart: what a process of it left behind that was killed is ours at once.
    """
    settings.data.mkdir(parents=True, exist_ok=True)
    stat = settings.data.stat()
    return f"{socket.gethostname()}:{stat.st_dev}:{stat.st_ino}"


@contextmanager
def shared(settings: Settings, names: Sequence[str], seconds: float = SECONDS) -> Iterator[tuple[list[str], Event]]:
    """Give the sources of ``names`` that no other harvester has, and an event that is set where one of them is lost.

    Without a server that is shared (``settings.elasticsearch``) they are all ours; while it is away too, for then
    nobody can take one: a harvest does not wait for the search engine.
    """
    lost = Event()
    if not settings.elasticsearch:
        yield list(names), lost
        return
    from jiyao.search.elastic_leases import Leases

    holder = holder_of_leases(settings)
    with closing(Leases(settings)) as leases:
        mine = _taken(leases, names, holder, seconds)
        done = Event()
        thread = threading.Thread(target=_keep, args=(leases, mine, holder, seconds, done, lost), daemon=True)
        thread.start()
        try:
            yield mine, lost
        finally:
            done.set()
            thread.join()
            for name in mine:
                with suppress(JiyaoError):  # it is free when its time is over
                    leases.leave(name, holder, datetime.now(UTC))


def _taken(leases: Leases, names: Sequence[str], holder: str, seconds: float) -> list[str]:
    """Return the sources that are ours from now on."""
    try:
        return [name for name in names if leases.take(name, holder, datetime.now(UTC), seconds)]
    except EngineAway as error:
        _log.warning("%s; sources are visited without asking who else does", error)
        return list(names)


def _keep(leases: Leases, names: list[str], holder: str, seconds: float, done: Event, lost: Event) -> None:
    """Keep the leases until ``done``; where one is lost, or could be before the next try, set ``lost``.

    While nobody can ask the server, nobody can take one over: when it is back, it says whose they are.
    """
    kept_at = time.monotonic()
    while names and not done.wait(seconds / 4):
        try:
            gone = _gone(leases, names, holder, seconds)
            kept_at = time.monotonic()
        except EngineAway as error:
            _log.warning("%s", error)
            gone = []
        except JiyaoError as error:
            _log.warning("%s", error)
            gone = names if time.monotonic() - kept_at > seconds / 2 else []
        if gone:
            _log.error("lost to another harvester, or about to be: %s", ", ".join(gone))
            lost.set()
            return


def _gone(leases: Leases, names: Sequence[str], holder: str, seconds: float) -> list[str]:
    """Keep the leases, take those that were never taken because the server was away; return what others have."""
    now = datetime.now(UTC)
    lost = [name for name in names if not leases.keep(name, holder, now, seconds)]
    return [name for name in lost if leases.holder(name, now) or not leases.take(name, holder, now, seconds)]
