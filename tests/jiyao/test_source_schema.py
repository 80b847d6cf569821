"""The schema that editors read is the one the door checks by."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from commands import jiyao

from jiyao.demo import demo_sources
from jiyao.source_files import families_of, shipped_sources, source_paths
from jiyao.source_schema import source_schema

SCHEMA = shipped_sources() / "source.schema.json"
FILES = [*source_paths(shipped_sources()), *families_of().values(), *source_paths(demo_sources())]


def properties(schema: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every key that a source file can have, with what the schema says of it."""
    if isinstance(schema, dict):
        for name, value in schema.get("properties", {}).items():
            yield name, value
        for value in schema.values():
            yield from properties(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from properties(value)


def test_the_schema_that_we_ship_is_current() -> None:
    assert json.loads(SCHEMA.read_text("utf-8")) == source_schema(), (
        "jiyao sources schema > crawler/sources/source.schema.json"
    )


def test_the_command_prints_it() -> None:
    assert json.loads(jiyao("sources", "schema").stdout) == source_schema()


def test_every_key_says_what_it_is_for() -> None:
    said = list(properties(source_schema()))
    assert len(said) > 60
    assert [name for name, value in said if not value.get("description")] == []


def test_the_documentation_has_every_key() -> None:
    text = (Path(__file__).parents[2] / "docs/sources.md").read_text("utf-8")
    written = set(re.findall(r"[a-z_]+", text))
    assert [name for name, _ in properties(source_schema()) if name not in written] == []


def known_keys(values: Any, schema: dict[str, Any], at: str = "") -> Iterator[str]:
    """Yield each key of a file that the schema does not know."""
    if "$ref" in schema:
        schema = source_schema()["$defs"][schema["$ref"].rsplit("/", 1)[1]]
    for choice in schema.get("anyOf", ()):
        if "$ref" in choice or "properties" in choice:
            schema = (
                known
                if "properties" in (known := dict(choice))
                else source_schema()["$defs"][choice["$ref"].rsplit("/", 1)[1]]
            )
    if isinstance(values, dict) and "properties" in schema:
        for key, value in values.items():
            if key not in schema["properties"]:
                yield f"{at}.{key}"
            else:
                yield from known_keys(value, schema["properties"][key], f"{at}.{key}")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_file_uses_keys_of_the_schema_alone(path: Path) -> None:
    assert list(known_keys(yaml.safe_load(path.read_text("utf-8")), source_schema())) == []


@pytest.mark.parametrize(
    "path", [*source_paths(shipped_sources()), *families_of().values()], ids=lambda path: path.stem
)
def test_every_file_that_we_ship_tells_editors_its_schema(path: Path) -> None:
    first = path.read_text("utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=../source.schema.json"
    assert (path.parent / "../source.schema.json").resolve() == SCHEMA.resolve()
