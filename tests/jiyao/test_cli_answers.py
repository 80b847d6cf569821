"""What a person who does not know the commands meets: pipes, narrow windows, words that find nothing."""

import io
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from changing_site import Answer, ChangingSite
from commands import jiyao
from rich.console import Console
from typer.testing import CliRunner

from jiyao.cli.application import app
from jiyao.cli.surroundings import Lines
from jiyao.errors import ExpectationMissed
from jiyao.progress import Progress
from jiyao.runs import SourceRun

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


# --- a site that does not answer


def test_lines_tell_now_and_then_how_far_a_source_is_and_at_once_what_keeps_it_waiting() -> None:
    clock, said = [0.0], io.StringIO()
    watch = Lines(Console(file=said, width=200), lambda: clock[0])
    for second, progress in (
        (0, Progress("a", 1, 9)),
        (3, Progress("a", 2, 9, note="a.example does not answer")),
        (7, Progress("a", 2, 9, note="a.example still does not answer")),
        (8, Progress("a", 2, 9, note="nor now")),
        (12, Progress("a", 2, 9)),
        (13, Progress("a", 3, 9, {"new": 3, "issue/x": 1})),
        (14, Progress("b", 0)),
        (24, Progress("b", 0)),
        (60, Progress("a", 9, 9, finished=True)),
    ):
        clock[0] = second
        watch(progress)
    assert said.getvalue().splitlines() == [
        "a: a.example does not answer", "a: nor now", "b: 0",
    ]  # fmt: skip
    clock[0] = 70
    watch(Progress("a", 4, 9, {"new": 3, "issue/x": 1}))
    assert said.getvalue().splitlines()[-1] == "a: 4 of 9  new 3"


def test_a_site_that_is_asked_again_is_told_while_the_harvest_waits(site: ChangingSite) -> None:
    site.answers["/list.html"] = Answer("<h1>503</h1>", 503, {"Retry-After": "0"})
    done = jiyao("harvest", data=site.settings.data, environment={"JIYAO_SOURCES": str(site.settings.sources)})
    assert "county: 127.0.0.1 answers 503; asked again in 0 s, try 1 of 8" in done.stderr.splitlines()


def test_a_harvest_of_a_site_that_is_down_ends_with_a_sentence_that_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    run = SourceRun("a", datetime.now(UTC), 240.0, "finished", {}, 0, 0, {"unreachable": 5})
    monkeypatch.setattr("jiyao.runs.harvest", lambda *_: [run])
    done = CliRunner().invoke(app, ["harvest"])
    assert isinstance(done.exception, ExpectationMissed)
    assert "a: the site did not answer, on any try; nothing is lost" in done.output


# --- an index that is away, or was never built


def test_an_index_whose_server_is_away_is_said_to_be_away_once_and_not_to_be_missing(tmp_path: Path) -> None:
    done = jiyao("index", "status", data=tmp_path, environment={"JIYAO_ELASTICSEARCH": "http://127.0.0.1:9"})
    assert done.returncode == 6
    assert done.stdout == "nothing waits to be published\n"
    assert done.stderr.count("does not answer") == 1


def test_an_index_that_was_never_built_is_said_to_be_missing_once(tmp_path: Path) -> None:
    done = jiyao("index", "status", data=tmp_path)
    assert done.returncode == 0
    assert done.stdout.lower().count("no index yet") == 1
