"""What a person who does not know the commands meets: pipes, narrow windows, words that find nothing."""

import io
import json
import os
import re
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from changing_site import Answer, ChangingSite
from commands import jiyao
from invented_reports import a_report
from rich.console import Console
from servers import serve
from typer.testing import CliRunner

from jiyao.cli.application import app
from jiyao.cli.surroundings import Lines
from jiyao.errors import ExpectationMissed
from jiyao.model import KINDS, LEVELS, History, Meeting
from jiyao.progress import Progress
from jiyao.runs import SourceRun
from jiyao.search import open_index
from jiyao.search.query import SCRIPTS, SORTS
from jiyao.settings import Settings

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


def test_a_folder_without_an_archive_is_told_what_would_make_one(tmp_path: Path) -> None:
    said = jiyao("search", "x", data=tmp_path).stderr
    assert "`jiyao demo` or `jiyao harvest` makes both" in said
    assert "JIYAO_DATA" in said


# --- names that do not exist, and files that are none


@pytest.mark.parametrize("words", [("issues",), ("runs",), ("archive", "list")])
def test_a_mistyped_source_is_told_with_the_nearest(words: tuple[str, ...], demo: tuple[Path, str]) -> None:
    done = jiyao(*words, "--source", "demo_countie", data=demo[0])
    assert done.returncode == 1
    assert "there is no source demo_countie" in done.stderr
    assert "Did you mean demo_count" in done.stderr


def test_a_reason_that_no_issue_has_is_told_with_those_there_are(demo: tuple[Path, str]) -> None:
    done = jiyao("issues", "--reason", "chalenge", data=demo[0])
    assert done.returncode == 1
    assert "There are: missing, soft_404." in done.stderr


def test_a_file_that_is_none_keeps_the_others_from_nothing_and_each_answer_has_its_name(tmp_path: Path) -> None:
    for name in ("one.txt", "two.txt"):
        (tmp_path / name).write_text("县长王立新主持召开防汛工作会议。", "utf-8")
    files = [str(tmp_path / name) for name in ("one.txt", "none.txt", "two.txt")]
    done = jiyao("parse", *files, data=tmp_path)
    assert done.returncode == 1
    assert f"{files[1]}: No such file" in done.stderr
    assert all(name in done.stdout.splitlines() for name in (files[0], files[2]))


# --- a search


@pytest.mark.parametrize(
    "words", [("-防汛",), ("--", "-防汛"), ('-"防汛"',), ("会议", "-防汛", "--size", "1")], ids=" ".join
)
def test_a_word_with_a_minus_is_no_option(words: tuple[str, ...], demo: tuple[Path, str]) -> None:
    def total(*given: str) -> int:
        done = jiyao("search", "--json", *given, data=demo[0])
        assert done.returncode == 0, done.stderr
        answer: int = json.loads(done.stdout)["total"]
        return answer

    rest = tuple(word for word in words if word.startswith("会") or (word.isascii() and word != "--"))
    assert 0 < total(*words) < total(*rest)
    assert jiyao("export", "reports", "-防汛", data=demo[0]).stdout.count("\n") == total("-防汛")


def test_an_option_that_there_is_not_is_still_refused(demo: tuple[Path, str]) -> None:
    done = jiyao("search", "会议", "--souce", "x", data=demo[0])
    assert done.returncode == 2
    assert jiyao("export", "reports", "-o", "x.csv", data=demo[0]).returncode == 2
    assert "--source" in done.stderr


def test_a_search_that_finds_nothing_says_what_it_asked_for_and_what_would_find_something(
    demo: tuple[Path, str],
) -> None:
    said = jiyao("search", "县", "--from", "2094", "--as", "chair=邢恩澤", data=demo[0]).stdout.splitlines()
    assert said[:2] == ["0 found", "asked for: 县  --from 2094-01-01  --as chair=邢恩澤"]
    assert [line.split(maxsplit=1) for line in said[2:]] == [["3", "without --from 2094-01-01"]]
    several = jiyao("search", "火星基地", "--place", "海南", "--no-statements", data=demo[0]).stdout
    assert "asked for: 火星基地  --place 海南  --no-statements" in several
    assert "leave out several" in several
    assert "nothing here says this" in jiyao("search", "火星基地", data=demo[0]).stdout
    assert "or stands for itself here" in jiyao("search", "寿阳 or 会议", data=demo[0]).stdout
    assert "| stands for itself here" in jiyao("search", "寿阳 | 火星", data=demo[0]).stdout
    assert "title: stands for itself here: filters are options" in jiyao("search", "title:寿阳", data=demo[0]).stdout
    fewer = jiyao("search", "寿阳 火星基地", data=demo[0]).stdout
    assert "without 火星基地" in fewer
    assert "without 寿阳" not in fewer
    whole = jiyao("search", "--title", "委副书记", data=demo[0]).stdout
    assert 'as words: "委副书记" instead of --title 委副书记' in whole
    assert "the whole name" in jiyao("search", "--person", "火星人", data=demo[0]).stdout
    assert "as two words: 寿阳县 供暖" in jiyao("search", "寿阳县供暖", data=demo[0]).stdout


