"""Many may publish at once, and nobody while the index is switched; a killed process holds nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from jiyao.errors import WriterBusy
from pipelines.turns import Turns

ROOT = Path(__file__).parents[2]
HOLDER = "import sys, time; from pathlib import Path; from pipelines.turns import Turns\n"
HOLDER += "with getattr(Turns(Path(sys.argv[1])), sys.argv[2])():\n    print('held', flush=True); time.sleep(60)\n"


def holding(folder: Path, how: str) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder), how], stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert process.stdout
    assert process.stdout.readline() == "held\n"
    return process


def kill(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGKILL)
    process.communicate()


@pytest.mark.parametrize(
    ("held", "asked", "waits"),
    [("publishing", "publishing", False), ("publishing", "switching", True), ("switching", "publishing", True)],
)
def test_who_waits_for_whom_until_that_one_is_killed(tmp_path: Path, held: str, asked: str, waits: bool) -> None:
    other = holding(tmp_path, held)
    try:
        turn = getattr(Turns(tmp_path, patience=0.2), asked)
        if waits:
            with pytest.raises(WriterBusy, match="being switched, or somebody publishes"), turn():
                pass
        else:
            with turn():
                pass
    finally:
        kill(other)
    with getattr(Turns(tmp_path, patience=0.2), asked)():
        pass


def test_publishers_that_come_later_do_not_overtake_a_switch(tmp_path: Path) -> None:
    order: list[str] = []
    first = Turns(tmp_path).publishing()

    def switch() -> None:
        with Turns(tmp_path).switching():
            order.append("switch")

    def publish() -> None:
        with Turns(tmp_path).publishing():
            order.append("publisher")

    with first:
        switcher = threading.Thread(target=switch, daemon=True)
        switcher.start()
        time.sleep(0.2)  # it stands in the door
        later = [threading.Thread(target=publish, daemon=True) for _ in range(3)]
        for thread in later:
            thread.start()
        time.sleep(0.2)
        assert order == []
    for thread in (switcher, *later):
        thread.join(10)
    assert order == ["switch", "publisher", "publisher", "publisher"]
