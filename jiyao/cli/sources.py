"""sources: what there is to harvest; a new source written, tried, checked and shown."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from jiyao.cli.surroundings import JSON, err, out, print_json, settings
from jiyao.errors import AskedWrongly
from jiyao.plurals import many

if TYPE_CHECKING:
    from jiyao.source_merge import Document, Location
    from jiyao.source_overlaps import Loaded

group = typer.Typer(
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)

NAME = typer.Argument(metavar="NAME", help="A source's name, or a source file of its own (my.yaml).")


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(group, name="sources")


@group.callback(invoke_without_command=True)
def sources(
    context: typer.Context,
    check: Annotated[bool, typer.Option("--check", help="Only check the files; every mistake is listed.")] = False,
    as_json: Annotated[bool, JSON] = False,
) -> None:
    """List the sources; its commands write, try, check and show them.

    JIYAO_SOURCES names another folder of source files. A mistake in any of them ends this command with 4.

    [bold]Examples[/bold]

    jiyao sources                          what there is
    jiyao sources new URL --write my.yaml  look at a list page, write a first file
    jiyao sources try my.yaml              what it would take; nothing is stored
    jiyao sources check                    the golden pages of every source
    """
    if context.invoked_subcommand is None:
        _list(check=check, as_json=as_json)


@group.command("list")
def list_sources(as_json: Annotated[bool, JSON] = False) -> None:
    """List the sources, where each is read from, and whether its rules were verified on the real site."""
    _list(check=False, as_json=as_json)


def _list(*, check: bool, as_json: bool) -> None:
    from jiyao.source_files import sources_of

    found = sources_of(settings())
    if check:
        out().print(f"{many(len(found), 'source file is', 'source files are')} sound")
        return
    if as_json:
        print_json(source.model_dump(mode="json") for source in found.values())
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("source", "enabled", "verified", "title", "start"):
        table.add_column(column)
    for name, source in found.items():
        enabled, verified = ("yes" if flag else "no" for flag in (source.enabled, source.verified))
        table.add_row(name, enabled, verified, Text(source.title), Text(source.start[0]))
    out().print(table)


@group.command("new")
def new_source(
    url: Annotated[str, typer.Argument(metavar="URL", help="A page that lists articles.")],
    write: Annotated[Path | None, typer.Option(help="The file to write; printed without.")] = None,
    delay: Annotated[float, typer.Option(min=0, max=600, help="Seconds between two requests.")] = 3.0,
) -> None:
    """Look at a list page and a few of its articles, and write a first source file.

    The site is visited as a harvest visits it (robots.txt, our user agent, a delay), and nothing is stored. Ten to
    thirty pages take a minute or two. The file says what was found, and in comments what was not. Try it next; it is
    yours to mend.

    [bold]Examples[/bold]

    jiyao sources new https://www.example.gov.cn/xwzx/index.html
    jiyao sources new https://www.example.gov.cn/xwzx/index.html --write my-sources/example.yaml
    """
    from jiyao.runs.drafts import draft_source

    if write and not re.fullmatch(r"[a-z][a-z0-9_]*\.yaml", write.name):
        raise AskedWrongly(
            f"{write.name} names no source", "Name the file like my_county.yaml: small letters, digits and _."
        )
    if write and write.exists():
        raise AskedWrongly(f"{write} is there already", "Name another file, or take that one away.")
    _, text = draft_source(settings(), url, delay, lambda asked: err().print(f"looking at {asked}", style="dim"))
    if write is None:
        print(text, end="")
        return
    write.parent.mkdir(parents=True, exist_ok=True)
    write.write_text(text, "utf-8")
    out().print(f"{write} is written; try it: jiyao sources try {write}", markup=False)


@group.command("show")
def show_source(name: Annotated[str, NAME], as_json: Annotated[bool, JSON] = False) -> None:
    """Print a source with what it inherits from its family; each key with the file and line it comes from."""
    loaded = named(name)
    document = loaded.document
    if as_json:
        from jiyao.source_merge import dotted

        origins = {dotted(place): str(origin) for place, origin in document.origins.items() if place}
        print_json({"source": loaded.source.model_dump(mode="json"), "origins": origins})
        return
    folder = Path(document.origins[()].file).parent.parent
    for line in _shown(document, document.values, (), 0, folder):
        out().print(line, soft_wrap=True)


@group.command("schema")
def print_schema() -> None:
    """Print the JSON Schema of a source file, for an editor that completes keys and underlines mistakes."""
    import json

    from jiyao.source_schema import source_schema

    print(json.dumps(source_schema(), ensure_ascii=False, indent=1))


def named(name: str) -> Loaded:
    """Return the source of a name or of a file; NotFound with the nearest name where there is none."""
    from jiyao.runs.harvests import chosen_sources
    from jiyao.source_files import families_of, load_document, load_documents, sources_folder

    if name.endswith((".yaml", ".yml")):
        return load_document(Path(name), families_of(Path(name).parent))
    loaded = load_documents(sources_folder(settings()))
    chosen_sources({each: one.source for each, one in loaded.items()}, [name])
    return loaded[name]


def _as_yaml(value: Any) -> str:
    """Return a value as YAML writes it on one line."""
    import yaml

    text: str = yaml.safe_dump(value, allow_unicode=True, width=10_000, default_flow_style=True)
    return text.removesuffix("...\n").strip()


def _shown(document: Document, value: Any, at: Location, depth: int, folder: Path) -> list[Text]:
    """Return the lines of a part of a source, each value with its origin behind it."""
    lines: list[Text] = []
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, below in items:
        head = "  " * depth + (f"{key}:" if isinstance(value, dict) else "-")
        if isinstance(below, dict | list) and below:
            lines.append(Text(head, style="bold"))
            lines += _shown(document, below, (*at, key), depth + 1, folder)
        else:
            origin = document.origin((*at, key))
            path = Path(origin.file)
            file = path.relative_to(folder) if path.is_relative_to(folder) else path
            line = Text(head, style="bold").append(f" {_as_yaml(below)}", "none")
            lines.append(line.append(f"  # {file}:{origin.line}", "dim"))
    return lines
