"""The pages of the reference, made of the code that they tell of: commands, settings, API, source files, index fields."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.main import get_command

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
    yield "# API\n"
    yield (
        "`jiyao serve` answers it; `/docs` shows the same beside a form to try it, `/openapi.json` is for programs. "
        "[Search](../search.md) tells what can be asked.\n"
    )
    for path, methods in sorted(document["paths"].items()):
        for method, operation in methods.items():
            yield f"## {method.upper()} {path}\n"
            yield operation.get("description", operation.get("summary", "")) + "\n"
            parameters = operation.get("parameters", [])
            if parameters:
                yield "| parameter | in | |\n|---|---|---|"
                for parameter in parameters:
                    said = parameter.get("description") or parameter["schema"].get("description", "")
                    needed = " (needed)" if parameter.get("required") and parameter["in"] != "path" else ""
                    yield _row(f"`{parameter['name']}`{needed}", parameter["in"], said)
                yield ""
            codes = ", ".join(f"{code} {one['description']}" for code, one in operation["responses"].items())
            yield f"Answers: {codes}.\n"


def source_keys() -> Iterator[str]:
    """Yield the page of what a source file may say."""
    from jiyao.source_schema import source_schema

    found = source_schema()
    yield "# Keys of a source file\n"
    yield "[Add a source](../sources.md) tells how they work together. `jiyao sources schema` prints this for editors.\n"
    yield from _keys(found, found, "", set())


def _keys(whole: dict[str, Any], part: dict[str, Any], above: str, seen: set[str]) -> Iterator[str]:
    yield "| key | type | without | |\n|---|---|---|---|"
    below: list[tuple[str, dict[str, Any]]] = []
    for name, one in part.get("properties", {}).items():
        found = _meant(whole, one)
        if found.get("properties"):
            below.append((f"{above}{name}", found))
        default = "" if one.get("default") in (None, "", [], {}) else f"`{one['default']}`"
        needed = " (needed)" if name in part.get("required", []) else ""
        yield _row(f"`{above}{name}`{needed}", _kind(whole, one), default, one.get("description", ""))
    yield ""
    for name, found in below:
        if name not in seen:
            seen.add(name)
            yield f"## {name}\n"
            if found.get("description"):
                yield " ".join(found["description"].split()) + "\n"
            yield from _keys(whole, found, f"{name}.", seen)


def _meant(whole: dict[str, Any], one: dict[str, Any]) -> dict[str, Any]:
    """Return the object that a key holds, through what it refers to and its alternatives."""
    if "$ref" in one:
        found: dict[str, Any] = whole["$defs"][one["$ref"].rsplit("/", 1)[-1]]
        return found
    for each in one.get("anyOf", one.get("oneOf", [])):
        if (found := _meant(whole, each)).get("properties"):
            return found
    return one


def _kind(whole: dict[str, Any], one: dict[str, Any]) -> str:
    if "enum" in one:
        return ", ".join(f"`{value}`" for value in one["enum"])
    alternatives = one.get("anyOf", one.get("oneOf"))
    if alternatives:
        return " or ".join(dict.fromkeys(_kind(whole, each) for each in alternatives if each.get("type") != "null"))
    if "$ref" in one:
        return _kind(whole, _meant(whole, one))
    return {"object": "keys", "array": "list", "string": "text"}.get(str(one.get("type")), str(one.get("type", "")))


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
