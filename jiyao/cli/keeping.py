"""archive verify, reindex, import: whether what is kept is sound, and what comes from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jiyao.cli.surroundings import JSON, known_source, out, print_json, settings
from jiyao.errors import ArchiveDamaged, ArchiveError
from jiyao.plurals import many

if TYPE_CHECKING:
    from pipelines.archive import Archive, Damage


def add_to(group: typer.Typer) -> None:
    """Add the commands."""
    group.command("verify")(verify)
    group.command("reindex")(reindex)
    group.command("import")(import_files)


@contextmanager
def opened(*, untouched: bool = False) -> Iterator[Archive]:
    """Open the archive for the block; :class:`ArchiveError` where there is none."""
    from pipelines.archive import Archive

    folder = settings().archive_folder
    if not folder.is_dir():
        raise ArchiveError(f"{folder}: nothing is archived there", "Run `jiyao harvest` first, or check JIYAO_DATA.")
    with Archive(folder, untouched=untouched) as archive:
        yield archive


def verify(as_json: Annotated[bool, JSON] = False) -> None:
    """Read every record of every file and compare it with its digests and with the index; ends with 5 on damage.

    Changes nothing, and works while a crawl writes. Every damage is named with file, offset and page.
    """
    with opened(untouched=True) as archive:
        count, damages = archive.count(), 0
        for damage in archive.verify():
            damages += 1
            _tell(damage, as_json=as_json)
    if damages:
        raise ArchiveDamaged(
            f"{many(damages, 'damage')} in an archive of {many(count, 'capture')}",
            "Bring the files back from a copy; all other records can be read.",
        )
    if not as_json:
        out().print(f"{many(count, 'capture')}, every digest right")


def reindex(as_json: Annotated[bool, JSON] = False) -> None:
    """Build the index again from the WARC files; ends with 5 where a record cannot be read or a file is gone.

    What the index knew of such a record it keeps, so that nothing is lost unseen. Works while a crawl writes. Where
    the index itself is broken, delete index.sqlite and the files beside it of the same name first.
    """
    with opened() as archive:
        damages = archive.reindex()
        count = archive.count()
    for damage in damages:
        _tell(damage, as_json=as_json)
    if damages:
        passed = many(len(damages), "damage was", "damages were")
        raise ArchiveDamaged(f"{many(count, 'capture is', 'captures are')} indexed, {passed} passed over")
    if not as_json:
        out().print(f"{many(count, 'capture is', 'captures are')} indexed")


def _tell(damage: Damage, *, as_json: bool) -> None:
    if as_json:
        print_json(asdict(damage))
    else:
        out().print(str(damage), markup=False, style="red", soft_wrap=True)


def import_files(
    files: Annotated[list[Path], typer.Argument(help="WARC files of any tool, compressed or not.")],
    source: Annotated[str | None, typer.Option(help="Take only what belongs to this source.")] = None,
    as_json: Annotated[bool, JSON] = False,
) -> None:
    """Take the pages of other tools' WARC files into the archive, each for the source whose articles they are.

    What is not taken is counted and said. Afterwards `jiyao rebuild` makes reports of them.

    [bold]Example[/bold]

    jiyao archive import crawl-2019.warc.gz crawl-2020.warc.gz
    """
    from jiyao.source_files import sources_of
    from pipelines.addresses import canonical, host_of
    from pipelines.archive import Archive, import_warc

    given = settings()
    known_source(source)
    sources = sources_of(given)

    def place_of(address: str) -> tuple[str, str] | None:
        url = canonical(address)
        for name, one in sources.items():
            if url and source in (None, name) and host_of(url) in one.hosts and one.articles.accept(url):
                return name, url
        return None

    with Archive(given.archive_folder, writable=True) as archive:
        for path in files:
            done = import_warc(archive, path, place_of)
            if as_json:
                print_json({"file": str(path), "captures": done.captures, "passed_over": dict(done.passed_over)})
                continue
            passed = ", ".join(f"{count} {why}" for why, count in sorted(done.passed_over.items()))
            said = f"{path}: {many(done.captures, 'capture')} taken" + (f"; passed over: {passed}" if passed else "")
            out().print(said, markup=False, soft_wrap=True)
