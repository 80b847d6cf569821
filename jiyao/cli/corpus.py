"""search, show, cite, export: what the corpus holds."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

from index_mappings import INDEX_NAMES
from jiyao.cli import draw
from jiyao.cli.asking import Asking, asked_query, asking
from jiyao.cli.nothing_found import refuse_unknown_sources, tell_nothing
from jiyao.cli.surroundings import JSON, err, index_of, out, plain, print_json, settings
from jiyao.errors import ArchiveDamaged, AskedWrongly, StorageFull
from jiyao.search import Hit, SearchIndex, SearchQuery, alike

if TYPE_CHECKING:
    from jiyao.model import Report
    from jiyao.progress import Watch
    from jiyao.settings import Settings


#: Names of files that hold lines of JSON as well.
_LINES = ("txt", "json", "jsonl")


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("search", cls=Asking)(search)
    app.command("show")(show)
    app.command("cite")(cite)
    app.command("export", cls=Asking)(export)
    app.command("completeness")(completeness)


@asking
def search(
    *,
    asked: dict[str, Any],
    of: Annotated[
        str, typer.Option(help="What to search: reports, attendances (a person in a meeting), statements.")
    ] = "reports",
    size: Annotated[int, typer.Option(help="Hits of a page.")] = 10,
    offset: Annotated[int, typer.Option(help="Hits to pass over.")] = 0,
    facet: Annotated[
        list[str] | None, typer.Option(help="Count by this too: people, chairs, places, year, month, kind …")
    ] = None,
    facet_size: Annotated[int, typer.Option(help="Values of a facet.")] = 10,
    as_json: Annotated[bool, JSON] = False,
) -> None:
    """Search the corpus; a query in either script finds both.

    [bold]Examples[/bold]

    jiyao search 寿阳 民生                          finds 壽陽 too
    jiyao search '"常务会议" -防汛' --from 2024-01-01
    jiyao search --person 彭超 --role chair         what he chaired
    jiyao search --as chair=彭超 --as attendee=王海   what he chaired and she attended
    jiyao search 防汛 --facet people --facet month  who, and when
    """
    page = {"size": size, "offset": offset, "facets": tuple(facet or ()), "facet_size": facet_size}
    _answer(asked_query(asked, of=of, **page), asked, as_json)


def _answer(query: SearchQuery, asked: dict[str, Any], as_json: bool) -> None:
    given = settings()
    with index_of(given) as index:
        refuse_unknown_sources(given, index, query)
        found = index.search(query)
        if not found.total and not as_json:
            draw.page(out(), found, offset=query.offset)
            tell_nothing(out(), index, query, asked)
            return
        said = {} if as_json or query.of != "statements" else {hit.id: _said(index, hit) for hit in found.hits}
    if as_json:
        from jiyao.api.schemas import PAGES, page_answer

        print_json(page_answer(PAGES[query.of], query, found).model_dump(mode="json"))
        return
    draw.page(out(), found, offset=query.offset, said=said)


def _said(index: SearchIndex, hit: Hit) -> str:
    """Return the passage of a statement, which its row holds the place of."""
    return index.get(hit.report_id).text[hit.values["start"] : hit.values["end"]]


def show(
    id: Annotated[str, typer.Argument(help="The id of a report, as a search prints it.")],
    as_json: Annotated[bool, JSON] = False,
) -> None:
    """Show a report: its text with every fact marked, the rule behind each, and the archived bytes that prove it."""
    from jiyao.record import report_to_dict
    from jiyao.removals import report_of

    given = settings()
    with index_of(given) as index:
        report = report_of(given, index, id)
        others = alike(index, report)
    if as_json:
        print_json(report_to_dict(report))
        return
    console = out()
    draw.report(console, report)
    console.print(f"\narchived  {report.digest}", markup=False)
    for line in _records(given, report.digest):
        console.print(f"          {line}", markup=False, soft_wrap=True)
    draw.alike(console, others)


def _records(given: Settings, digest: str) -> Iterator[str]:
    from pipelines.archive import Archive

    if given.archive_folder.is_dir():
        with Archive(given.archive_folder) as archive:
            for entry in archive.by_digest(digest):
                moment = f"{entry.captured_at:%Y-%m-%d %H:%M:%S} UTC"
                where = f"{moment}  {entry.file} at byte {entry.offset}, {entry.length} bytes"
                yield f"{where}, which cannot be read" if archive.damage_of(entry) else where


def cite(
    ids: Annotated[list[str], typer.Argument(metavar="ID...", help="The ids of reports, as a search prints them.")],
    form: Annotated[
        str, typer.Option("--as", help="text for people, bibtex for LaTeX, csl-json for Zotero and other programs.")
    ] = "text",
) -> None:
    """Cite reports: the page's address, when it was archived, its digest, and the record that proves it.

    [bold]Examples[/bold]

    jiyao cite demo_county-04259c4f686598aa
    jiyao cite demo_county-04259c4f686598aa --as bibtex >> references.bib
    """
    from jiyao.citation import FORMATS
    from jiyao.proofs import cited
    from jiyao.removals import report_of

    if form not in FORMATS:
        raise AskedWrongly(f"there is no form {form!r}", f"Say --as {', '.join(FORMATS[:-1])} or {FORMATS[-1]}.")
    given = settings()
    with index_of(given) as index:
        reports = [report_of(given, index, id) for id in dict.fromkeys(ids)]
    citations = [cited(given, report, form, partial(_tell_unproven, report)) for report in reports]
    if form == "csl-json":
        sys.stdout.write(json.dumps(citations, ensure_ascii=False, indent=2) + "\n")
        return
    for citation in citations:
        out().print(plain(str(citation).rstrip("\n")), markup=False, soft_wrap=True)


def _tell_unproven(report: Report, error: ArchiveDamaged) -> None:
    err().print(f"{report.id} is cited without its record: {error}. {error.advice}", markup=False, soft_wrap=True)


@asking
def export(
    what: Annotated[str, typer.Argument(help="reports, attendances, statements, or articles (a short line a page).")],
    *,
    asked: dict[str, Any],
    format: Annotated[
        str | None, typer.Option(help="ndjson, csv or parquet; without, what the file's name ends in, else ndjson.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option(help="The file to write, whole or not at all; standard output without.")
    ] = None,
) -> None:
    """Write everything that a search finds, however much, with its progress on a terminal.

    Lines of JSON have every fact of a report with its evidence; CSV, for spreadsheets, and Parquet have a row
    each with the columns of docs/searching.md. Parquet needs pyarrow, which comes with jiyao's extra parquet.

    [bold]Examples[/bold]

    jiyao export reports > reports.ndjson
    jiyao export reports 防汛 --from 2024-01-01 --output floods.csv
    jiyao export attendances --role chair --sort held --output chairs.parquet
    jiyao export articles                    url, title, published_at, is_meeting, source, digest
    """
    from jiyao.exports import FORMATS, export_articles
    from jiyao.exports import export as export_of

    given = settings()
    if what == "articles":
        if format not in (None, "ndjson") or asked_query(asked) != SearchQuery():
            raise AskedWrongly("articles are lines of JSON, and all of them", "Export reports to choose among them.")
        lines = (json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in export_articles(given))
        _write(output, lines)
        return
    if what not in INDEX_NAMES:
        raise AskedWrongly(f"there is no export of {what!r}", f"Export {', '.join(INDEX_NAMES)} or articles.")
    suffix = output.suffix.removeprefix(".") if output else ""
    suffix = "ndjson" if suffix in ("", *_LINES) else suffix
    if output and not format and suffix not in FORMATS:
        raise AskedWrongly(
            f"{output.name} does not end in a format", f"End it in {', '.join(FORMATS)}, or say --format."
        )
    chosen = format or suffix
    if chosen == "parquet" and not output and sys.stdout.isatty():
        raise AskedWrongly("Parquet is no text for a terminal", "Name a file with --output, or send it to a program.")
    query = asked_query(asked, of=what)
    with index_of(given) as index, _progress() as watch:
        refuse_unknown_sources(given, index, query)
        _write(output, export_of(index, query, chosen, watch))


@contextmanager
def _progress() -> Iterator[Watch]:
    """Draw a bar while the block runs; nothing where standard error is no terminal."""
    console = err()
    bars = Bars(
        TextColumn("{task.description}"), BarColumn(24), MofNCompleteColumn(), TimeElapsedColumn(),
        console=console, disable=not console.is_terminal,
    )  # fmt: skip
    with bars:
        task = bars.add_task("", total=None)
        yield lambda now: bars.update(task, description=now.name, completed=now.done, total=now.total)


def _write(output: Path | None, pieces: Iterable[bytes]) -> None:
    if output is None:
        for piece in pieces:
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
        return
    if not output.parent.is_dir():
        raise AskedWrongly(f"there is no folder {output.parent}", "Make it, or name a file in another one.")
    part = output.with_name(output.name + ".part")
    try:
        with part.open("wb") as file:
            file.writelines(pieces)
        part.replace(output)
    except OSError as error:
        raise StorageFull(f"{output} cannot be written: {error}", "Make space, or name another file.") from error
    finally:
        part.unlink(missing_ok=True)


def completeness(
    body: Annotated[list[str] | None, typer.Argument(help="Only these bodies; without, all of them.")] = None,
    place: Annotated[list[str] | None, typer.Option(help="Only there: a name or a code.")] = None,
    as_json: Annotated[bool, JSON] = False,
) -> None:
    """Show which meetings of bodies are missing here, as far as their own numbers tell.

    A body that reports its seventeenth meeting has held sixteen before. Of meetings without a number nobody can
    say how many there should be: they are counted, and no more.

    [bold]Example[/bold]

    jiyao completeness 臺南市政府
    """
    from jiyao.search.completeness import completeness_of
    from pipelines.lexicon.regions import places_meant

    query = SearchQuery(body=tuple(body or ()), place=places_meant(place or ()))
    with index_of(settings()) as index:
        found = completeness_of(index.meetings(query), datetime.now(UTC).date())
    if as_json:
        print_json(
            asdict(one) | {"percent": one.percent, "percent_since_first": one.percent_since_first} for one in found
        )
    else:
        draw.completeness(out(), found)
