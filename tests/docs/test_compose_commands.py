"""What the documentation does with containers can be done with compose.yaml as it is, and no runbook leaves it out."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from compose_commands import ROOT, SERVICES, compose_command
from typer.main import get_command

from jiyao.cli.application import app

OPERATION = (ROOT / "docs" / "operation.md").read_text("utf-8")
RUNBOOKS = re.findall(r"^## (Once a week|Runbook: .+?)\n(.*?)(?=^## )", OPERATION, re.M | re.S)
PAGES = [*sorted((ROOT / "docs").glob("*.md")), ROOT / "README.md", ROOT / "compose.yaml"]


def shown(page: Path) -> list[str]:
    """Every command of Compose on a page, in blocks, in sentences and in comments."""
    text = page.read_text("utf-8").replace("\\\n", " ")
    found = re.findall(r"(?:^\$ |`|^#\s+|run: )(docker compose .+?)(?:`|\s{2,}#|$)", text, re.M)
    return [command.strip() for command in found]


@pytest.mark.parametrize(("name", "text"), RUNBOOKS, ids=lambda value: value[:20])
def test_every_runbook_says_how_it_is_done_with_containers(name: str, text: str) -> None:
    assert "docker compose " in text, name


@pytest.mark.parametrize(
    ("page", "command"),
    [(page.name, command) for page in PAGES for command in shown(page)],
    ids=lambda value: value[:60],
)
def test_every_command_with_containers_names_services_options_and_commands_that_there_are(
    page: str, command: str
) -> None:
    words = shlex.split(re.split(r" [<>|] ", command)[0])
    ours = compose_command(words[2:]).ours
    here = get_command(app)
    while ours and hasattr(here, "commands") and ours[0] in here.commands:
        here = here.commands[ours.pop(0)]
    assert not hasattr(here, "commands") or not ours or ours[0].startswith("-"), command
    known = {spelled for parameter in here.params for spelled in parameter.opts}
    assert {word for word in ours if word.startswith("--")} <= known, command


def test_a_backup_goes_where_a_folder_is_mounted_and_written_to_by_a_container_that_can_write_nowhere_else() -> None:
    [target] = set(re.findall(r"docker compose exec schedule jiyao backup (\S+)", OPERATION))
    mounts = [
        volume.rpartition("}")[2].split(":")[-1]
        for volume in SERVICES["schedule"]["volumes"]
        if isinstance(volume, str)
    ]
    assert any(target.startswith(f"{mount}/") for mount in mounts if mount != "/data")
    assert not target.startswith("/data")
    assert SERVICES["schedule"]["read_only"] is True


def test_there_are_enough_of_them() -> None:
    assert len(RUNBOOKS) >= 6
    assert sum(len(shown(page)) for page in PAGES) > 25
