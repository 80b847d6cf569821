"""What the README says is so: its commands run, its settings and its source file are real."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

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
