"""`jiyao serve` in a process of its own, as programs ask it: over one connection that stays open."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

from commands import serving


def test_an_answer_does_not_wait_until_the_one_before_it_is_acknowledged(tmp_path: Path) -> None:
    spent = []
    with serving({"JIYAO_DATA": str(tmp_path)}) as client:
        for _ in range(50):
            begun = time.perf_counter()
            client.get("/healthz")
            spent.append(time.perf_counter() - begun)
    # The kernel of who asks acknowledges the first few at once, and later ones after 40 ms.
    assert statistics.median(spent[30:]) < 0.035
