"""The pages of the reference, made of the code that they tell of: commands, settings, API, source files, index fields."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.main import get_command

_PLAIN = {
    "object": "keys",
    "array": "list",
    "string": "text",
    "date": "day",
    "date-time": "moment",
    "integer": "whole number",
    "boolean": "true or false",
}
_DO_NOT_EDIT = "% Made by tools/reference.py of the code itself.\n\n"


def write(folder: Path) -> None:
    """Write every page of the reference into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, lines in {
        "cli": commands(),
        "settings": settings(),
        "api": api(),
        "sources": source_keys(),
        "fields": fields(),
    }.items():
        text = _DO_NOT_EDIT + "\n".join(lines) + "\n"
        path = folder / f"{name}.md"
        if not path.exists() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")


def commands() -> Iterator[str]:
    """Yield the page of the commands."""
    from jiyao.cli.application import EXIT_CODES, app

    yield "# Commands\n\n`jiyao COMMAND --help` shows the same in a terminal.\n"
    yield from _command(get_command(app), ["jiyao"])
    yield "## Exit codes\n\n0 done, 130 interrupted; the first that an error is one of:\n"
    yield "| code | error | |\n|---|---|---|"
    for kind, code in EXIT_CODES:
        yield _row(str(code), f"`{kind.__name__}`", (kind.__doc__ or "").splitlines()[0])


def _command(command: Any, names: list[str]) -> Iterator[str]:
    if len(names) > 1:
        yield f"{'#' * min(len(names), 4)} {' '.join(names)}\n"
        yield _prose(command.help or "") + "\n"
        rows = [row for parameter in command.params if (row := _parameter(parameter))]
        if rows:
            yield "| argument or option | |\n|---|---|"
            yield from rows
            yield ""
    for name, below in sorted(getattr(command, "commands", {}).items()):
        yield from _command(below, [*names, name])


def _prose(help: str) -> str:
    """Return a command's help as Markdown: its examples, which it sets in columns, as a block."""
    text, _, examples = help.replace("\b", "").partition("[bold]Example")
    shown = examples.partition("[/bold]")[2].strip("\n")
    paragraphs = [" ".join(part.split()) for part in text.split("\n\n")]
    block = f"\n\n```\n{shown.strip()}\n```" if shown.strip() else ""
    return "\n\n".join(part for part in paragraphs if part) + block


def _parameter(parameter: Any) -> str | None:
    if getattr(parameter, "hidden", False) or parameter.name == "help":
        return None
    if parameter.param_type_name == "option":
        name = ", ".join(f"`{spelled}`" for spelled in [*parameter.opts, *parameter.secondary_opts])
    else:
        name = f"`{parameter.metavar or parameter.name.upper()}`"
    said = getattr(parameter, "help", None) or ""
    default = parameter.default
    if isinstance(default, str | int | float | Path) and not isinstance(default, bool) and str(default):
        said += f" Without: `{default}`."
    return _row(name, said)


def settings() -> Iterator[str]:
    """Yield the page of the settings."""
    from jiyao.settings import PREFIX, Settings

    yield "# Settings\n"
    yield (
        "In the environment, or in `jiyao.toml` in the working folder (in lower case, without `JIYAO_`); the environment wins. "
        "An unknown name is an error. `JIYAO_CONFIG` names another file. For `JIYAO_ELASTICSEARCH_API_KEY`, "
        "`JIYAO_ELASTICSEARCH_PASSWORD` and `JIYAO_ALERTS`, a name that ends in `_FILE` gives a file that holds the value.\n"
    )
    yield "| setting | without | |\n|---|---|---|"
    for name, field in Settings.model_fields.items():
        default = "" if field.default in (None, "") else f"`{field.default}`"
        yield _row(f"`{PREFIX}{name.upper()}`", default, field.description or "")


def api() -> Iterator[str]:
    """Yield the page of the search API."""
    from jiyao.settings import Settings
    from jiyao.web.site import create_site

    document = create_site(Settings()).openapi()
    shapes = document["components"]["schemas"]
    yield "# API\n"
    yield (
        "`jiyao serve` answers it; `/docs` shows the same beside a form to try it, `/openapi.json` is for programs. "
        "[Search](../searching.md) tells what can be asked; [what answers hold](#what-answers-hold) stands at the end.\n"
    )
    for path, methods in sorted(document["paths"].items()):
        for method, operation in methods.items():
            yield f"## {method.upper()} {path}\n"
            yield operation.get("description", operation.get("summary", "")) + "\n"
            yield from _asked(shapes, operation.get("parameters", []))
            yield f"Answers with {_answered(shapes, operation['responses'])}.\n"
            codes = ", ".join(f"{code} {one['description']}" for code, one in operation["responses"].items())
            yield f"Status: {codes}.\n"
    yield "## What answers hold\n"
    yield "An error is a [Problem](#problem) as `application/problem+json`. Index fields are told in [their own page](fields.md).\n"
    for name, shape in sorted(shapes.items()):
        if shape.get("properties"):
            yield f"### {name}\n"
            yield _as_markdown(shape.get("description", "")) + "\n"
            yield "| field | type | |\n|---|---|---|"
            yield from _fields_of(shapes, shape, "")
            yield ""


def _fields_of(shapes: dict[str, Any], shape: dict[str, Any], above: str) -> Iterator[str]:
    """Yield a row a field, and below one that holds an object without a name the rows of this object."""
    for field, one in shape["properties"].items():
        yield _row(f"`{above}{field}`", _kind(shapes, one, link=True), one.get("description", ""))
        held = one.get("items", one)
        if held.get("properties"):
            yield from _fields_of(shapes, held, f"{above}{field}.")


