"""What can go wrong with the embedded engine, and what it says."""

from __future__ import annotations

import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from invented_reports import a_report

from jiyao.errors import EngineError, IndexMismatch, IndexMissing
from jiyao.model import Attendance
from jiyao.search import SearchQuery
from jiyao.search.embedded import EmbeddedIndex


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def opened(folder: Path) -> Iterator[Callable[[], EmbeddedIndex]]:
    made: list[EmbeddedIndex] = []

    def new() -> EmbeddedIndex:
        made.append(EmbeddedIndex(folder))
        return made[-1]

    yield new
    for index in made:
        index.close()


def test_an_index_of_another_mapping_says_to_rebuild_and_a_rebuild_mends_it(
    folder: Path, opened: Callable[[], EmbeddedIndex]
) -> None:
    index = opened()
    index.write([a_report("r-1")])
    index.close()
    generation = folder / (folder / "current").read_text().strip()
    other = folder / f"0123456789e1-{generation.name.split('-')[1]}"
    generation.rename(other)
    (folder / "current").write_text(other.name)
    for ask in (lambda: index.search(SearchQuery()), lambda: index.write([a_report("r-2")]), lambda: index.get("r-1")):
        with pytest.raises(IndexMismatch, match="another mapping") as caught:
            ask()
        assert "jiyao rebuild" in caught.value.advice
    assert not index.health().ok
    with index.rebuild() as writer:
        writer.write([a_report("r-2")])
    assert index.get("r-2")
    assert not other.exists()


def test_a_damaged_index_says_to_rebuild(folder: Path, opened: Callable[[], EmbeddedIndex]) -> None:
    index = opened()
    index.write([a_report("r-1")])
    index.close()
    generation = folder / (folder / "current").read_text().strip()
    (generation / "meta.json").write_text("{")
    with pytest.raises(IndexMissing, match="cannot be read") as caught:
        index.search(SearchQuery())
    assert "jiyao rebuild" in caught.value.advice
    assert "cannot be read" in index.health().message


def test_a_second_writer_is_told_so_while_readers_go_on(folder: Path, opened: Callable[[], EmbeddedIndex]) -> None:
    writing, other = opened(), opened()
    writing.write([a_report("r-1")])
    with pytest.raises(EngineError, match="another writer is at work"):
        other.write([a_report("r-2")])
    with pytest.raises(EngineError, match="another writer is at work"), other.rebuild():
        pass
    assert other.count() == 1
    writing.close()
    assert other.write([a_report("r-2")]) == 1
    with other.rebuild() as writer:
        with pytest.raises(EngineError, match="another writer is at work"):
            writing.write([a_report("r-3")])
        writer.write([a_report("r-4")])
    assert writing.write([a_report("r-3")]) == 1
    assert other.count() == 2


def test_what_a_killed_rebuild_left_is_cleared_up_by_the_next(
    folder: Path, opened: Callable[[], EmbeddedIndex]
) -> None:
    index = opened()
    index.write([a_report("r-1")])
    index.close()
    left = folder / "0123456789e1-20260101T000000000000"
    left.mkdir()
    (left / "half").write_text("written")
    with index.rebuild() as writer:
        writer.write([a_report("r-2")])
    assert not left.exists()
    assert {path.name for path in folder.iterdir() if path.is_dir()} == {(folder / "current").read_text().strip()}


KILLED = """
import os, sys
from pathlib import Path
sys.path.append({tests!r})
from invented_reports import a_report
from jiyao.search.embedded import EmbeddedIndex
index = EmbeddedIndex(Path(sys.argv[1]))
index.write(a_report(f"r-{{n}}", text="会议") for n in range(50))
def endless():
    for n in range(50, 10**9):
        if n == 1000: os.kill(os.getpid(), 9)
        yield a_report(f"r-{{n}}", text="会议")
if sys.argv[2] == "write": index.write(endless())
with index.rebuild() as writer: writer.write(endless())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.parametrize("doing", ["write", "rebuild"])
def test_a_kill_in_the_middle_keeps_what_was_acknowledged(
    folder: Path, opened: Callable[[], EmbeddedIndex], doing: str
) -> None:
    program = KILLED.format(tests=str(Path(__file__).parents[1]))
    ended = subprocess.run([sys.executable, "-c", program, folder, doing], cwd=Path(__file__).parents[2], check=False)
    assert ended.returncode == -9
    index = opened()
    assert index.search(SearchQuery(text="會議")).total == 50
    assert index.write([a_report("r-50")]) == 1
    assert index.count() == 51


FULL = """
import resource, signal, sys
from pathlib import Path
sys.path.append({tests!r})
from invented_reports import invented_reports, a_report
from jiyao.errors import StorageFull
from jiyao.search.embedded import EmbeddedIndex
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
index = EmbeddedIndex(Path(sys.argv[1]))
index.write([a_report("r-1", text="会议")])
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, resource.RLIM_INFINITY))
for doing in ("write", "rebuild"):
    try:
        if doing == "write": index.write(invented_reports())
        else:
            with index.rebuild() as writer: writer.write(invented_reports())
    except StorageFull as error: print("full:", error, "|", error.advice)
print(index.count())
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
print(index.write(invented_reports()), index.count())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there are no limits on the size of files")
def test_a_full_disk_is_said_and_writing_goes_on_when_there_is_space(
    folder: Path, opened: Callable[[], EmbeddedIndex]
) -> None:
    """No file may grow beyond 20 kB: the system refuses a write as on a full disk, in the middle."""
    program = FULL.format(tests=str(Path(__file__).parents[1]))
    command = [sys.executable, "-c", program, folder]
    ended = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    lines = ended.stdout.splitlines()
    assert len(lines) == 4, ended.stdout
    for line in lines[:2]:
        assert line.startswith("full: no space is left")
        assert "Make space" in line
    assert lines[2:] == ["1", "74 75"]


@pytest.mark.parametrize("steepness", [1.0, 3.0, 8.0])
def test_facets_over_many_segments_and_many_names_are_exact(
    opened: Callable[[], EmbeddedIndex], steepness: float
) -> None:
    chance = random.Random(6)
    names = ["".join(chance.choices("甲乙丙丁戊己庚辛壬癸子丑寅卯", k=4)) for _ in range(9000)]
    counted: Counter[str] = Counter()
    index = opened()
    for commit in range(5):
        reports = []
        for number in range(120):
            here = {names[int(len(names) * chance.random() ** steepness)] for _ in range(25)}
            counted.update(here)
            people = tuple(Attendance(name) for name in here)
            reports.append(a_report(f"r-{commit}-{number}", attendances=people))
        index.write(reports)
    for size in (3, 40):
        (found,) = index.search(SearchQuery(facets=("people",), facet_size=size, size=0)).facets
        expected = sorted(counted.items(), key=lambda one: (-one[1], one[0]))[:size]
        assert [(value.value, value.count) for value in found.values] == expected
