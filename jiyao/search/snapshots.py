"""What the embedded engine keeps for those who walk: the commits that their walks began on.

A commit's files stay readable while somebody holds it, whatever is written or
rebuilt meanwhile, and take their space on the disk as long. So it is held in
this process only, until nobody has asked for ten minutes, and of the eight
commits asked for last. A walk on a commit that is still the newest needs none
of this: any process can go on with it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from jiyao.search.generation import Commit

KEPT_SECONDS = 600.0
MOST = 8
#: For the message of an error.
KEPT = "10 minutes after each page, in the process that answered it, or as long as nothing is written"


class Snapshots:
    """Commits that are held, by name. ``clock`` gives seconds that only grow."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._guard = threading.Lock()
        self._held: dict[str, tuple[float, Commit]] = {}

    def hold(self, commit: Commit) -> None:
        """Keep the commit from now on; what was asked for longest ago goes where there are too many."""
        with self._guard:
            self._held.pop(commit.name, None)
            self._held[commit.name] = (self._clock(), commit)
            self._let_go()
            while len(self._held) > MOST:
                del self._held[next(iter(self._held))]

    def find(self, name: str) -> Commit | None:
        """Return the commit of that name, None where it is held no more."""
        with self._guard:
            self._let_go()
            found = self._held.get(name)
        return found[1] if found else None

    def clear(self) -> None:
        """Let go of all."""
        with self._guard:
            self._held.clear()

    def _let_go(self) -> None:
        limit = self._clock() - KEPT_SECONDS
        for name in [name for name, (asked, _) in self._held.items() if asked < limit]:
            del self._held[name]