def test_a_search_that_finds_nothing_among_meetings_says_what_other_pages_hold(demo: tuple[Path, str]) -> None:
    counted = [
        json.loads(jiyao("search", *more, "--size", "100", "--json", data=demo[0]).stdout) for more in ((), ("--all",))
    ]
    other = {hit["id"] for hit in counted[1]["hits"]} - {hit["id"] for hit in counted[0]["hits"]}
    [title, *_] = [hit["title"] for hit in counted[1]["hits"] if hit["id"] in other]
    assert "1 with --all: other pages too" in jiyao("search", f'"{title}"', data=demo[0]).stdout


def test_a_source_that_there_is_not_is_refused_with_the_nearest_and_one_without_reports_is_not(
    demo: tuple[Path, str], tmp_path: Path
) -> None:
    for words in (("search",), ("search", "--json"), ("export", "reports")):
        done = jiyao(*words, "--source", "demo_countie", data=demo[0])
        assert done.returncode == 2
        assert "Did you mean demo_county?" in done.stderr
    (tmp_path / "village.yaml").write_text(
        "title: 村\nlanguage: zh-Hans\nstart: http://127.0.0.1:1/\nlisting: {items: li, link: a}\n", "utf-8"
    )
    done = jiyao("search", "--source", "village", data=demo[0], environment={"JIYAO_SOURCES": str(tmp_path)})
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "0 found")


def test_the_help_of_a_search_names_every_value_of_a_filter_that_has_few(demo: tuple[Path, str]) -> None:
    shown = "".join(jiyao("search", "--help", environment={"COLUMNS": "300"}).stdout.replace("│", "").split())
    for values in (KINDS, LEVELS, SCRIPTS, SORTS):
        assert ",".join(values) in shown


# --- facts and dates


def test_what_a_colour_would_mark_stands_in_a_list_where_there_is_none(demo: tuple[Path, str]) -> None:
    report = "近日，云溪县召开防汛工作会议。县委副书记、县长田雨禾主持会议并讲话。"
    lines = jiyao("parse", "-", given=report.encode(), environment=PLAIN).stdout.splitlines()
    listed = [line.split() for line in lines[lines.index("marked in the text, from character to character") + 1 :]]
    rows = {(kind, words): span for span, kind, words, *_ in (row for row in listed if len(row) > 2)}
    for kind, words in (
        ("date", "近日"),
        ("place", "云溪县"),
        ("meeting", "防汛工作会议"),
        ("person", "县委副书记、县长田雨禾"),
    ):
        start = report.index(words)
        assert rows[kind, words] == f"{start}-{start + len(words)}"


def test_colours_need_no_list(demo: tuple[Path, str]) -> None:
    given = {"FORCE_COLOR": "1", "NO_COLOR": "", "TERM": "xterm-256color"}
    shown = jiyao("parse", "-", given="近日，县政府召开会议。".encode(), environment=given).stdout
    assert "marked: " in shown
    assert "from character to character" not in shown


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("2024年第四季度", "2024-10-01..2024-12-31\ta range of 3 months"),
        ("2023年上半年", "2023-01-01..2023-06-30\ta range of 6 months"),
        ("2024年3月5日至7日", "2024-03-05..2024-03-07\ta range of 3 days"),
        ("2024年3月1日至31日", "2024-03-01..2024-03-31\ta range of 1 month"),
        ("2024年3月", "2024-03-01..2024-03-31\tmonth"),
        ("2024年", "2024-01-01..2024-12-31\tyear"),
        ("2024年3月5日", "2024-03-05\tday"),
    ],
)  # fmt: skip
def test_a_stretch_of_time_is_not_said_to_be_a_day(words: str, said: str) -> None:
    assert jiyao("date", words).stdout == f"{words}\t{said}\n"


def test_a_meeting_of_half_a_year_is_not_held_on_a_day(tmp_path: Path) -> None:
    text = tmp_path / "report.txt"
    text.write_text("今年上半年，青溪县召开防汛工作会议，县长王守成主持会议。", "utf-8")
    shown = jiyao("parse", str(text), "--published", "2025-07-20", data=tmp_path, environment=PLAIN).stdout
    assert re.search(r"held  2025-01-01 to 2025-06-30  \(“.+”, a range of 6 months\)", shown)


def test_a_page_that_its_site_took_down_says_so_wherever_it_is_shown(tmp_path: Path) -> None:
    at = datetime(2026, 11, 20, 3, 4, tzinfo=UTC)
    history = History(at, 2, withdrawn_at=at)
    gone = a_report("gone", "甲会议", "县长主持会议。", meeting=Meeting("甲会议", identity="one"), history=history)
    there = a_report("there", "乙会议", "县长主持会议，讲话。", meeting=Meeting("甲会议", identity="one"))
    settings = Settings(data=tmp_path)
    with closing(open_index(settings)) as index:
        index.write([gone, there])
    found = jiyao("search", "甲会议", data=tmp_path).stdout
    assert "withdrawn by its site, seen 2026-11-20" in found
    assert "withdrawn  by its site, seen 2026-11-20 03:04 UTC" in jiyao("show", "gone", data=tmp_path).stdout
    shown = jiyao("show", "there", data=tmp_path).stdout
    assert re.search(r"the same meeting in .*gone.*withdrawn by its site", shown)
    serving = serve(settings)
    client = next(serving)
    for path in ("/reports/gone", "/reports/there", "/?q=甲会议"):
        shown = client.get(path, headers={"Accept-Language": "en"}).text
        assert re.search(r'class="gone">\s*[Ww]ithdrawn', shown), path
    serving.close()
