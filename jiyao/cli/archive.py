"""archive: what is kept, page by page and version by version, and whether it is sound."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, time
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from jiyao.cli import keeping
from jiyao.cli.keeping import opened
from jiyao.cli.surroundings import JSON, known_source, out, print_json, settings
from jiyao.errors import AskedWrongly, NotFound, StorageFull
from jiyao.model import report_id
from jiyao.plurals import many

if TYPE_CHECKING:
    from jiyao.api.version_answers import VersionAnswer
    from jiyao.source import Source
    from pipelines.archive import Archive, Entry, Page

_archive = typer.Typer(
    help="What is kept, page by page and version by version, and whether it is sound.", no_args_is_help=True
)
Address = Annotated[
    str,
    typer.Argument(
        metavar="URL|ID", help="The address of a page, as the archive or a browser has it, or its report's id."
    ),
]
OfSource = Annotated[str | None, typer.Option("--source", help="The source, where several have this address.")]
_SHORT = 19
#: States of a run that are none of a page: they are kept as issues.
_OF_RUNS = ("unlisted", "moved")


def add_to(app: typer.Typer) -> None:
    """Add the group."""
    keeping.add_to(_archive)
    app.add_typer(_archive, name="archive")


def page_of(archive: Archive, url: str, source: str | None) -> Page:
    """Return the one page of that address, or report's id; what else could be meant is said where there is none."""
    from pipelines.addresses import canonical

    found = archive.find(url, source) or archive.find(canonical(url) or url, source) or _of_report(archive, url, source)
    if not found:
        near = archive.near(url)
        advice = f"Did you mean {' or '.join(near)}?" if near else "`jiyao archive list` lists what there is."
        raise NotFound(f"{url} is not archived", advice)
    if len(found) > 1 and found[0].source != found[1].source:
        names = ", ".join(page.source for page in found)
        raise AskedWrongly(f"{url} is archived for several sources: {names}", "Choose one with --source.")
    return found[0]


def _of_report(archive: Archive, id: str, wanted: str | None) -> list[Page]:
    """Return the page of a report's id, which begins with its source's name; no index is asked."""
    source = id.rpartition("-")[0]
    if wanted not in (None, source):
        return []
    found = next((url for url in archive.addresses(source) if report_id(source, url) == id), None) if source else None
    page = archive.page(source, found) if found else None
    return [page] if page else []


def source_of(page: Page) -> Source | None:
    """Return the page's source, None where its file is not there any more."""
    from jiyao.source_files import sources_of

    return sources_of(settings()).get(page.source)


@_archive.command("list")
def list_pages(
    beginning: Annotated[str, typer.Argument(metavar="[URL]", help="Only addresses that begin so.")] = "",
    source: Annotated[str | None, typer.Option(help="Only of this source.")] = None,
    state: Annotated[
        str | None, typer.Option(help="Only where the last visit found this: new, edited, completed, unchanged, gone …")
    ] = None,
    since: Annotated[str | None, typer.Option(help="Only pages that changed at this moment or later.")] = None,
    lists: Annotated[bool, typer.Option("--lists", help="The pages of lists, not articles.")] = False,
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 50,
    offset: Annotated[int, typer.Option(min=0, help="Pages to pass over.")] = 0,
    as_json: Annotated[bool, JSON] = False,
) -> None:
    """List pages by source and address: how many versions each has, what the last visit found, and when.

    [bold]Examples[/bold]

    jiyao archive list --state gone                      what sites took down
    jiyao archive list --state edited --since 2024-12-01
    jiyao archive list https://www.example.gov.cn/xwzx/ --limit 10 --offset 10
    """
    from pipelines.archive import State

    if state is not None and state not in list(State):
        told = f"`jiyao issues --reason {state}` lists such pages." if state in _OF_RUNS else ""
        raise AskedWrongly(f"there is no state {state!r}", told or f"The states are {', '.join(State)}.")
    moment = _moment(since, "--since")
    with opened() as archive:
        pages = archive.pages(source, kind="listing" if lists else "article", beginning=beginning)
        chosen = (page for page in pages if _is_wanted(page, state, moment))
        shown = list(islice(chosen, offset, offset + limit + 1))
        out_of_it = archive.forgotten(source)
    if not shown:
        known_source(source)
    more = len(shown) > limit
    for page in shown[:limit]:
        if as_json:
            print_json(_page_record(page) | {"taken_out": (page.source, page.url) in out_of_it})
        else:
            last, versions = page.entries[-1], page.different
            row = f"{last.captured_at:%Y-%m-%d %H:%M}  {page.states[-1]:10}  {versions:>3}  {page.source}  {page.url}"
            row += "  (taken out)" if (page.source, page.url) in out_of_it else ""
            out().print(row, markup=False, soft_wrap=True)
    if not as_json and more:
        out().print(f"there are more: --offset {offset + limit}", style="dim")
    if not as_json and not shown:
        out().print("no page is like this", style="yellow")


