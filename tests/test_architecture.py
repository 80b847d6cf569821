"""The house rules that no linter knows."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted(
    path for package in ("crawler", "pipelines", "index_mappings", "jiyao") for path in (ROOT / package).rglob("*.py")
)
#: Modules that are one table, and have no second room to move into.
LONG = {"pipelines/dates/expressions.py"}
STAGES = [path for path in MODULES if path.parts[len(ROOT.parts)] == "pipelines" and path.parts[len(ROOT.parts) + 1] in {
    "attendees", "dates", "extract", "meeting", "cited.py", "decode.py", "flow.py", "numerals.py", "places.py", "reading.py", "script.py", "statements.py",
}]  # fmt: skip


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_module_is_one_room(path: Path) -> None:
    text = path.read_text("utf-8")
    name = path.relative_to(ROOT).as_posix()
    assert text.count("\n") <= (450 if name in LONG else 350)
    assert path.stem not in {"utils", "helpers", "common", "core", "base", "manager"}
    assert ast.get_docstring(ast.parse(text)), f"{name} says nothing about itself"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_function_is_one_thought(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
            assert node.end_lineno - node.lineno <= 50, f"{path.name}:{node.lineno} {node.name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_nothing_is_left_for_later(path: Path) -> None:
    assert not re.search(
        r"\b(?:TODO|FIXME|XXX|HACK)\b|NotImplementedError|# type: ignore(?!\[)", path.read_text("utf-8")
    )


@pytest.mark.parametrize("path", STAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_stage_reads_no_clock_no_file_and_no_chance(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Attribute):
            assert node.attr not in {"now", "today", "utcnow"}, f"{path.name}:{node.lineno}"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id != "open", f"{path.name}:{node.lineno}"
