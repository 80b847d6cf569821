"""From a row that matched to a hit."""

from __future__ import annotations

from index_mappings import IndexName
from jiyao.model import Report
from jiyao.search.documents import Document
from jiyao.search.highlight import highlight
from jiyao.search.query import Hit
from jiyao.search.syntax import Phrase

#: Every field that words are searched in: what matched can be shown.
_SHOWN = (
    *("title", "text", "meeting_name", "body", "people", "name", "speaker", "titles"),
    *("groups", "places", "cited_documents", "note"),
)


def make_hit(of: IndexName, row: Document, report: Report | None, looked_for: list[Phrase]) -> Hit:
    """Return the hit of ``row``, with highlights where phrases are looked for."""
    shown = {field: row[field] for field in _SHOWN if field in row} if looked_for else {}
    return Hit(row["id"], of, row.get("report") or row["id"], row, report, highlight(shown, looked_for))
