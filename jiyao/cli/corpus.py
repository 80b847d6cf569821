"""search, show, export: what the corpus holds."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from jiyao.cli import draw
from jiyao.cli.surroundings import JSON, day, index_of, out, print_json, settings
from jiyao.errors import AskedWrongly
from jiyao.model import Role
from jiyao.search import SearchQuery, alike

if TYPE_CHECKING:
    from jiyao.settings import Settings

Words = Annotated[
    list[str] | None,
    typer.Argument(metavar="[QUERY]...", help='Words (all must match), "exact phrases", -not, OR, brackets.'),
]
Several = list[str] | None


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("search")(search)
    app.command("show")(show)
    app.command("export")(export)


def search(
    words: Words = None,
    of: Annotated[
        str, typer.Option(help="What to search: reports, attendances (a person in a meeting), statements.")
    ] = "reports",
    person: Annotated[Several, typer.Option(help="A person who took part; several must all.")] = None,
    role: Annotated[Role | None, typer.Option(help="What that person did, or anybody.")] = None,
    title: Annotated[Several, typer.Option(help="A title of office that somebody held.")] = None,
    place: Annotated[Several, typer.Option(help="A place as written, or an official code with all below it.")] = None,
    body: Annotated[Several, typer.Option(help="The body that met.")] = None,
    kind: Annotated[Several, typer.Option(help="The kind of meeting.")] = None,
    level: Annotated[Several, typer.Option(help="The level of government.")] = None,
    source: Annotated[Several, typer.Option(help="The source.")] = None,
    script: Annotated[Several, typer.Option(help="Hans, Hant or mixed.")] = None,
    held_from: Annotated[str | None, typer.Option("--from", help="Held on this day or later.")] = None,
    held_to: Annotated[str | None, typer.Option("--to", help="Held on this day or earlier.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Pages that report no meeting too.")] = False,
    regional: Annotated[bool, typer.Option(help="Search regional words as well (資訊 / 信息).")] = True,
    sort: Annotated[str, typer.Option(help="relevance, held, published or first_seen.")] = "relevance",
    size: Annotated[int, typer.Option(help="Hits of a page.")] = 10,
    offset: Annotated[int, typer.Option(help="Hits to pass over.")] = 0,
    facet: Annotated[
        Several, typer.Option(help="Count by this too: people, chairs, places, year, month, kind …")
    ] = None,
    as_json: Annotated[bool, JSON] = False,
) -> None:
    """Search the corpus; a query in either script finds both.

    [bold]Examples[/bold]

    jiyao search 寿阳 民生                          finds 壽陽 too
    jiyao search '"常务会议" -防汛' --from 2024-01-01
    jiyao search --person 彭超 --role chair         what he chaired
    jiyao search 防汛 --facet people --facet month  who, and when
    """
    query = SearchQuery(
        text=" ".join(words or ()),
        of=of,  # type: ignore[arg-type]  # the query itself refuses an unknown kind
        person=_all(person), role=role, title=_all(title), place=_all(place), body=_all(body), kind=_all(kind),
        level=_all(level), source=_all(source), script=_all(script),
        held_from=day(held_from, "--from"), held_to=day(held_to, "--to"),
        meetings_only=not everything, regional=regional, size=size, offset=offset, facets=_all(facet),
        sort=sort,  # type: ignore[arg-type]  # the query itself refuses an unknown order
    )  # fmt: skip
    _answer(query, as_json)


def _answer(query: SearchQuery, as_json: bool) -> None:
    with index_of(settings()) as index:
        found = index.search(query)
    if as_json:
        from jiyao.api.schemas import page_answer

        print_json(page_answer(query, found).model_dump(mode="json"))
        return
    draw.page(out(), found, offset=query.offset)
    if not found.total and query.meetings_only:
        out().print("nothing reports a meeting like this; --all searches other pages too", style="dim")


def _all(values: Several) -> tuple[str, ...]:
    return tuple(values or ())


def show(
    id: Annotated[str, typer.Argument(help="The id of a report, as a search prints it.")],
    as_json: Annotated[bool, JSON] = False,
) -> None:
    """Show a report: its text with every fact marked, the rule behind each, and the archived bytes that prove it."""
    from jiyao.record import report_to_dict

    given = settings()
    with index_of(given) as index:
        report = index.get(id)
        others = alike(index, report)
    if as_json:
        print_json(report_to_dict(report))
        return
    console = out()
    draw.report(console, report)
    console.print(f"\narchived  {report.digest}", markup=False)
    for line in _records(given, report.digest):
        console.print(f"          {line}", markup=False)
    draw.alike(console, others)


def _records(given: Settings, digest: str) -> Iterator[str]:
    from pipelines.archive import Archive

    if given.archive_folder.is_dir():
        with Archive(given.archive_folder) as archive:
            for entry in archive.by_digest(digest):
                moment = f"{entry.captured_at:%Y-%m-%d %H:%M:%S} UTC"
                yield f"{moment}  {entry.file} at byte {entry.offset}, {entry.length} bytes"


def export(
    what: Annotated[str, typer.Argument(help="reports (every fact), or articles (one short line a page).")],
    words: Words = None,
    everything: Annotated[bool, typer.Option("--all", help="Reports: pages that report no meeting too.")] = False,
) -> None:
    """Write what the index holds as lines of JSON to standard output.

    [bold]Examples[/bold]

    jiyao export reports > reports.ndjson
    jiyao export reports 防汛 > floods.ndjson
    jiyao export articles                    url, title, published_at, is_meeting, source, digest
    """
    given = settings()
    rows: Iterator[Any]
    if what == "articles":
        from jiyao.runs import export_articles

        rows = export_articles(given)
    elif what == "reports":
        rows = _reports(given, " ".join(words or ()), everything)
    else:
        raise AskedWrongly(f"there is no export of {what!r}", "Export reports or articles.")
    count = 0
    for row in rows:
        print_json(row)
        count += 1
    if sys.stderr.isatty():
        Console(stderr=True).print(f"{count} lines", style="dim")


def _reports(given: Settings, words: str, everything: bool) -> Iterator[dict[str, Any]]:
    from jiyao.record import report_to_dict

    with index_of(given) as index:
        for hit in index.scan(SearchQuery(text=words, meetings_only=not everything)):
            if hit.report:
                yield report_to_dict(hit.report)
