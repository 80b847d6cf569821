"""Source files, read and checked at the door: every problem of every file at once, with line and key.

A file may name a ``family``, a file of the same vocabulary in
``sources/families``; what the source leaves out is taken from there.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from jiyao.errors import SourceError
from jiyao.settings import Settings
from jiyao.source import Source
from jiyao.source_merge import Document, Location, Origin, dotted, merge, parse
from jiyao.source_overlaps import Loaded, overlaps

FAMILIES = "families"


def shipped_sources() -> Path:
    """Return the folder of the source files that we ship."""
    return Path(str(files("crawler") / "sources"))


def sources_folder(settings: Settings) -> Path:
    """Return the folder of an installation's source files: the one it names, its data folder's, else those shipped."""
    own = settings.data / "sources"
    return settings.sources or (own if own.is_dir() else shipped_sources())


def sources_of(settings: Settings) -> dict[str, Source]:
    """Return the sources of an installation by name: of the folder it names, of its data folder, else those shipped."""
    return load_sources(sources_folder(settings))


def load_sources(folder: Path) -> dict[str, Source]:
    """Return the sources of all ``*.yaml`` under ``folder`` by name; :class:`SourceError` names every problem."""
    return {name: loaded.source for name, loaded in load_documents(folder).items()}


def load_documents(folder: Path) -> dict[str, Loaded]:
    """Return the same as :func:`load_sources` with the documents, which know where each key was written."""
    if not folder.is_dir():
        raise SourceError(f"{folder}: there is no such folder of sources", "Mend JIYAO_SOURCES, or unset it.")
    loaded: dict[str, Loaded] = {}
    problems: list[str] = []
    paths: dict[str, Path] = {}
    for path in source_paths(folder):
        if path.stem in paths:
            problems.append(f"{path}: there is a source of that name already: {paths[path.stem]}")
            continue
        paths[path.stem] = path
        try:
            loaded[path.stem] = load_document(path, families_of(folder))
        except SourceError as error:
            problems.append(str(error))
    loaded = dict(sorted(loaded.items()))
    problems += [f"{origin}: {said}" for origin, said in overlaps(loaded)]
    if problems:
        raise SourceError("\n".join(problems), "Mend the source files and run again.")
    return loaded


def source_paths(folder: Path) -> list[Path]:
    """Return the source files under a folder; families are none."""
    return [path for path in sorted(folder.rglob("*.yaml")) if FAMILIES not in path.relative_to(folder).parts]


def written_at(folder: Path) -> dict[str, datetime]:
    """Return when the file of each source under a folder was last written (UTC)."""
    return {path.stem: datetime.fromtimestamp(path.stat().st_mtime, UTC) for path in source_paths(folder)}


def families_of(folder: Path | None = None) -> dict[str, Path]:
    """Return the files of families by name: those we ship, and those in the folder's own ``families`` over them."""
    places = [shipped_sources(), *([folder] if folder else [])]
    return {path.stem: path for place in places for path in sorted((place / FAMILIES).glob("*.yaml"))}


def load_source(path: Path) -> Source:
    """Return the source of one file; :class:`SourceError` names all its problems, one a line."""
    return load_document(path, families_of(path.parent)).source


def load_document(path: Path, families: Mapping[str, Path]) -> Loaded:
    """Return the source of one file with its document."""
    return checked(_text(path), path.stem, str(path), families)


def read_source(text: str, name: str, file: str) -> Source:
    """Return the source that ``text`` (YAML) describes; ``file`` is what messages call it."""
    return checked(text, name, file, families_of()).source


def checked(text: str, name: str, file: str, families: Mapping[str, Path]) -> Loaded:
    """Return the source that ``text`` describes, with its document; every problem of it is told at once."""
    document = parse(text, file)
    problems = list(document.problems)
    if "name" in document.values:
        where = document.origins["name",]
        problems.append((where, "name: the file's name is the source's name; leave the key out"))
    document, unknown = _with_family(document, families)
    problems += unknown
    values = {key: value for key, value in document.values.items() if key != "family"}
    try:
        source = Source(**{**values, "name": name})
    except ValidationError as error:
        problems += [(document.origin(loc), said) for loc, said in map(_say, error.errors()) if said]
        source = None
    if problems or source is None:
        ordered = sorted(problems, key=lambda problem: (problem[0].file != file, problem[0].line, problem[1]))
        named = " and ".join(dict.fromkeys(origin.file for origin, _ in ordered))
        said = "\n".join(f"{origin}: {sentence}" for origin, sentence in ordered)
        raise SourceError(said, f"Mend {named} and run again.")
    return Loaded(source, document)


def _with_family(document: Document, families: Mapping[str, Path]) -> tuple[Document, list[tuple[Origin, str]]]:
    """Return the document over its family's, and what is wrong with the name of the family."""
    family = document.values.get("family")
    if family is None:
        return document, []
    where = document.origins["family",]
    if not isinstance(family, str) or family not in families:
        near = difflib.get_close_matches(str(family), families, 1, 0.4)
        meant = f"did you mean {near[0]}?" if near else f"known are {', '.join(sorted(families)) or 'none'}"
        return document, [(where, f"family: there is no family {family}; {meant}")]
    path = families[family]
    below = parse(_text(path), str(path))
    wrong = [
        (below.origins[key,], f"{key}: a family has none") for key in ("family", "name", "start") if key in below.values
    ]
    return merge(below, document), wrong


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except OSError as error:
        raise SourceError(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise SourceError(f"{path}: not UTF-8 at byte {error.start}", "Save the file as UTF-8.") from None


def _say(error: Any) -> tuple[Location, str]:
    """Return where pydantic's error stands and a sentence about it."""
    loc: Location = error["loc"]
    key = dotted(loc)
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
        model = next(_models_in(field.annotation), model) if field else model
    return model


def _models_in(annotation: Any) -> Any:
    """Yield the models that an annotation holds."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in getattr(annotation, "__args__", ()):
        yield from _models_in(part)


def _meant(key: str, model: type[BaseModel]) -> str:
    known = [field for field in model.model_fields if field != "name"] + (["family"] if model is Source else [])
    near = difflib.get_close_matches(key, known, 1, 0.5)
    return f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}"
