"""Completeness as rows of Elasticsearch, for Kibana: one for what a body counts together, one for a missing meeting.

The rows are a view of the reports there: what a report changes is seen in the stamp of its body, and the rows of a
body whose stamp is another are made again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from jiyao.search.completeness import Completeness, Count, Gap, completeness_of
from jiyao.search.documents import regions_around, without_empty
from jiyao.search.index import SearchIndex
from jiyao.search.query import SearchQuery
from jiyao.search.tokens import comparable

if TYPE_CHECKING:
    from jiyao.search.elastic_rows import KibanaRows

Row = dict[str, Any]
#: What stands for the region of a body of which none is known: Kibana passes over a row without a value.
UNKNOWN = "unknown"
#: So many reports are counted together, or one body's, however many.
_TOGETHER = 10_000
_MOST_EARLIER = 1_000
_BOTH: tuple[Literal["gaps", "counts"], ...] = ("gaps", "counts")


def write_counts(rows: KibanaRows, index: SearchIndex, today: date, *, everything: bool = False) -> int:
    """Write the rows of bodies whose reports are others than those counted; return how many rows were written.

    ``everything`` writes all again. A body that has no report any more loses its rows.
    """
    stamps, there = rows.stamps(), rows.counted()
    late = [body for body, (stamp, _) in stamps.items() if everything or not _stands(there.get(body), stamp)]
    written = 0
    for bodies in _together(late, {body: number for body, (_, number) in stamps.items()}):
        counted = completeness_of(index.meetings(SearchQuery(body=tuple(bodies))), today)
        made = [row for one in counted for row in count_rows(one, stamps[comparable(one.body)][0])]
        number = {body: sum(comparable(row["body"]) == body for row in made) for body in bodies}
        rows.replace("gaps", bodies, [row for one in counted for row in gap_rows(one)])
        # These bear the stamp, so they come last: what is broken off before is made again.
        rows.replace(
            "counts", bodies, [row | {"stamp": f"{row['stamp']} {number[comparable(row['body'])]}"} for row in made]
        )
        written += len(made)
    for name in _BOTH:
        rows.replace(name, [body for body in there if body not in stamps], [])
    return written


def count_rows(one: Completeness, stamp: str) -> list[Row]:
    """Return a row for each count of a body, and one for its meetings without a number.

    ``missing`` are those ``between`` the known ones and the ``earlier`` ones; ``percent_of_body`` is over all counts
    of the body in its region. Whether a body is silent is told by a day, which stays right while nothing is written.
    """
    whole: Row = {
        "body": one.body,
        "region": one.region or UNKNOWN,
        "regions": regions_around(one.region) if one.region else None,
        "percent_of_body": one.percent,
        "percent_of_body_since_first": one.percent_since_first,
        "stamp": stamp,
    }
    made = []
    times: dict[tuple[str, int | None], int] = {}
    for count in reversed(one.counts):  # oldest first: what comes next leaves the ids of what was there
        which = count.kind, count.term
        times[which] = times.get(which, 0) + 1
        made.append(without_empty({"id": _id(one, *which, times[which]), **whole, **_counted(count)}))
    if one.unnumbered:
        without = {"unnumbered": one.unnumbered, "reports": one.unnumbered_reports}
        made.append(without_empty({"id": _id(one, None, None, 1), **whole, **without}))
    return made


def gap_rows(one: Completeness) -> list[Row]:
    """Return a row for each missing meeting of a body, with the days of the nearest that are here.

    Of those before the first that is here only the last thousand have one, lest a number that was read wrong make
    a hundred thousand rows.
    """
    whole: Row = {
        "body": one.body,
        "region": one.region or UNKNOWN,
        "regions": regions_around(one.region) if one.region else None,
    }
    made = []
    for place, count in enumerate(reversed(one.counts)):
        first = count.known[0]
        earlier = [Gap(number, None, count.first_on) for number in range(max(1, first - _MOST_EARLIER), first)]
        for gap in (*earlier, *count.gaps):
            told = {
                "id": _id(one, count.kind, count.term, f"{place}.{gap.number}"),
                "kind": count.kind,
                "term": count.term,
                "number": gap.number,
                "earlier": gap.number < first,
                "after_on": gap.after,
                "before_on": gap.before,
            }
            made.append(without_empty(whole | told))
    return made


def _counted(count: Count) -> Row:
    return {
        "kind": count.kind,
        "term": count.term,
        "reports": count.reports,
        "known": len(count.known),
        "known_numbers": [str(number) for number in count.known],
        "missing": len(count.gaps) + count.earlier,
        "between": len(count.gaps),
        "earlier": count.earlier,
        "missing_numbers": [str(gap.number) for gap in count.gaps],
        "percent": count.percent,
        "percent_since_first": count.percent_since_first,
        "first_on": count.first_on,
        "last_on": count.last_on,
        "pause": count.pause,
        "silent_from": count.silent_from,
    }


def _id(one: Completeness, kind: str | None, term: int | None, number: int | str) -> str:
    """Return the id of a row; the counts of a body that began anew are told apart by their order."""
    of = json.dumps([comparable(one.body), one.region or one.source, kind, term, number], ensure_ascii=False)
    return hashlib.sha256(of.encode()).hexdigest()[:32]


def _stands(found: Mapping[str, int] | None, stamp: str) -> bool:
    """Tell whether the rows of a body are all there, and of these reports: a stamp ends with how many rows bear it."""
    if found is None or len(found) != 1:
        return False
    [(borne, number)] = found.items()
    return borne == f"{stamp} {number}"


def _together(bodies: Iterable[str], reports: Mapping[str, int]) -> Iterator[list[str]]:
    some: list[str] = []
    for body in bodies:
        if some and sum(reports[each] for each in some) + reports[body] > _TOGETHER:
            yield some
            some = []
        some.append(body)
    if some:
        yield some
