"""What a person who does not know the commands meets: pipes, narrow windows, words that find nothing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from commands import jiyao

PLAIN = {"COLUMNS": "", "NO_COLOR": ""}


@pytest.mark.parametrize(
    "words",
    [("search", "县"), ("search", "县", "--json"), ("export", "reports"), ("issues",), ("--help",), ("date", "--help")],
    ids=" ".join,
)
def test_a_reader_who_goes_away_ends_the_command_quietly(words: tuple[str, ...], demo: tuple[Path, str]) -> None:
    clean = {key: value for key, value in os.environ.items() if not key.startswith("JIYAO_")}
    with subprocess.Popen(
        [sys.executable, "-m", "jiyao", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env=clean | {"JIYAO_DATA": str(demo[0])},
    ) as running:  # fmt: skip
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()  # before anything is written: each write finds nobody
        said = running.stderr.read()
    assert (running.wait(60), said) == (0, b"")


def test_lines_that_no_terminal_shows_are_whole(demo: tuple[Path, str]) -> None:
    shown = jiyao("sources", data=demo[0], environment=PLAIN).stdout.splitlines()
    [county] = [line for line in shown if line.startswith("demo_county")]
    assert "清源县人民政府（演示）" in county
    assert county.rstrip().endswith("/county/xwzx/index.html")
    wrong = jiyao("search", "x", data=Path("/nowhere/" + "a-long-name/" * 12), environment=PLAIN).stderr
    assert "a-long-name/index yet" in wrong


def test_a_width_that_somebody_asks_for_is_kept(demo: tuple[Path, str]) -> None:
    shown = jiyao("sources", data=demo[0], environment={"COLUMNS": "60"}).stdout
    assert max(map(len, shown.splitlines())) <= 60
