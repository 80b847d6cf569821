"""The commands together, and what every failure answers with: a message, what to do, an exit code."""

from __future__ import annotations

import sys

import typer

from jiyao import __version__
from jiyao.cli import (
    archive,
    backing,
    corpus,
    harvesting,
    index,
    kibana,
    removing,
    running,
    runs,
    scheduling,
    setup,
    sources,
    trying,
    understanding,
)
from jiyao.cli.piping import end_quietly_when_nobody_reads
from jiyao.cli.surroundings import err
from jiyao.errors import (
    ArchiveError,
    AskedWrongly,
    Busy,
    EngineAway,
    EngineError,
    ExpectationMissed,
    JiyaoError,
    NotFound,
    SettingsError,
    SourceError,
    StorageFull,
)

#: What a failure ends with, the nearest class first; 130 stands for an interrupt.
EXIT_CODES: tuple[tuple[type[JiyaoError], int], ...] = (
    (NotFound, 1),
    (AskedWrongly, 2),
    (SettingsError, 3),
    (SourceError, 4),
    (ArchiveError, 5),
    (EngineAway, 6),
    (EngineError, 7),
    (StorageFull, 8),
    (ExpectationMissed, 10),
    (Busy, 11),
    (JiyaoError, 9),
)
_CODES = """
[bold]Exit codes[/bold]

0 done · 1 not found, or some input could not be understood · 2 asked wrongly · 3 settings · 4 source files ·
5 archive · 6 search engine away · 7 search index missing or of another version · 8 no space left · 9 anything else ·
10 a run missed what its source expects · 11 another process is at it already · 130 interrupted
"""

app = typer.Typer(
    name="jiyao",
    help="Jiyao (纪要): the archive of government meeting reports: who met, when, where, as what, and who said what.",
    epilog=_CODES,
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
harvesting.add_to(app)
runs.add_to(app)
index.add_to(app)
scheduling.add_to(app)
sources.add_to(app)
trying.add_to(sources.group)
corpus.add_to(app)
archive.add_to(app)
backing.add_to(app)
removing.add_to(app)
understanding.add_to(app)
kibana.add_to(app)
running.add_to(app)
setup.add_to(app)


def _version(asked: bool) -> None:
    if asked:
        print(f"jiyao {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Print the version."),
) -> None:
    """Jiyao (纪要): the archive of government meeting reports."""


def exit_code(error: JiyaoError) -> int:
    """Return what the process ends with after an error."""
    return next(code for kind, code in EXIT_CODES if isinstance(error, kind))


def main() -> None:
    """Run the command line; every known failure becomes one message and its exit code."""
    end_quietly_when_nobody_reads()
    try:
        try:
            app()
        finally:
            sys.stdout.flush()
    except JiyaoError as error:
        _tell(str(error), error.advice)
        sys.exit(exit_code(error))
    except PermissionError as error:
        advice = "Check the folder's permissions, or name another in JIYAO_DATA."
        _tell(f"{error.filename}: {error.strerror}", advice)
        sys.exit(exit_code(SettingsError("")))
    except KeyboardInterrupt:
        err().print("interrupted; what was acknowledged is kept, run it again to go on")
        sys.exit(130)


def _tell(what: str, advice: str) -> None:
    console = err()
    console.print("error: ", style="bold red", end="")
    console.print(what, markup=False, soft_wrap=True)  # names of files and addresses stay whole
    if advice:
        console.print(advice, style="dim", markup=False)
