"""Source files, read and checked at the door: every problem of every file at once, with line and key."""

from __future__ import annotations

import difflib
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError

from jiyao.errors import SourceError
from jiyao.settings import Settings
from jiyao.source import Source

Location = tuple[str | int, ...]


def sources_of(settings: Settings) -> dict[str, Source]:
    """Return the sources of an installation by name: of the folder it names, of its data folder, else those shipped."""
    return load_sources(sources_folder(settings))


def sources_folder(settings: Settings) -> Path:
    """Return the folder that an installation reads its sources from."""
    own = settings.data / "sources"
    shipped = Path(str(files("crawler") / "sources"))
    return settings.sources or (own if own.is_dir() else shipped)


def load_sources(folder: Path) -> dict[str, Source]:
    """Return the sources of all ``*.yaml`` under ``folder`` by name; :class:`SourceError` names every problem."""
    if not folder.is_dir():
        raise SourceError(f"{folder}: there is no such folder of sources", "Mend JIYAO_SOURCES, or unset it.")
    sources: dict[str, Source] = {}
    files: dict[str, Path] = {}
    problems: list[str] = []
    for path in sorted(folder.rglob("*.yaml")):
        if path.stem in files:
            problems.append(f"{path}: there is a source of that name already: {files[path.stem]}")
            continue
        files[path.stem] = path
        try:
            sources[path.stem] = load_source(path)
        except SourceError as error:
            problems.append(str(error))
    if problems:
        raise SourceError("\n".join(problems), "Mend the source files and run again.")
    return dict(sorted(sources.items()))


def load_source(path: Path) -> Source:
    """Return the source of one file; :class:`SourceError` names all its problems, one a line."""
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        raise SourceError(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise SourceError(f"{path}: not UTF-8 at byte {error.start}", "Save the file as UTF-8.") from None
    return read_source(text, path.stem, str(path))


def read_source(text: str, name: str, file: str) -> Source:
    """Return the source that ``text`` (YAML) describes; ``file`` is what messages call it."""
    advice = f"Mend {file} and run again."
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        values = yaml.safe_load(text)
    except yaml.YAMLError as error:
        hint = "Inside [ ] a selector with brackets of its own needs quotes, or a line of its own."
        raise SourceError(f"{file}{_mark(error)}: not YAML: {_first_line(error)}", f"{advice} {hint}") from None
    if not isinstance(values, dict) or not isinstance(node, yaml.MappingNode):
        raise SourceError(f"{file}:1: a source file is a mapping of keys to values", advice)
    lines: dict[Location, int] = {}
    problems = _walk(node, (), lines)
    if "name" in values:
        problems.append((lines["name",], "name: the file's name is the source's name; leave the key out"))
    try:
        source = Source(**{**values, "name": name})
    except ValidationError as error:
        problems += [(_line(lines, loc), said) for loc, said in map(_say, error.errors()) if said]
    if problems:
        raise SourceError("\n".join(f"{file}:{line}: {said}" for line, said in sorted(problems)), advice)
    return source


def _walk(node: yaml.Node, location: Location, lines: dict[Location, int]) -> list[tuple[int, str]]:
    """Fill ``lines`` with the line of every key below ``node``; return keys that stand twice."""
    twice: list[tuple[int, str]] = []
    lines.setdefault(location, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            below = (*location, key.value)
            line = key.start_mark.line + 1
            if below in lines:
                twice.append((line, f"{_dotted(below)}: this key stands twice, first in line {lines[below]}"))
            lines[below] = line
            twice += _walk(value, below, lines)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            twice += _walk(value, (*location, index), lines)
    return twice


def _say(error: Any) -> tuple[Location, str]:
    """Return where pydantic's error stands and a sentence about it."""
    loc: Location = error["loc"]
    key = _dotted(loc)
    if error["type"] == "extra_forbidden":
        return loc, f"{key}: unknown key; {_meant(str(loc[-1]), _model_at(loc[:-1]))}"
    if error["type"] == "missing":
        return loc, f"{key}: missing key"
    if error["type"] == "too_short" and error["input"]:
        return loc, ""  # its elements are wrong, and each has its own message
    if error["type"] == "string_type":
        return loc, f"{key}: must be text; put it in quotes (it is {error['input']!r})"
    said = str(error["msg"]).removeprefix("Value error, ")
    return loc, f"{key}: {said[0].lower() + said[1:]}" + (
        "" if error["type"] == "value_error" else f" (it is {error['input']!r})"
    )


def _model_at(location: Location) -> type[BaseModel]:
    model: type[BaseModel] = Source
    for step in location:
        field = model.model_fields.get(str(step))
        kinds = (field.annotation, *getattr(field.annotation, "__args__", ())) if field else ()
        model = next((kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)), model)
    return model


def _meant(key: str, model: type[BaseModel]) -> str:
    known = [field for field in model.model_fields if field != "name"]
    near = difflib.get_close_matches(key, known, 1, 0.5)
    return f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}"


def _line(lines: dict[Location, int], location: Location) -> int:
    while location not in lines and location:
        location = location[:-1]
    return lines.get(location, 1)


def _dotted(location: Location) -> str:
    return "".join(f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in location).lstrip(".")


def _mark(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    return f":{mark.line + 1}" if mark else ""


def _first_line(error: yaml.YAMLError) -> str:
    return str(getattr(error, "problem", None) or error).splitlines()[0]
