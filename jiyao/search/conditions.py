"""What a query demands, before any engine translates it: its words, and conditions of three forms on fields."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time

from jiyao.model import CHINA, Role
from jiyao.search.documents import moment, person_role, region
from jiyao.search.ordinals import ordinals_meant
from jiyao.search.query import SearchQuery, person_field
from jiyao.search.regional import Added, with_regional_words
from jiyao.search.syntax import Node, parse_query
from jiyao.search.tokens import comparable


@dataclass(frozen=True, slots=True)
class Equals:
    """The field has one of these values."""

    field: str
    values: tuple[str | bool, ...]


@dataclass(frozen=True, slots=True)
class Between:
    """The field lies between the two, both included; None is open. Written as the documents are."""

    field: str
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class Either:
    """One of these holds at least."""

    conditions: tuple[Equals, ...]


Condition = Equals | Between | Either
#: An official code; Hong Kong's and Macau's districts have ids of our own.
_CODE = re.compile(r"[0-9]+|(?:hk|mo)(?:-[a-z-]+)?", re.ASCII)
#: 《X》 is the document X.
_MARKED = re.compile("^[ 　]*《(.+)》[ 　]*$")


def understood(query: SearchQuery) -> tuple[Node | None, tuple[Added, ...]]:
    """Return what the text asks for, regional words included, and which those are."""
    node = parse_query(query.text)
    if node is None or not query.regional:
        return node, ()
    return with_regional_words(node)


def conditions(query: SearchQuery) -> list[Condition]:
    """Return what must hold besides the words."""
    everybody = [*query.person, *(name for _, name in query.person_as)]
    found = [_or_unnamed(query, Equals("is_meeting", (True,)), *everybody)] if query.meetings_only else []
    for field, values in (
        ("source", query.source),
        ("level", query.level),
        ("kind", query.kind),
        ("ordinal", tuple(dict.fromkeys(meant for typed in query.ordinal for meant in ordinals_meant(typed)))),
        ("script", query.script),
        ("meeting_identity", query.meeting),
        ("likeness", query.like),
    ):
        if values:
            found.append(Equals(field, values))
    for field, one_of in (("body", query.body), ("publisher", query.publisher)):
        if one_of:
            found.append(Equals(f"{field}.folded", tuple(map(comparable, one_of))))
    for field, all_of in (("titles", query.title), ("groups", query.group), ("cited_documents", query.cites)):
        found += [Equals(f"{field}.folded", (comparable(_MARKED.sub(r"\1", one)),)) for one in all_of]
    if query.has_statements is not None:
        found.append(Equals("has_statements", (query.has_statements,)))
    found += _people(query) + _places(query) + _days(query) + _moments(query)
    return found


def _people(query: SearchQuery) -> list[Condition]:
    did: list[Condition] = [Equals("roles", (query.role.value,))] if query.role else []
    if query.of != "reports":
        # A row is about one person: of several, any will do.
        names = tuple(map(comparable, query.person))
        return [Equals(f"{person_field(query.of)}.folded", names), *did] if names else did
    asked = [*query.person_as, *((query.role, name) for name in query.person)]
    return [_or_unnamed(query, _took_part(role, name), name) for role, name in asked] + ([] if query.person else did)


def _took_part(role: Role | None, name: str) -> Equals:
    return Equals("person_roles", (person_role(role, name),)) if role else Equals("people.folded", (comparable(name),))


def _or_unnamed(query: SearchQuery, condition: Equals, *names: str) -> Condition:
    """Return the condition, or, where that is asked for, that an earlier version named one of these people."""
    if not query.formerly or not names:
        return condition
    return Either((condition, Equals("unnamed.folded", tuple(map(comparable, names)))))


def _places(query: SearchQuery) -> list[Condition]:
    codes = tuple(dict.fromkeys(region(place) for place in query.place if _CODE.fullmatch(place)))
    names = tuple(dict.fromkeys(comparable(place) for place in query.place if not _CODE.fullmatch(place)))
    found = [Equals(field, values) for field, values in (("regions", codes), ("places.folded", names)) if values]
    return [Either(tuple(found))] if len(found) > 1 else [*found]


def _days(query: SearchQuery) -> list[Condition]:
    found: list[Condition] = []
    if query.held_from:
        found.append(Between("held_to", query.held_from.isoformat(), None))
    if query.held_to:
        found.append(Between("held_from", None, query.held_to.isoformat()))
    if query.published_from or query.published_to:
        first, last = query.published_from, query.published_to
        begin = moment(datetime.combine(first, time(), CHINA)) if first else None
        end = datetime.combine(last, time(23, 59, 59, 999_000), CHINA) if last else None
        found.append(Between("published_at", begin, moment(end) if end else None))
    return found


def _moments(query: SearchQuery) -> list[Condition]:
    since = (
        ("first_seen_at", query.first_seen_since),
        ("captured_at", query.captured_since),
        ("withdrawn_at", query.withdrawn_since),
    )
    return [Between(field, moment(at), None) for field, at in since if at]