def _asked(shapes: dict[str, Any], parameters: list[dict[str, Any]]) -> Iterator[str]:
    if not parameters:
        return
    yield "| parameter | type | without | |\n|---|---|---|---|"
    for parameter in parameters:
        schema = parameter["schema"]
        needed = " (needed)" if parameter.get("required") and parameter["in"] != "path" else ""
        where = " (in the path)" if parameter["in"] == "path" else ""
        several = ", several times" if schema.get("type") == "array" else ""
        kind = _kind(shapes, schema.get("items", schema)) + several
        said = parameter.get("description") or schema.get("description", "")
        yield _row(f"`{parameter['name']}`{needed}{where}", kind, _default(schema), said)
    yield ""


def _answered(shapes: dict[str, Any], answers: dict[str, Any]) -> str:
    """Return what a good answer is: the shape of its JSON, or the media types it comes in."""
    content = next(answer for code, answer in sorted(answers.items()) if code.startswith("2")).get("content", {})
    if "application/json" in content:
        return _kind(shapes, content["application/json"]["schema"], link=True)
    return ", ".join(f"`{kind}`" for kind in content) or "nothing"


def _as_markdown(description: str) -> str:
    """Return what a docstring says, its code marks as Markdown has them."""
    return " ".join(description.replace("``", "`").split())


def source_keys() -> Iterator[str]:
    """Yield the page of what a source file may say."""
    from jiyao.source_schema import source_schema

    found = source_schema()
    yield "# Keys of a source file\n"
    yield "[Add a source](../sources.md) tells how they work together. `jiyao sources schema` prints this for editors.\n"
    yield from _keys(found["$defs"], found, "", set())


def _keys(shapes: dict[str, Any], part: dict[str, Any], above: str, seen: set[str]) -> Iterator[str]:
    yield "| key | type | without | |\n|---|---|---|---|"
    below: list[tuple[str, dict[str, Any]]] = []
    for name, one in part.get("properties", {}).items():
        found = _meant(shapes, one)
        if found.get("properties"):
            below.append((f"{above}{name}", found))
        needed = " (needed)" if name in part.get("required", []) else ""
        yield _row(f"`{above}{name}`{needed}", _kind(shapes, one), _default(one), one.get("description", ""))
    yield ""
    for name, found in below:
        if name not in seen:
            seen.add(name)
            yield f"## {name}\n"
            if found.get("description"):
                yield _as_markdown(found["description"]) + "\n"
            yield from _keys(shapes, found, f"{name}.", seen)


def _default(one: dict[str, Any]) -> str:
    default = one.get("default")
    if default in (None, "", []) or isinstance(default, dict):
        return ""
    return f"`{default if isinstance(default, str) else json.dumps(default, ensure_ascii=False)}`"


def _meant(shapes: dict[str, Any], one: dict[str, Any]) -> dict[str, Any]:
    """Return the object that a key holds, through what it refers to and its alternatives."""
    if "$ref" in one:
        found: dict[str, Any] = shapes[_name(one)]
        return found
    for each in one.get("anyOf", one.get("oneOf", [])):
        if (found := _meant(shapes, each)).get("properties"):
            return found
    return one


def _name(one: dict[str, Any]) -> str:
    return str(one["$ref"]).rsplit("/", 1)[-1]


def _kind(shapes: dict[str, Any], one: dict[str, Any], *, link: bool = False) -> str:
    """Return what a value is, in words; with ``link`` an object is the link to its own table."""
    if "enum" in one:
        return ", ".join(f"`{value}`" for value in one["enum"])
    alternatives = one.get("anyOf", one.get("oneOf"))
    if alternatives:
        kinds = (_kind(shapes, each, link=link) for each in alternatives if link or each.get("type") != "null")
        return " or ".join(dict.fromkeys(kinds))
    if "$ref" in one:
        found = _meant(shapes, one)
        named = link and found.get("properties")
        return f"[{_name(one)}](#{_name(one).lower()})" if named else _kind(shapes, found)
    if link and one.get("type") == "array":
        return f"list of {_kind(shapes, one.get('items', {}), link=True)}"
    kind = str(one.get("format") or one.get("type"))
    return "object" if link and kind == "object" else _PLAIN.get(kind, str(one.get("type", "any")))


def fields() -> Iterator[str]:
    """Yield the page of the fields of the indices, in Chinese and English."""
    from index_mappings import INDEX_NAMES, load
    from jiyao.kibana import read_description

    described = read_description()
    yield "# Fields of the indices\n"
    yield (
        "What Elasticsearch and Kibana hold, and what an export has. `.folded` is the form that is compared: both scripts as one. "
        "Times are UTC; a day is written `2024-12-05`.\n"
    )
    for name in INDEX_NAMES:
        yield f"## {name}\n\n| field | 中文 | English | type |\n|---|---|---|---|"
        labels = described.views[name].fields
        for field, mapping in load(name).properties.items():
            for full, kind in [
                (field, mapping["type"]),
                *((f"{field}.{sub}", one["type"]) for sub, one in mapping.get("fields", {}).items()),
            ]:
                chinese, _, english = (labels[full].label if full in labels else "").partition(" · ")
                yield _row(f"`{full}`", chinese, english, kind)
        yield ""


def _row(*cells: str) -> str:
    return "| " + " | ".join(" ".join(str(cell).split()).replace("|", "\\|") for cell in cells) + " |"
