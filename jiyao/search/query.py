"""What can be asked of the corpus, and what comes back. No engine's dialect is in here."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any, Literal, get_args

from index_mappings import INDEX_NAMES, IndexName
from jiyao.errors import AskedWrongly
from jiyao.model import CHINA, KINDS, LEVELS, Report, Role, Script
from jiyao.search.highlight import Highlight
from jiyao.search.regional import Added
from jiyao.search.syntax import parse_query

Sort = Literal["relevance", "held", "published", "first_seen", "changed"]
SORTS: tuple[Sort, ...] = get_args(Sort)
#: Pages by ``offset`` reach this far (Elasticsearch's own limit); a walk (``after``) and ``scan`` have no limit.
FURTHEST = 10_000
#: ``after`` at the begin of a walk.
START = "*"
LARGEST_PAGE = 1_000
SCRIPTS: tuple[str, ...] = get_args(Script)

#: For each kind of thing, the fields that words are searched in.
WORD_FIELDS: Mapping[IndexName, tuple[str, ...]] = {
    "reports": ("title", "names", "text"),
    "attendances": ("names", "title"),
    "statements": ("names", "text"),
}
#: Relevance, best first: hits whose words all stand in the first fields, then in the second; then all others.
TIERS: Mapping[IndexName, tuple[tuple[str, ...], ...]] = {
    "reports": (("title",), ("title", "names")),
    "attendances": (("names",),),
    "statements": (("text",),),
}
SORT_FIELDS: Mapping[Sort, str] = {
    "relevance": "published_at",
    "held": "held_from",
    "published": "published_at",
    "first_seen": "first_seen_at",
    "changed": "changed_at",
}
#: The field behind each facet; ``.folded`` counts both scripts as one, ``:`` is a stretch of time.
FACETS: Mapping[str, str] = {
    "source": "source",
    "script": "script",
    "kind": "kind",
    "level": "level",
    "ordinal": "ordinal",
    "body": "body.folded",
    "people": "people.folded",
    "chairs": "chairs.folded",
    "titles": "titles.folded",
    "roles": "roles",
    "places": "places.folded",
    "regions": "regions",
    "groups": "groups.folded",
    "cited_documents": "cited_documents.folded",
    "publisher": "publisher.folded",
    "has_statements": "has_statements",
    "year": "held_from:year",
    "month": "held_from:month",
    "day": "held_from:day",
    "published_year": "published_at:year",
    "published_month": "published_at:month",
    "published_day": "published_at:day",
    "seen_year": "first_seen_at:year",
    "seen_month": "first_seen_at:month",
    "seen_day": "first_seen_at:day",
}
_HELD, _PUBLISHED, _SEEN = ("held_from", "held_to"), ("published_from", "published_to"), ("first_seen_since",)
#: The filters that a value of a facet would take the place of, or widen; their facet counts as if they were not there.
#: Facets of which several values must all hold (people, chairs, titles, groups, cited_documents) have none.
FACET_FILTERS: Mapping[str, tuple[str, ...]] = {
    **{name: (name,) for name in ("source", "script", "kind", "level", "ordinal", "body", "publisher")},
    **{"has_statements": ("has_statements",), "roles": ("role",), "places": ("place",), "regions": ("place",)},
    **dict.fromkeys(("year", "month", "day"), _HELD),
    **dict.fromkeys(("published_year", "published_month", "published_day"), _PUBLISHED),
    **dict.fromkeys(("seen_year", "seen_month", "seen_day"), _SEEN),
}
_PERSON_FIELD: Mapping[IndexName, str] = {"reports": "people", "attendances": "name", "statements": "speaker"}
#: Fields of folded characters, which filters compare and nobody wrote.
_COMPARED = ("person_roles",)
_REPORTS_ONLY = ("chairs", "groups", "cited_documents", "has_statements")
_ASKED_OF_REPORTS_ONLY = ("person_as", "formerly", "group", "cites", "has_statements", "like")


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchQuery:
    """A question. Everything given must hold.

    Of several values one is enough; of several people, titles, groups and cited
    documents all must be there. ``text`` is what a person typed (see
    :mod:`jiyao.search.syntax`). ``held_*`` finds meetings that touch these days.
    A place is a name as written, or an official code, which means the region with
    all below it; what a name that a person types stands for, the doors say
    (:func:`pipelines.lexicon.regions.places_meant`). ``role`` is what every ``person`` did, or what anybody did where
    no person is given; ``person_as`` gives each person a role of their own.
    ``formerly`` finds for a person also the reports that named him in an earlier
    version and do not any more: it takes the place of his role there.
    ``ordinal`` is a number, with its term where one is meant (:mod:`jiyao.search.ordinals`).
    ``cites`` is the title of a document, without 《》. ``first_seen_since`` finds
    what is new since a moment, ``captured_since`` what is new or was edited,
    ``withdrawn_since`` what the site took away; one without a zone is China's hour.
    ``meeting`` is a meeting's identity, equal in its reprints; ``like`` are keys
    of a text (:func:`jiyao.search.likeness.likeness`), of which one is enough.

    ``after`` walks through all that matches, however many: :data:`START` begins,
    and each page's ``after`` leads to the next. A walk sees what was there when it
    began, whatever is written meanwhile, and each hit once.
    """

    text: str = ""
    of: IndexName = "reports"
    held_from: date | None = None
    held_to: date | None = None
    published_from: date | None = None
    published_to: date | None = None
    source: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    level: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    ordinal: tuple[str, ...] = ()
    person: tuple[str, ...] = ()
    role: Role | None = None
    person_as: tuple[tuple[Role, str], ...] = ()
    formerly: bool = False
    title: tuple[str, ...] = ()
    group: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    has_statements: bool | None = None
    publisher: tuple[str, ...] = ()
    script: tuple[str, ...] = ()
    first_seen_since: datetime | None = None
    captured_since: datetime | None = None
    withdrawn_since: datetime | None = None
    meeting: tuple[str, ...] = ()
    like: tuple[str, ...] = ()
    meetings_only: bool = True
    regional: bool = True
    sort: Sort = "relevance"
    oldest_first: bool = False
    offset: int = 0
    after: str | None = None
    size: int = 10
    facets: tuple[str, ...] = ()
    facet_size: int = 10

    def __post_init__(self) -> None:
        """Refuse what cannot be meant, before any engine is asked."""
        one_of("kind of thing", self.of, INDEX_NAMES)
        one_of("sort", self.sort, SORTS)
        for name in self.facets:
            facet_field(name, self.of)
        for field in fields(self) if self.of != "reports" else ():
            if field.name in _ASKED_OF_REPORTS_ONLY and getattr(self, field.name) != field.default:
                raise AskedWrongly(f"{self.of} have no filter {field.name!r}", "Use it in a search of reports.")
        if self.size < 0 or self.size > LARGEST_PAGE or self.offset < 0:
            what = f"a size of {self.size}" if self.offset >= 0 else f"an offset of {self.offset}"
            raise AskedWrongly(what, f"A page has 0 to {LARGEST_PAGE} hits, and an offset is 0 or more.")
        if self.offset + self.size > FURTHEST:
            raise AskedWrongly(
                f"pages end at hit {FURTHEST}, and this one at {self.offset + self.size}",
                f"Narrow the search, walk through it (after={START}), or export it: those have no limit.",
            )
        if self.after is not None and (self.offset or not self.size):
            raise AskedWrongly("a walk has no offset, and pages of at least one hit", "Leave out one of the two.")
        if not 1 <= self.facet_size <= LARGEST_PAGE:
            raise AskedWrongly(f"a facet of {self.facet_size} values", f"It has 1 to {LARGEST_PAGE}.")
        for name, first, last in (
            ("held", self.held_from, self.held_to),
            ("published", self.published_from, self.published_to),
        ):
            if first and last and first > last:
                raise AskedWrongly(f"{name} from {first} to {last}: the end is before the beginning")
        parse_query(self.text)

    def without_filters_of(self, *facets: str) -> SearchQuery:
        """Return the query as these facets count it: without the filters that their values stand for."""
        left_out = {filter for name in facets for filter in FACET_FILTERS.get(name, ())}
        given: dict[str, Any] = {field.name: field.default for field in fields(self) if field.name in left_out}
        return replace(self, **given) if given else self


@dataclass(frozen=True, slots=True)
class Hit:
    """A row that matched. ``values`` are its fields as indexed; ``report`` is there for reports only.

    What leaves the house is :attr:`told`: ``values`` have what only filters compare.
    """

    id: str
    of: IndexName
    report_id: str
    values: Mapping[str, Any]
    report: Report | None = None
    highlights: tuple[Highlight, ...] = ()

    @property
    def told(self) -> dict[str, Any]:
        """The values for a reader: in the original's characters, and no finer than the page tells them.

        Of a page that tells the day of its publication only, that day and no moment.
        """
        told = {name: value for name, value in self.values.items() if name not in _COMPARED}
        if told.get("published_at") and told.get("published_precision") == "day":
            told["published_at"] = datetime.fromisoformat(told["published_at"]).astimezone(CHINA).date().isoformat()
        return told


@dataclass(frozen=True, slots=True)
class FacetValue:
    """``value`` filters by it; ``label`` is how it is most often written; ``count`` is exact."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Facet:
    """The commonest values, and whether there are more; of a stretch of time, every value, oldest first.

    The count beside a value is what choosing it would find: it honours the text
    and all other filters, and a facet of which one value is enough does not
    narrow itself (:data:`FACET_FILTERS`).
    """

    name: str
    values: tuple[FacetValue, ...]
    more: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Some of what was found. ``total`` is exact; ``added`` are the regional words that were searched as well.

    In a walk ``after`` leads to the next page; it is None on the last one.
    """

    total: int
    hits: tuple[Hit, ...]
    facets: tuple[Facet, ...] = ()
    added: tuple[Added, ...] = ()
    after: str | None = None


def facet_field(name: str, of: IndexName) -> str:
    """Return the field behind a facet of this kind of thing; :class:`AskedWrongly` where there is none."""
    one_of("facet", name, tuple(FACETS))
    if of != "reports" and name in _REPORTS_ONLY:
        raise AskedWrongly(f"{of} have no facet {name!r}", "Ask for it in a search of reports.")
    return person_field(of) + ".folded" if name == "people" else FACETS[name]


def facets_of(of: IndexName) -> tuple[str, ...]:
    """Return the names of the facets that this kind of thing has."""
    return tuple(name for name in FACETS if of == "reports" or name not in _REPORTS_ONLY)


def person_field(of: IndexName) -> str:
    """Return the field that holds the names of persons."""
    return _PERSON_FIELD[of]


def check_values(query: SearchQuery) -> SearchQuery:
    """Return the query; :class:`AskedWrongly` where it asks for a kind, a level or a script that there is not.

    For who types them: an index may hold what another version told apart.
    """
    for name, known in (("kind", KINDS), ("level", LEVELS), ("script", SCRIPTS)):
        for value in getattr(query, name):
            one_of(name, value, known)
    return query


def one_of(what: str, value: str, known: tuple[str, ...]) -> None:
    """Refuse what is not known, and say what may have been meant."""
    if value not in known:
        raise AskedWrongly(f"unknown {what} {value!r}", meant(value, known))


def meant(value: str, known: Sequence[str], *, quoted: bool = False) -> str:
    """Return what may have been meant by a value that is none of those known, in a sentence."""
    near = difflib.get_close_matches(value, known, 1, 0.5)
    if near:
        return f"Did you mean {near[0]!r}?" if quoted else f"Did you mean {near[0]}?"
    return f"Known are: {', '.join(known) or 'none'}."
