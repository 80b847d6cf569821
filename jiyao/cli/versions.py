"""What a person sees of an archived page: what was received, and what changed between two versions."""

from __future__ import annotations

import re
import sys
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.text import Text

from jiyao.api.version_answers import compared_answer
from jiyao.cli.draw import has_colours
from jiyao.cli.surroundings import out, plain, print_json
from jiyao.errors import NotFound, StorageFull
from jiyao.model import Capture, Fetch
from pipelines.archive import Archive, Entry, Page
from pipelines.decode import text_of
from pipelines.differences import Piece
from pipelines.versions import Compared, Version

_DIGEST = re.compile(r"(?:sha256:)?([0-9a-f]{8,64})")
_STYLES = {"same": "", "gone": "red strike", "come": "green"}
_MARKS = {"same": ("", ""), "gone": ("[-", "-]"), "come": ("{+", "+}")}
_AROUND = 24


def by_digest(archive: Archive, words: str) -> Entry | None:
    """Return the capture whose body has the digest that words name; None where they name none."""
    if not (named := _DIGEST.fullmatch(words)):
        return None
    found = archive.by_digest(f"sha256:{named[1]}")
    if not found:
        raise NotFound(f"no body with the digest {words} is archived", "`jiyao archive history URL` shows digests.")
    return found[0]


def show(
    archive: Archive, entry: Entry, *, raw: bool = False, output: Path | None = None, as_json: bool = False
) -> None:
    """Print a capture, or write its body as it is."""
    capture = archive.read(entry)
    if output:
        try:
            output.write_bytes(capture.body)
        except OSError as error:
            raise StorageFull(f"{output} cannot be written: {error}", "Make space, or name another file.") from None
    elif raw:
        sys.stdout.buffer.write(capture.body)
        sys.stdout.buffer.flush()
    else:
        _, fetch = archive.group(entry)
        text = text_of(capture)
        if as_json:
            print_json(_capture_record(capture, entry, fetch, text))
        else:
            _print_capture(out(), capture, entry, fetch, text)


def _capture_record(capture: Capture, entry: Entry, fetch: Fetch | None, text: str) -> dict[str, object]:
    asked = {"method": fetch.method, "url": fetch.url, "headers": fetch.headers} if fetch else None
    return {
        "source": capture.source, "url": capture.url, "kind": capture.kind,
        "captured_at": capture.captured_at.isoformat(), "status": capture.status, "digest": entry.digest,
        "file": entry.file, "offset": entry.offset, "length": entry.length, "request": asked,
        "headers": capture.headers, "listed": asdict(capture.listed), "text": text,
        "further": [page.url for page in capture.further], "broken_off": capture.broken_off,
    }  # fmt: skip


def _print_capture(console: Console, capture: Capture, entry: Entry, fetch: Fetch | None, text: str) -> None:
    lines = [
        f"{capture.url}",
        f"captured {capture.captured_at:%Y-%m-%d %H:%M:%S} UTC for {capture.source}",
        f"{entry.digest}, {len(capture.body)} bytes",
        f"{entry.file} at byte {entry.offset}, {entry.length} bytes",
        *(f"page {number}: {page.url}, {page.digest}" for number, page in enumerate(capture.further, 2)),
        *([f"broken off: {capture.broken_off}"] if capture.broken_off else []),
        "",
    ]
    if fetch:
        lines += [f"> {fetch.method} {fetch.url}", *(f"> {name}: {value}" for name, value in fetch.headers), ""]
    lines += [f"< {capture.status}", *(f"< {name}: {value}" for name, value in capture.headers), ""]
    for line in lines:
        console.print(plain(line), style="dim", markup=False, soft_wrap=True)
    console.print(plain(text), markup=False, soft_wrap=True)


def draw(console: Console, page: Page, compared: Compared, *, whole: bool, as_json: bool) -> None:
    """Print what changed between two versions: in sentences, then in the text."""
    old, new = compared.old, compared.new
    if as_json:
        told = compared_answer(page, compared).model_dump(mode="json")
        sides = {"from": _version_record(old), "to": _version_record(new)}
        print_json({"source": page.source, "url": page.url} | sides | told)
        return
    for mark, version in (("-", old), ("+", new)):
        entry = version.entry
        head = f"{mark} version {version.number}, {entry.captured_at:%Y-%m-%d %H:%M:%S} UTC, {entry.digest}"
        console.print(head, markup=False, style="dim", soft_wrap=True)
    if not all(piece.kind == "same" for piece in compared.pieces):
        for change in compared.changes:
            console.print(plain(change.sentence), markup=False, style="bold", soft_wrap=True)
        console.print(_drawn(compared.pieces if whole else _shortened(compared.pieces), console), soft_wrap=True)
    elif old.entry.content == new.entry.content:
        console.print("the two are the same, byte for byte")
    else:
        console.print("the text is the same; what changed is around it (the bytes differ)")
    if not (old.report and new.report):
        console.print("one of them cannot be understood: all visible text was compared", style="yellow")


def _version_record(version: Version) -> dict[str, object]:
    entry = version.entry
    return {
        "version": version.number, "captured_at": entry.captured_at.isoformat(), "digest": entry.digest,
        "understood": version.report is not None, "file": entry.file, "offset": entry.offset,
    }  # fmt: skip


def _shortened(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Leave out what stayed, but for a few characters around each change."""
    short = []
    for at, piece in enumerate(pieces):
        text = piece.text
        if piece.kind == "same" and len(text) > 2 * _AROUND:
            head = text[:_AROUND] if at else ""
            tail = text[-_AROUND:] if at < len(pieces) - 1 else ""
            text = f"{head}…{chr(10) if head and tail else ''}{'…' if head and tail else ''}{tail}"
        short.append(Piece(piece.kind, text))
    return tuple(short)


def _drawn(pieces: tuple[Piece, ...], console: Console) -> Text:
    text = Text()
    for piece in pieces:
        before, after = ("", "") if has_colours(console) else _MARKS[piece.kind]
        text.append(f"{before}{plain(piece.text)}{after}", style=_STYLES[piece.kind])
    return text
