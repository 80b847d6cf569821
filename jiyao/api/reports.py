"""Routes that read: a report and what proves it, a person."""

from __future__ import annotations

from itertools import islice
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from fastapi.responses import JSONResponse, PlainTextResponse

from jiyao.api.description import header
from jiyao.api.given import Index, Installation
from jiyao.api.problems import problems
from jiyao.api.route import StrictRoute
from jiyao.api.schemas import (
    AlikeAnswer,
    CopyAnswer,
    NamesakeAnswer,
    PersonAnswer,
    PostAnswer,
    ReportHit,
    hit_values,
)
from jiyao.citation import CitationFormat
from jiyao.errors import NotFound
from jiyao.model import Report
from jiyao.proofs import archived, cited, proof_of
from jiyao.removals import report_of
from jiyao.search import Hit, SearchIndex, SearchQuery, alike
from jiyao.search.namesakes import kept_apart
from pipelines.archive import Archive

#: Of one name so many attendances are looked at.
MOST_ROWS = 2_000
#: An archived page is what somebody else wrote: it runs nothing, loads nothing, and has no origin.
SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'"
_PROOF = {
    "X-Archive-Record": "Where the archive holds the page: the file, the byte, the length",
    "X-Archive-Digest": "The digest of the page, which the report has too",
    "X-Archive-Captured-At": "When the page was received",
}
_CSL = "application/vnd.citationstyles.csl+json"
_PROBLEMS = problems(404, 410)
#: The id of a report in an address.
ReportId = Annotated[
    str, Path(max_length=500, description="The id of a report", examples=["demo_county-04259c4f686598aa"])
]
_Form = Annotated[CitationFormat, Query(description="For people, for LaTeX, for Zotero", examples=["bibtex"])]
_Name = Annotated[str, Path(max_length=200, description="A name, in either script", examples=["邢恩泽"])]


report_routes = APIRouter(prefix="/v1", tags=["reports"], route_class=StrictRoute, responses=_PROBLEMS)


@report_routes.get("/reports/{id}", operation_id="get_report")
def get_report(index: Index, settings: Installation, id: ReportId) -> Report:
    """Return one report with every fact and its evidence; offsets count code points."""
    return report_of(settings, index, id)


@report_routes.get("/reports/{id}/alike", operation_id="get_alike")
def get_alike(
    index: Index,
    settings: Installation,
    id: ReportId,
    size: Annotated[int, Query(ge=1, le=100, description="So many of each", examples=[5])] = 20,
) -> AlikeAnswer:
    """Return other reports of the meeting, near-copies of the text, other meetings of the body."""
    found = alike(index, report_of(settings, index, id), size)
    return AlikeAnswer(
        meeting=[_hit(hit) for hit in found.meeting],
        copies=[CopyAnswer(**_hit(copy.hit).model_dump(), shared=copy.shared) for copy in found.copies],
        body=[_hit(hit) for hit in found.body],
    )


@report_routes.get(
    "/reports/{id}/capture",
    operation_id="get_capture",
    response_class=Response,
    responses={
        200: {
            "description": "The archived page as it was received, in a sandbox: nothing of it is executed",
            "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}},
            "headers": {name: header(says, required=True) for name, says in _PROOF.items()},
        }
    },
)
def get_capture(index: Index, settings: Installation, id: ReportId) -> Response:
    """Return the archived page, byte for byte, with its digest and where the archive holds it.

    Of an article over several pages it is the first alone, and so is the digest: `jiyao archive show` names the others,
    each with a digest and a record of its own.
    """
    report = report_of(settings, index, id)
    entry = archived(settings, report)
    if entry is None:
        raise NotFound(f"the archive here does not hold {report.digest}", "`jiyao doctor` examines the archive.")
    with Archive(settings.archive_folder) as archive:
        capture = archive.read(entry)
    headers = {
        "Content-Security-Policy": SANDBOX,
        "X-Archive-Record": str(proof_of(entry)),
        "X-Archive-Digest": report.digest,
        "X-Archive-Captured-At": capture.captured_at.isoformat(),
    }
    kind = capture.header("Content-Type") or "application/octet-stream"
    return Response(capture.body, headers=headers, media_type=kind)


@report_routes.get(
    "/reports/{id}/citation",
    operation_id="cite_report",
    response_class=Response,
    responses={
        200: {
            "description": "The citation",
            "content": {
                "text/plain": {"schema": {"type": "string"}},
                "application/x-bibtex": {"schema": {"type": "string"}},
                _CSL: {"schema": {"type": "array", "items": {"type": "object"}}},
            },
        }
    },
)
def cite_report(index: Index, settings: Installation, id: ReportId, format: _Form = "text") -> Response:
    """Cite a report: with the page's digest and the archive's record that proves it, of several pages the first."""
    report = report_of(settings, index, id)
    citation = cited(settings, report, format)
    if isinstance(citation, dict):
        return JSONResponse([citation], media_type=_CSL)
    return PlainTextResponse(citation, media_type="application/x-bibtex" if format == "bibtex" else "text/plain")


@report_routes.get("/people/{name}", operation_id="get_person")
def get_person(index: Index, name: _Name) -> PersonAnswer:
    """Return the meetings of a name; people of one name are kept apart by place and posts, which is a guess."""
    rows = attendance_rows(index, name)
    people = [
        NamesakeAnswer(
            meetings=len(one.rows),
            places=list(one.places),
            posts=[PostAnswer(title=post.title, first=post.first, last=post.last) for post in one.posts],
            rows=[dict(row) for row in one.rows],
        )
        for one in kept_apart(rows)
    ]
    return PersonAnswer(name=name, people=people)


def attendance_rows(index: SearchIndex, name: str) -> list[dict[str, object]]:
    """Return the attendances of a name, at most :data:`MOST_ROWS`; :class:`NotFound` where there are none."""
    query = SearchQuery(of="attendances", person=(name,), sort="held")
    rows = [hit.told for hit in islice(index.scan(query), MOST_ROWS)]
    if not rows:
        raise NotFound(f"no meeting names {name!r}", "A search of the text may find the name all the same.")
    return rows


def _hit(hit: Hit) -> ReportHit:
    return ReportHit.model_validate(hit_values(hit), from_attributes=True)
