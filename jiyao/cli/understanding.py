"""parse, extract, evaluate, date: understanding, without an archive."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.table import Table

from jiyao.cli import draw
from jiyao.cli.surroundings import JSON, err, out, print_json
from jiyao.errors import AskedWrongly, NotFound
from jiyao.model import Interval
from jiyao.plurals import many

if TYPE_CHECKING:
    from jiyao.gold import Evaluation
    from pipelines.dates.expressions import Expression
    from pipelines.texts import Document

Files = Annotated[list[Path], typer.Argument(help="Files to read; - is standard input.", allow_dash=True)]
Published = Annotated[str | None, typer.Option(help="When the text was published, such as 2024-12-05T10:00+08:00.")]

#: What only a page of the archive has.
_OF_A_CAPTURE = frozenset(("source", "captured_at", "digest", "history"))


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("parse")(parse)
    app.command("extract")(extract)
    app.command("evaluate")(evaluate_gold)
    app.command("date")(date_of)


def parse(
    files: Files,
    form: Annotated[str | None, typer.Option("--as", help="gold: records as the scorer reads them.")] = None,
    published: Published = None,
    home: Annotated[str | None, typer.Option(help="The official code of the region that speaks, for places.")] = None,
    as_json: Annotated[bool, JSON] = False,
) -> None:
    """Understand reports: who met, when, where, as what, and who said what, each fact with its rule.

    Reads plain text, HTML, or JSON lines {"id", "text", "title"?, "published"?, "url"?}; other keys are ignored.
    Without --json a person sees the text with its facts marked; with it, a record a line.

    [bold]Examples[/bold]

    jiyao parse report.txt --published 2024-12-05
    jiyao parse reports.jsonl --json > records.ndjson
    jiyao parse gold.jsonl --as gold > predicted.jsonl
    """
    if form not in (None, "gold"):
        raise AskedWrongly(f"there is no form {form!r}", "Leave --as out, or say --as gold.")
    from jiyao.gold import gold_record
    from jiyao.record import report_to_dict
    from pipelines.lexicon.units import is_code
    from pipelines.texts import understood, when_published

    if published and when_published(published) is None:
        raise _no_moment(published)
    if home and not is_code(home):
        raise AskedWrongly(
            f"--home {home}: no region has this code", "It is a code of GB/T 2260 such as 140725, or of Taiwan."
        )
    failed = False
    for document in _documents(files, published):
        if document.error:
            err().print(f"{document.id}: {document.error}", markup=False)
            failed = True
            continue
        report = understood(document, home=home)
        if form == "gold":
            print_json(gold_record(report) | {"id": document.id})
        elif as_json:
            record = report_to_dict(report) | {"id": document.id}
            print_json({key: value for key, value in record.items() if key not in _OF_A_CAPTURE})
        else:
            if len(files) > 1:
                out().print(document.id, markup=False, style="bold cyan")
            draw.report(out(), report)
            out().print("─" * 40, style="dim")
    if failed:
        raise typer.Exit(1)


def _documents(files: Iterable[Path], published: str | None) -> Iterator[Document]:
    from pipelines.texts import Document, read_documents

    for path in files:
        if str(path) == "-":
            yield from read_documents(sys.stdin.buffer.read(), "-", published, datetime.now(UTC))
            continue
        try:
            body = _bytes(path)
        except NotFound as error:
            yield Document(str(path), error=str(error).removeprefix(f"{path}: "))
            continue
        yield from read_documents(body, str(path), published, datetime.now(UTC))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise NotFound(f"{path}: {error.strerror}") from None


def extract(files: Files, as_json: Annotated[bool, JSON] = False) -> None:
    """Find the article in saved pages: title, date, source, byline, body, by the general rules.

    [bold]Example[/bold]

    jiyao extract page.html --json
    """
    from pipelines.texts import NO_TEXT, is_no_text, read_page

    for path in files:
        body = sys.stdin.buffer.read() if str(path) == "-" else _bytes(path)
        if is_no_text(body):
            raise AskedWrongly(f"{path}: {NO_TEXT}", "Save the page as HTML.")
        article, published = read_page(body, datetime.now(UTC))
        record = {
            "file": path.name,
            "title": article.title or None,
            "published": published.stated if published else None,
            "source": article.publisher,
            "byline": article.byline,
            "body": article.text,
        }
        if as_json:
            print_json(record)
            continue
        console = out()
        for name in ("title", "published", "source", "byline"):
            console.print(f"[dim]{name:>10}[/dim]  ", end="")
            console.print(str(record[name] or "unknown"), markup=False)
        console.print(f"\n{article.text}\n", markup=False)


def evaluate_gold(
    gold: Annotated[Path, typer.Argument(help="Gold records, a line each; parsed first where PREDICTED is left out.")],
    predicted: Annotated[Path | None, typer.Argument(help="Records of `jiyao parse --as gold`.")] = None,
    worst: Annotated[int, typer.Option(help="Print the records with the most mistakes.")] = 0,
    as_json: Annotated[bool, JSON] = False,
) -> None:
    """Score records against gold ones: precision, recall and F1 of each kind of fact.

    [bold]Example[/bold]

    jiyao evaluate gold.jsonl --worst 5
    """
    from jiyao.gold import evaluate, gold_record
    from pipelines.texts import read_documents, understood

    wanted = _records(gold)
    if predicted:
        said = _records(predicted)
    else:
        said = {}
        for document in read_documents(_bytes(gold), str(gold), None, datetime.now(UTC)):
            if document.error:
                raise AskedWrongly(f"{document.id}: {document.error}", "Mend the record, or give PREDICTED records.")
            said[document.id] = gold_record(understood(document))
    result = evaluate({key: row.get("gold") or row for key, row in wanted.items()}, said)
    if as_json:
        measures = {
            name: {
                "precision": score.precision,
                "recall": score.recall,
                "f1": score.f1,
                "gold": score.wanted,
                "predicted": score.said,
            }
            for name, score in result.scores.items()
        }
        print_json(measures | {"is_meeting": {"accuracy": result.kind_accuracy, "documents": result.records}})
        return
    _print_scores(out(), result, worst)


def _print_scores(console: Console, result: Evaluation, worst: int) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("measure", "precision", "recall", "F1", "gold", "said"):
        table.add_column(column, justify="left" if column == "measure" else "right")
    for name, score in result.scores.items():
        table.add_row(
            name,
            *(f"{value:.4f}" for value in (score.precision, score.recall, score.f1)),
            str(score.wanted),
            str(score.said),
        )
    console.print(table)
    console.print(f"told rightly whether it is a meeting: {result.kind_accuracy:.4f} of {result.records} records")
    for record in result.mistakes[:worst]:
        console.print(f"\n[bold]{record.id}[/bold]: {many(len(record.facts), 'mistake')}")
        for measure, what, fact in record.facts:
            console.print(f"  {what:7}{measure:16}{fact}", markup=False)


def _records(path: Path) -> dict[str, Any]:
    import json

    records = {}
    for number, line in enumerate(_bytes(path).decode("utf-8-sig", "replace").split("\n"), 1):
        if line.strip():
            try:
                record = json.loads(line)
                records[str(record["id"])] = record
            except (ValueError, KeyError, TypeError) as error:
                raise AskedWrongly(f"{path}, line {number}: no record with an id: {error}") from None
    if not records:
        raise AskedWrongly(f"{path}: holds no records", "A record is a JSON object with an id, one a line.")
    return records


def date_of(
    texts: Annotated[
        list[str] | None, typer.Argument(metavar="[TEXT]...", help="Expressions; - or nothing reads one a line.")
    ] = None,
    published: Annotated[str, typer.Option(help="The moment from which they count, where they do.")] = "",
    as_json: Annotated[bool, JSON] = False,
) -> None:
    """Say what a date expression means on the day it was published: start, end, precision; or that it cannot be known.

    [bold]Examples[/bold]

    jiyao date 上週五 民國113年3月5日 近日 --published 2024-12-05T10:00+08:00
    jiyao date - --published 2024-12-05 --json < expressions.txt
    """
    from pipelines.dates import written_meaning

    moments = [_moment(published)] if published else _two_moments()
    given = [line.rstrip("\n") for line in sys.stdin] if not texts or texts == ["-"] else texts
    dependent = []
    for text in given:
        found, *others = [written_meaning(text, moment) for moment in moments]
        depends = any(other != found for other in others)
        if depends:
            dependent.append(text)
            found = None
        record = {"text": text, "start": None, "end": None, "precision": None, "at": None, "words": None, "how": None}
        if found:
            record |= {"words": text[found.start : found.end], "how": found.how}
            if found.interval:
                record |= _interval(found.interval)
        if as_json:
            print_json(record)
        else:
            print(f"{text}\t{_DEPENDS if depends else _said(found)}")
    if dependent:
        said = f"{', '.join(map(repr, dependent[:_MOST_NAMED]))}{' …' if len(dependent) > _MOST_NAMED else ''}"
        raise AskedWrongly(f"what {said} means depends on when it was published", "Say it with --published.")


_DEPENDS = "depends on when it was published"
#: So many expressions are named where several cannot be told.
_MOST_NAMED = 5


def _interval(interval: Interval) -> dict[str, str | None]:
    return {
        "start": interval.start.isoformat(),
        "end": interval.end.isoformat(),
        "precision": interval.precision,
        "at": interval.at.strftime("%H:%M") if interval.at else None,
    }


def _said(found: Expression | None) -> str:
    if found is None or found.interval is None:
        return "cannot be known" if found else "no date"
    days = found.interval
    span = f"{days.start}" if days.start == days.end else f"{days.start}..{days.end}"
    return f"{span}{f' {days.at:%H:%M}' if days.at else ''}\t{draw.extent(days)}"


def _two_moments() -> list[datetime]:
    """Return two moments of different years, months and weekdays: what means the same at both needs none."""
    now = datetime.now(UTC).replace(tzinfo=None)
    return [now, now + timedelta(days=500)]


def _moment(written: str) -> datetime:
    from pipelines.dates import TIMEZONE

    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        raise _no_moment(written) from None
    return (moment.astimezone(ZoneInfo(TIMEZONE)) if moment.tzinfo else moment).replace(tzinfo=None)


def _no_moment(written: str) -> typer.BadParameter:
    return typer.BadParameter(
        f"{written!r} is no moment; write it like 2024-12-05T10:00+08:00", param_hint="--published"
    )
