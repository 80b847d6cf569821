"""Documents a report cites: titles inside 《》, once each, in order."""

from __future__ import annotations

from jiyao.model import CitedDocument, Evidence
from pipelines.reading import Reading

_LONGEST = 120


def cited_documents(reading: Reading) -> tuple[CitedDocument, ...]:
    """Return the documents that the body cites; nested titles stay inside the outer one."""
    found: dict[str, CitedDocument] = {}
    body, at = reading.body, 0
    while (start := body.find("《", at)) >= 0:
        depth, end = 1, start + 1
        while end < len(body) and depth and end - start <= _LONGEST:
            depth += (body[end] == "《") - (body[end] == "》")
            end += 1
        at = end
        if depth:
            at = start + 1
            continue
        title = reading.text[start + 1 : end - 1].strip()
        if title:
            found.setdefault(
                body[start + 1 : end - 1], CitedDocument(title, Evidence(start + 1, end - 1, "book-title marks"))
            )
    return tuple(found.values())
