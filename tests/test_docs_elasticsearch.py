"""What docs/elasticsearch.md says is so: its commands exist, its arithmetic is the code's, the files it names are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from index_mappings import INDEX_NAMES
from jiyao.search.elastic_sizes import BYTES_A_REPORT, shards

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "elasticsearch.md").read_text("utf-8")


def test_every_command_and_option_exists() -> None:
    from typer.main import get_command

    from jiyao.cli.application import app

    commands = get_command(app).commands  # type: ignore[attr-defined]
    named = set(re.findall(r"(?:^|\s|`)jiyao ([a-z]+)(?: ([a-z]+))?([^\n`|]*)", PAGE))
    assert {"rebuild", "index"} <= {command for command, _, _ in named}
    for command, inner, rest in named:
        assert command in commands, command
        found = commands[command]
        if command == "index":
            assert inner in found.commands, inner
            found = found.commands[inner]
        known = {spelled for parameter in found.params for spelled in parameter.opts}
        for option in re.findall(r"(?<!\S)--[a-z-]+", rest):
            assert option in known, f"jiyao {command} {inner} has no {option}"


@pytest.mark.parametrize(("words", "reports"), [("1 million", 10**6), ("10 million", 10**7), ("100 million", 10**8)])
def test_the_sizes_are_what_the_function_gives(words: str, reports: int) -> None:
    row = next(line for line in PAGE.splitlines() if line.startswith(f"| {words} |"))
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    assert cells[4] == " + ".join(str(shards(name, reports)) for name in INDEX_NAMES)
    for cell, copies in zip(cells[1:4], (1, 2, 6), strict=True):
        number, unit = cell.split()
        told = float(number) * {"GB": 10**9, "TB": 10**12}[unit]
        assert told == pytest.approx(copies * reports * sum(BYTES_A_REPORT.values()), rel=0.04)


def test_every_file_that_is_named_is_there() -> None:
    files = re.findall(r"\b(?:tests|jiyao)/[\w/]+\.py\b", PAGE)
    assert len(files) >= 4
    for file in files:
        assert (ROOT / file).is_file(), file
