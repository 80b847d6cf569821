"""Sources that several harvesters share: taken before a run, kept while it lasts, given back at its end."""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime

from jiyao.errors import EngineError
from jiyao.settings import Settings

#: A harvester that says nothing for so long is dead to the others.
SECONDS = 90.0
_log = logging.getLogger(__name__)


@contextmanager
def shared(
    settings: Settings, names: Sequence[str], stop: threading.Event, seconds: float = SECONDS
) -> Iterator[list[str]]:
    """Give the sources of ``names`` that no other harvester has; ``stop`` is set where one of them is lost.

    Without a server that is shared (``settings.elasticsearch``) they are all ours.
    """
    if not settings.elasticsearch:
        yield list(names)
        return
    from jiyao.search.elastic_leases import Leases

    holder = f"{socket.gethostname()}:{os.getpid()}:{threading.get_ident()}"
    done = threading.Event()
    with closing(Leases(settings)) as leases:
        mine = [name for name in names if leases.take(name, holder, datetime.now(UTC), seconds)]

        def keep() -> None:
            kept_at = datetime.now(UTC)
            while not done.wait(seconds / 3):
                try:
                    lost = [name for name in mine if not leases.keep(name, holder, datetime.now(UTC), seconds)]
                    kept_at = datetime.now(UTC)
                except EngineError as error:
                    lost = mine if (datetime.now(UTC) - kept_at).total_seconds() > seconds else []
                    _log.warning("%s", error)
                if lost:
                    _log.error("lost to another harvester: %s", ", ".join(lost))
                    stop.set()
                    return

        thread = threading.Thread(target=keep, daemon=True)
        thread.start()
        try:
            yield mine
        finally:
            done.set()
            thread.join()
            for name in mine:
                leases.leave(name, holder, datetime.now(UTC))
