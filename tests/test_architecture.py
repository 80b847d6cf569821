"""The house rules that no linter knows."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted(
    path for package in ("crawler", "pipelines", "index_mappings", "jiyao") for path in (ROOT / package).rglob("*.py")
)
STAGES = [path for path in MODULES if path.parts[len(ROOT.parts)] == "pipelines" and path.parts[len(ROOT.parts) + 1] in {
    "attendees", "dates", "extract", "meeting", "cited.py", "decode.py", "flow.py", "numerals.py", "places.py", "reading.py", "script.py", "statements.py",
}]  # fmt: skip


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_module_is_one_room(path: Path) -> None:
    text = path.read_text("utf-8")
    name = path.relative_to(ROOT).as_posix()
    assert text.count("\n") <= 350
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


#: What a stage may not import, and what it may not call: the clock, chance, files, other programs, the network.
OUTSIDE = {
    "glob", "http", "io", "os", "pathlib", "random", "requests", "secrets", "shutil", "socket", "sqlite3", "subprocess", "tempfile", "time",
    "urllib.request", "uuid",
}  # fmt: skip
ACTS = {"now", "today", "utcnow", "open", "read_text", "read_bytes", "write_text", "write_bytes", "urlopen"}


def acts(code: str) -> list[str]:
    """Return each import and call of the code that reaches outside."""
    found = []
    for node in ast.walk(ast.parse(code)):
        match node:
            case ast.Import():
                names = [alias.name for alias in node.names]
            case ast.ImportFrom():
                names = [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
            case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name)) if name in ACTS:
                found.append(f"line {node.lineno}: {name}()")
                continue
            case ast.Attribute(attr="now" | "today" | "utcnow"):  # handed on without a call
                found.append(f"line {node.lineno}: .{node.attr}")
                continue
            case _:
                continue
        found += [
            f"line {node.lineno}: import {name}" for name in names if name in OUTSIDE or name.split(".")[0] in OUTSIDE
        ]
    return found


@pytest.mark.parametrize("path", STAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_stage_reads_no_clock_no_file_and_no_chance(path: Path) -> None:
    assert acts(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "code",
    [
        "import os",
        "import os.path",
        "from pathlib import Path",
        "from time import monotonic",
        "import random as chance",
        "from urllib.request import urlopen",
        "from urllib import request",
        "import subprocess, re",
        "datetime.now()",
        "default_factory = datetime.now",
        "date.today()",
        "open('x')",
        "file.open()",
        "path.read_text()",
        "files('x').read_bytes()",
    ],
)
def test_whatever_reaches_outside_is_seen(code: str) -> None:
    assert acts(code)


def test_addresses_and_expressions_do_not_reach_outside() -> None:
    assert acts("import re\nfrom urllib.parse import urljoin\nfrom datetime import date\ndate(2024, 1, 2)\n") == []


def test_every_module_has_its_layer() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    placed = {name.strip() for layer in contracts[0]["layers"] for name in layer.split("|")}
    modules = {
        f"jiyao.{path.stem}"
        for path in (ROOT / "jiyao").iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert placed == {"crawler", "pipelines", "index_mappings"} | modules - {"jiyao.__init__", "jiyao.__main__"}
