"""What docs/kibana.md says is so: every query of it finds something, in either script, and every command exists."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from kibana_corpus import Kept
from opencc import OpenCC
from typer.main import get_command

from jiyao.cli.application import app
from jiyao.kibana import read_description
from jiyao.kibana.requests import Asked, body_of, picked
from jiyao.search.fold import fold

GUIDE = (Path(__file__).parents[2] / "docs" / "kibana.md").read_text("utf-8")
RECIPES = re.findall(r"^\| (reports|attendances|statements|counts|pages|runs|sources|gaps) \| `(.+?)` \|", GUIDE, re.M)
#: Says itself that it is of one script.
ONE_SCRIPT = {"titles: *书记"}
TRADITIONAL = OpenCC("s2t")


def count(kept: Kept, name: str, query: str) -> int:
    view = kept.bundle.views[f"jiyao-{name}"]
    times = picked(view, (kept.now.replace(year=1990), kept.now))
    answer: dict[str, Any] = kept.ask(Asked(query, view.index, body_of(view, [query], times)))
    return int(answer["hits"]["total"]["value"])


def test_there_are_recipes_for_every_view() -> None:
    assert {view for view, _ in RECIPES} == set(read_description().views)
    assert len(RECIPES) >= 30
    assert len(set(RECIPES)) == len(RECIPES)


@pytest.mark.parametrize(("view", "query"), RECIPES)
def test_a_query_of_the_guide_finds_the_same_in_either_script(kept: Kept, view: str, query: str) -> None:
    found = count(kept, view, query)
    assert found > 0
    if query not in ONE_SCRIPT:
        assert count(kept, view, fold(query)) == found
        assert count(kept, view, TRADITIONAL.convert(query)) == found


def test_what_the_guide_warns_of_is_so(kept: Kept) -> None:
    """Unquoted words, a field as it is written, a title in another script."""
    assert "`title: 民生会议`" in GUIDE
    assert count(kept, "reports", "title: 民生会议") > count(kept, "reports", 'title: "民生会议"')
    assert '`people: "邢恩泽"`' in GUIDE
    assert count(kept, "reports", 'people: "邢恩澤"') == 0 < count(kept, "reports", 'person: "邢恩澤"')
    assert count(kept, "attendances", "titles: *书记") != count(kept, "attendances", "titles: *書記")


def test_the_queries_of_the_dashboards_notes_are_recipes_that_find_something(kept: Kept) -> None:
    for dashboard in read_description().dashboards.values():
        for panel in dashboard.panels.values():
            for query in re.findall(r"`([a-z_.]+: \".+?\")`", panel.text):
                assert count(kept, next(one.view for one in dashboard.panels.values() if one.view), query) > 0, query


def test_what_the_guide_lists_is_what_is_made() -> None:
    described = read_description()
    for told in [*described.dashboards.values(), *described.sessions.values()]:
        assert f"| {told.title} |" in GUIDE
    for view in described.views.values():
        assert view.name in GUIDE


def test_every_command_of_the_guide_exists_with_its_options() -> None:
    commands = get_command(app).commands["kibana"].commands  # type: ignore[attr-defined]
    shown = re.findall(r"jiyao kibana ([a-z]+)([^\n`]*)", GUIDE)
    assert {name for name, _ in shown} == set(commands)
    options = {
        name: {spelled for parameter in command.params for spelled in parameter.opts}
        for name, command in commands.items()
    }
    for name, rest in shown:
        assert set(re.findall(r"--[a-z-]+", rest)) <= options[name]
    assert {"--space", "--ca", "--user"} <= options["import"]
