"""kibana build, import, check, rows: what Kibana shows of the corpus."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jiyao.cli.surroundings import JSON, out, print_json, settings
from jiyao.errors import AskedWrongly, JiyaoError, SettingsError
from jiyao.plurals import many

if TYPE_CHECKING:
    from jiyao.kibana.bundle import Bundle

kibana = typer.Typer(help="What Kibana shows of the corpus: views, sessions, dashboards.", no_args_is_help=True)

PAGE = typer.Option(
    "--page-url", metavar="URL", help="Where a browser finds our own page, such as https://jiyao.example.org."
)
PREFIX = typer.Option("--prefix", help="What the names of the indices begin with; JIYAO_INDEX_PREFIX without.")


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(kibana, name="kibana")


@kibana.command("build")
def build(
    page_url: Annotated[str | None, PAGE] = None,
    prefix: Annotated[str | None, PREFIX] = None,
    output: Annotated[Path | None, typer.Option(help="The file to write; without it, standard output.")] = None,
) -> None:
    """Make the saved objects (NDJSON) that Kibana 8.19 and 9.x import.

    Links lead to the page at --page-url; without it to http://127.0.0.1:8777, where `jiyao serve` stands.
    """
    text = _built(page_url, prefix)
    if output is None:
        sys.stdout.write(text)
        return
    try:
        output.write_text(text, "utf-8")
    except OSError as error:
        raise SettingsError(f"{output}: {error.strerror}", "Name a file that can be written.") from None
    out().print(f"{text.count(chr(10))} objects in {output}", markup=False)


@kibana.command("import")
def import_into(
    url: Annotated[str, typer.Option(metavar="URL", help="Where Kibana is, such as http://127.0.0.1:5601.")],
    page_url: Annotated[str | None, PAGE] = None,
    prefix: Annotated[str | None, PREFIX] = None,
    file: Annotated[Path | None, typer.Option(exists=True, dir_okay=False, help="A file that build wrote.")] = None,
    space: Annotated[str, typer.Option(help="The space to import into; the default one without.")] = "",
    make_space: Annotated[bool, typer.Option("--make-space", help="Make that space where it is not there.")] = False,
    user: Annotated[str | None, typer.Option(help="Who imports; the password is asked for.")] = None,
    ca: Annotated[Path | None, typer.Option(help="Certificate authority of Kibana (PEM).")] = None,
) -> None:
    """Import the saved objects into a Kibana, in place of older ones, and make the reports its default view.

    Logs in with the key or user of JIYAO_ELASTICSEARCH, or as --user. What Kibana says of each object is told;
    ends with 7 where it refused one, with 6 where it does not answer.

    [bold]Example[/bold]

    jiyao kibana import --url http://127.0.0.1:5601 --page-url https://jiyao.example.org
    """
    from jiyao.kibana.importing import Kibana, import_objects

    given = settings()
    if (page_url is None) == (file is None):
        raise AskedWrongly(
            "say where our own page is, or name a file",
            "--page-url https://… builds and imports, --file imports a file.",
        )
    text = file.read_text("utf-8") if file else _built(page_url, prefix)
    if user:
        password, key = typer.prompt(f"password of {user}", hide_input=True), None
    else:
        user, password = given.elasticsearch_user, given.elasticsearch_password
        key = given.elasticsearch_api_key
    authority = ca or given.elasticsearch_ca
    door = Kibana(url, user, password, key, space, str(authority) if authority else None)
    done = import_objects(door, text, make_space=make_space)
    out().print(f"{done.objects} objects are in Kibana {done.version} at {url}", markup=False)


@kibana.command("check")
def check(
    file: Annotated[Path | None, typer.Option(exists=True, dir_okay=False, help="A file that build wrote.")] = None,
    as_json: Annotated[bool, JSON] = False,
) -> None:
    """Check the saved objects: their shape, every reference and field, and every request against Elasticsearch.

    Without an Elasticsearch (JIYAO_ELASTICSEARCH) only what can be seen without one. Ends with 1 where something
    is wrong.
    """
    from jiyao.kibana.checks import faults

    given, bundle = settings(), _bundle(file)
    found = faults(bundle)
    asked = bool(given.elasticsearch and not found)
    if asked:
        from jiyao.kibana.proving import unanswered
        from jiyao.search.elastic_server import Server

        found = unanswered(bundle, Server.from_settings(given), datetime.now(UTC))
    if as_json:
        print_json({"fault": fault} for fault in found)
    else:
        for fault in found:
            out().print(fault, style="red", markup=False)
        if not found:
            how = "and Elasticsearch answers every request" if asked else "(no Elasticsearch was asked)"
            out().print(f"{len(bundle.lines)} objects are sound {how}", markup=False)
    if found:
        raise typer.Exit(1)


@kibana.command("rows")
def rows(
    everything: Annotated[bool, typer.Option("--all", help="Every row again, not only what is not there yet.")] = False,
    as_json: Annotated[bool, JSON] = False,
) -> None:
    """Write the rows that only Kibana shows into Elasticsearch: runs, pages, sources, what each body counts.

    Each harvest and rebuild does so too.
    """
    from jiyao.oversight import write_rows

    given = settings()
    if not given.elasticsearch:
        raise SettingsError("there is no Elasticsearch to write to", "Set JIYAO_ELASTICSEARCH to its URL.")
    done = write_rows(given, everything=everything)
    if as_json:
        print_json({"runs": done.runs, "pages": done.pages, "counts": done.counts, "sources": done.sources})
        return
    others = f"{done.pages} of pages, {done.sources} of sources and {done.counts} of completeness"
    out().print(f"written: {many(done.runs, 'row')} of runs, {others}")


def _built(page_url: str | None, prefix: str | None) -> str:
    from jiyao.kibana import DEFAULT_PAGE, ndjson, read_description, saved_objects

    return ndjson(saved_objects(read_description(), page_url or DEFAULT_PAGE, prefix or settings().index_prefix))


def _bundle(file: Path | None) -> Bundle:
    from jiyao.kibana.bundle import Bundle

    if file is None:
        return Bundle.read(_built(None, None))
    try:
        return Bundle.read(file.read_text("utf-8"))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise JiyaoError(f"{file}: not a file of saved objects: {error}", "`jiyao kibana build` makes one.") from None
    except OSError as error:
        raise SettingsError(f"{file}: {error.strerror}") from None
