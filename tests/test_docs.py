"""What the README says is so: its commands run, its settings and its source file are real."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from jiyao.demo import PORT, demo_pages
from jiyao.model import report_id
from jiyao.settings import Settings
from jiyao.source_files import read_source

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def test_the_source_file_of_the_readme_is_sound() -> None:
    [text] = re.findall(r"```yaml\n(.*?)```", README, re.S)
    source = read_source(text, "shouyang", "README.md")
    assert source.home == "140725"


def test_every_setting_is_in_the_readme() -> None:
    table = README[README.index("## Settings") :]
    for name in Settings.model_fields:
        short = name.removeprefix("elasticsearch").upper()
        assert f"JIYAO_{name.upper()}" in table or (name.startswith("elasticsearch_") and f"`{short}`" in table)


def test_every_command_of_the_readme_exists() -> None:
    from typer.main import get_command

    from jiyao.cli.application import app

    known = set(get_command(app).commands)  # type: ignore[attr-defined]
    named = set(re.findall(r"(?:^|\s|`)jiyao ([a-z]+)", README))
    assert named
    assert named <= known


def test_every_option_that_the_readme_shows_exists_for_its_command() -> None:
    from typer.main import get_command

    from jiyao.cli.application import app

    commands = get_command(app).commands  # type: ignore[attr-defined]
    shown = [
        (name, option)
        for name, rest in re.findall(r"jiyao ([a-z]+)([^\n`#|]*)", README)
        for option in re.findall(r"(?<!\S)--[a-z-]+", rest)
    ]
    assert len(shown) >= 6
    for name, option in shown:
        known = {spelled for parameter in commands[name].params for spelled in parameter.opts}
        assert option in known, f"jiyao {name} has no {option}"


def test_every_file_that_make_runs_is_there() -> None:
    files = re.findall(r"\b[\w/]+\.py\b", (ROOT / "Makefile").read_text("utf-8"))
    assert files
    for file in files:
        assert (ROOT / file).is_file(), file


def demo_block() -> str:
    start = README.index("```\n", README.index("## What the demo prints"))
    return README[start + 4 : README.index("```", start + 4)]


def without_seconds(row: str, head: list[str]) -> list[str]:
    """Return the cells of a row of the table of runs, but for how long it took."""
    cells = row.split()
    return cells[: head.index("seconds")] + cells[head.index("seconds") + 1 :]


def test_the_table_of_the_readme_is_what_the_demo_prints(demo: tuple[Path, str]) -> None:
    lines = demo_block().splitlines()
    head = lines[0].split()
    shown = [without_seconds(row, head) for row in lines[1 : lines.index("")]]
    printed = demo[1].splitlines()
    start = next(number for number, line in enumerate(printed) if line.split() == head)
    assert sorted(shown) == sorted(without_seconds(row, head) for row in printed[start + 1 : start + 1 + len(shown)])


def test_the_hit_of_the_readme_is_the_first_that_the_demo_prints(demo: tuple[Path, str]) -> None:
    lines = demo_block().splitlines()
    search, *hit, identity = lines[lines.index("") + 1 :]
    # Lines are folded at another width, and one that is too wide for a README ends in "…" there.
    printed = "".join(demo[1].split())
    rest = printed.partition("".join(search.split()))[2]
    for shown in hit:
        begun, is_cut, _ = "".join(shown.split()).partition("…")
        assert rest.startswith(begun)
        rest = rest[len(begun) :]
    assert is_cut
    # An address holds its port, and an id its address: the demo of the tests is served on another port.
    source = identity.strip().rpartition("-")[0]
    assert re.match(rf".{{1,80}}?{source}-[0-9a-f]{{16}}", rest)


def test_every_id_of_the_readme_is_a_report_of_the_demo() -> None:
    ids = re.findall(r"\bdemo_[a-z]+-[0-9a-f]{16}\b", README)
    pages = {report_id(f"demo_{page.site}", f"http://127.0.0.1:{PORT}{page.path}"): page for page in demo_pages()}
    assert len(ids) >= 2
    assert set(ids) <= set(pages)
    assert pages[ids[0]].title in demo_block()


@pytest.mark.parametrize("line", re.findall(r"^\$ (echo .*)$", README, re.M))
def test_the_example_of_understanding_prints_what_the_readme_shows(line: str) -> None:
    command = line.replace("jiyao parse", f"{shlex.quote(sys.executable)} -m jiyao parse")
    done = subprocess.run(
        ["bash", "-c", command], capture_output=True, cwd=ROOT, env=os.environ | {"COLUMNS": "100"}, check=True
    )
    shown = README[README.index(line) + len(line) :].split("```")[0]
    printed = " ".join(done.stdout.decode().split())
    for expected in (row for row in shown.splitlines() if row.strip()):
        assert " ".join(expected.split()) in printed
