"""Reports and issues as JSON and back, without loss."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter, ValidationError

from jiyao.errors import ArchiveError
from jiyao.model import Issue, Report

_REPORT = TypeAdapter(Report)
_ISSUE = TypeAdapter(Issue)


def report_to_json(report: Report) -> bytes:
    """Return the report as one line of JSON in UTF-8."""
    return _REPORT.dump_json(report)


def report_to_dict(report: Report) -> dict[str, Any]:
    """Return the report as JSON types (dates as ISO strings)."""
    record: dict[str, Any] = _REPORT.dump_python(report, mode="json")
    return record


def report_from_json(line: bytes | str) -> Report:
    """Read what :func:`report_to_json` wrote; :class:`ArchiveError` on anything else."""
    try:
        return _REPORT.validate_json(line)
    except ValidationError as error:
        raise ArchiveError(f"not a report: {error}") from error


def report_from_dict(record: dict[str, Any]) -> Report:
    """Read what :func:`report_to_dict` made; :class:`ArchiveError` on anything else."""
    try:
        return _REPORT.validate_python(record)
    except ValidationError as error:
        raise ArchiveError(f"not a report: {error}") from error


def issue_to_dict(issue: Issue) -> dict[str, Any]:
    """Return the issue as JSON types."""
    record: dict[str, Any] = _ISSUE.dump_python(issue, mode="json")
    return record