def _is_wanted(page: Page, state: str | None, since: datetime | None) -> bool:
    states = {"gone", "still_gone"} if state == "gone" else {state}
    return (state is None or page.states[-1] in states) and (
        since is None or (bool(page.changes) and page.changes[-1].captured_at >= since)
    )


def _page_record(page: Page) -> dict[str, object]:
    return {
        "source": page.source, "url": page.url, "kind": page.entries[0].kind, "state": page.states[-1],
        "versions": page.different, "visits": len(page.entries),
        "first_at": page.entries[0].captured_at.isoformat(), "last_at": page.entries[-1].captured_at.isoformat(),
        "changed_at": page.changes[-1].captured_at.isoformat() if page.changes else None,
        "digest": page.entries[-1].digest, "further": [url for url, _ in page.entries[-1].further],
    }  # fmt: skip


@_archive.command("history")
def history(url: Address, source: OfSource = None, as_json: Annotated[bool, JSON] = False) -> None:
    """List every visit of a page: when, what it found, the digest of the body, and where its record lies.

    A version has a number, by which `jiyao archive diff` and `show` know it; a visit that found nothing new has none.

    [bold]Example[/bold]

    jiyao archive history https://www.example.gov.cn/xwzx/t20250117_12.html
    """
    from jiyao.api.version_answers import version_answers

    with opened() as archive:
        page = page_of(archive, url, source)
        tombstone = archive.tombstone(page.source, page.url)
    versions = version_answers(page)
    for entry, state in zip(page.entries, page.states, strict=True):
        version = versions.get(entry)
        if as_json:
            print_json(_visit_record(entry, state, version))
            continue
        number = version.number if version else ""
        row = f"{number:>3}  {entry.captured_at:%Y-%m-%d %H:%M:%S} UTC  {state:10}  {entry.status}  "
        row += f"{entry.digest[:_SHORT]}  {entry.file} at byte {entry.offset}"
        row += f", {many(len(entry.further), 'further page')}" if entry.further else ""
        out().print(row, markup=False, soft_wrap=True)
    if tombstone and not as_json:
        out().print(str(tombstone), markup=False, style="yellow", soft_wrap=True)


def _visit_record(entry: Entry, state: str, version: VersionAnswer | None) -> dict[str, object]:
    number, same_as = (version.number, version.same_as) if version else (None, None)
    return {
        "version": number, "number": number, "captured_at": entry.captured_at.isoformat(), "state": state,
        "status": entry.status, "digest": entry.digest, "type": entry.type, "file": entry.file,
        "offset": entry.offset, "length": entry.length, "same_as": same_as,
        "further": [{"url": url, "digest": digest} for url, digest in entry.further],
    }  # fmt: skip


