"""How to cite a report: with the page's address, when it was archived, and the bytes that prove it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC
from typing import Any, Literal, get_args

from jiyao.model import Report

CitationFormat = Literal["text", "bibtex", "csl-json"]
FORMATS: tuple[CitationFormat, ...] = get_args(CitationFormat)


@dataclass(frozen=True, slots=True)
class Proof:
    """Where the archive holds the page as it was received: a WARC file, and where in it the record begins.

    Of an article over several ``pages`` that is the first alone.
    """

    file: str
    offset: int
    length: int
    pages: int = 1

    def __str__(self) -> str:
        return f"{self.file}, byte {self.offset}, {self.length} bytes"


def cite(report: Report, proof: Proof | None, form: CitationFormat) -> str | dict[str, Any]:
    """Return the citation: a line of text, a BibTeX entry, or an item of CSL-JSON. What is unknown is left out."""
    return _FORMS[form](report, proof)


def _text(report: Report, proof: Proof | None) -> str:
    parts = [report.publisher, f"《{report.title}》" if report.title else None]
    if report.published:
        parts.append(f"{report.published.at:%Y-%m-%d}")
    parts += [report.url, _note(report, proof)]
    return ". ".join(part for part in parts if part) + "."


def _note(report: Report, proof: Proof | None) -> str:
    archived = f"Archived by Jiyao {report.captured_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}, {report.digest}"
    if proof and proof.pages > 1:
        return f"{archived} ({proof}), which is the first page of {proof.pages}"
    return f"{archived} ({proof})" if proof else archived


def _bibtex(report: Report, proof: Proof | None) -> str:
    published = report.published.at if report.published else None
    fields = {
        "title": report.title,
        "author": report.publisher and f"{{{_escaped(report.publisher)}}}",
        "date": f"{published:%Y-%m-%d}" if published else None,
        "url": report.url,
        "urldate": f"{report.captured_at.astimezone(UTC):%Y-%m-%d}",
        "note": _note(report, proof),
        "langid": "chinese",
    }
    lines = [
        f"  {name} = {{{value if name in ('author', 'url') else _escaped(value)}}},"
        for name, value in fields.items()
        if value
    ]
    key = re.sub(r"[^A-Za-z0-9:-]", "-", report.id)
    return f"@online{{{key},\n" + "\n".join(lines) + "\n}\n"


def _escaped(text: str) -> str:
    return re.sub(r"([#$%&_{}])", r"\\\1", text.replace("\\", r"\textbackslash ")).replace("\n", " ")


def _csl(report: Report, proof: Proof | None) -> dict[str, Any]:
    captured = report.captured_at.astimezone(UTC)
    item: dict[str, Any] = {
        "id": report.id,
        "type": "webpage",
        "title": report.title,
        "URL": report.url,
        "accessed": {"date-parts": [[captured.year, captured.month, captured.day]]},
        "archive": "Jiyao",
        "archive_location": str(proof) if proof else report.digest,
        "note": _note(report, proof),
        "language": "zh-Hant" if report.script == "Hant" else "zh-Hans",
    }
    if report.publisher:
        item["author"] = [{"literal": report.publisher}]
    if report.published:
        at = report.published.at
        item["issued"] = {"date-parts": [[at.year, at.month, at.day]]}
    return item


_FORMS: Mapping[CitationFormat, Callable[[Report, Proof | None], str | dict[str, Any]]] = {
    "text": _text,
    "bibtex": _bibtex,
    "csl-json": _csl,
}