@_archive.command("show")
def show(
    url: Annotated[
        str,
        typer.Argument(
            metavar="URL|ID|DIGEST", help="An address, a report's id, or the digest of a body (8 digits are enough)."
        ),
    ],
    at: Annotated[
        str | None,
        typer.Option(help="What stood there at this moment, or at the end of this day in China; the latest without."),
    ] = None,
    source: OfSource = None,
    raw: Annotated[bool, typer.Option("--raw", help="Only the body, byte for byte, to standard output.")] = False,
    output: Annotated[Path | None, typer.Option(help="Write the body, byte for byte, into this file.")] = None,
    as_json: Annotated[bool, JSON] = False,
) -> None:
    """Show what was received: how it was asked for, the headers, the body; checked against its digest.

    [bold]Examples[/bold]

    jiyao archive show https://www.example.gov.cn/xwzx/t20250117_12.html --at 2025-01-18
    jiyao archive show sha256:9eb25802 --raw > page.html
    """
    from jiyao.cli import versions
    from pipelines.versions import version_at

    moment = _moment(at, "--at", of_day=time.max)
    with opened() as archive:
        entry = versions.by_digest(archive, url) or version_at(page_of(archive, url, source), moment)
        versions.show(archive, entry, raw=raw, output=output, as_json=as_json)


@_archive.command("diff")
def diff(
    url: Address,
    old: Annotated[
        int | None, typer.Argument(metavar="[FROM]", help="A version, by its number in the history.")
    ] = None,
    new: Annotated[int | None, typer.Argument(metavar="[TO]", help="Another; the last without.")] = None,
    source: OfSource = None,
    whole: Annotated[bool, typer.Option("--whole", help="All of the text, not only what is around a change.")] = False,
    as_json: Annotated[bool, JSON] = False,
) -> None:
    """Say what changed between two versions of a page: who vanished from a list, which figure is another.

    Compares the last two without numbers. In a terminal what went is red and what came is green; in a pipe they
    stand as [-went-] and {+came+}.

    [bold]Examples[/bold]

    jiyao archive diff https://www.example.gov.cn/xwzx/t20250117_12.html
    jiyao archive diff https://www.example.gov.cn/xwzx/t20250117_12.html 1 3 --json
    """
    from jiyao.cli import versions
    from pipelines.versions import compared

    with opened() as archive:
        page = page_of(archive, url, source)
        found = compared(page, archive.read, source_of(page), old, new)
    versions.draw(out(), page, found, whole=whole, as_json=as_json)


@_archive.command("export")
def export(
    url: Address,
    to: Annotated[Path, typer.Option("--to", help="The WARC file to write, ending in .warc.gz; whole or not at all.")],
    source: OfSource = None,
) -> None:
    """Write the whole history of a page as a WARC file that other tools read: every record as it lies in the archive.

    [bold]Example[/bold]

    jiyao archive export https://www.example.gov.cn/xwzx/t20250117_12.html --to page.warc.gz
    """
    from pipelines.archive import export_page

    if not to.name.endswith(".warc.gz"):
        raise AskedWrongly(f"{to}: other tools know a WARC file by its name", "Let it end in .warc.gz.")
    part = to.with_name(to.name + ".part")
    with opened() as archive:
        page = page_of(archive, url, source)
        try:
            with part.open("wb") as file:
                file.writelines(export_page(archive, page, to.name, datetime.now(UTC)))
            part.replace(to)
        except OSError as error:
            raise StorageFull(f"{to} cannot be written: {error}", "Make space, or name another file.") from None
        finally:
            part.unlink(missing_ok=True)
    out().print(f"{many(len(page.entries), 'visit')} of {page.url} in {to}", markup=False, soft_wrap=True)


def _moment(written: str | None, option: str, of_day: time = time.min) -> datetime | None:
    """Read a moment; ``of_day`` is when a day without an hour is meant."""
    if written is None:
        return None
    try:
        moment = datetime.fromisoformat(written)
        with suppress(ValueError):  # it has an hour
            moment = datetime.combine(date.fromisoformat(written), of_day)
    except ValueError:
        example = "2024-12-05, 2024-12-05T09:12 (in China's hour) or 2024-12-05T01:12Z"
        raise typer.BadParameter(f"{written!r} is no moment; write it like {example}", param_hint=option) from None
    from pipelines.dates import TIMEZONE

    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(TIMEZONE))
