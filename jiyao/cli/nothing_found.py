"""What a search that found nothing asked for, and what it would find with less."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date, datetime
from enum import Enum
from typing import Any

from rich.console import Console

from jiyao.errors import SourceError
from jiyao.search import SearchIndex, SearchQuery
from jiyao.search.query import LARGEST_PAGE, one_of
from jiyao.search.rewording import apart, foreign_field, foreign_signs, with_fewer
from jiyao.settings import Settings

#: What a filter is called on the command line, where it is not its own name.
_OPTIONS = {
    "held_from": "--from", "held_to": "--to", "person_as": "--as", "has_statements": "--statements",
    "first_seen_since": "--new-since", "captured_since": "--changed-since", "withdrawn_since": "--withdrawn-since",
}  # fmt: skip
_NOTHING = (
    "nothing here says this, in either script: try a part of it, or `jiyao search --facet kind` to see what there is"
)
_NO_FIELDS = "{}: stands for itself here: filters are options, such as --person, --place, --body or --from (--help)"
_NO_SIGNS = (
    "{} stands for itself here: all words must match, -word leaves out, OR in capitals is one of both; of Chinese a "
    "part of a word is enough"
)
#: Filters of which a part finds nothing.
_WHOLE_NAMES = ("person", "title", "group", "cites", "body", "publisher")
_NO_PART = "a filter takes the whole name as it stands, and nothing here has it so"
#: They choose no hits.
_NO_FILTERS = frozenset((
    "of", "formerly", "regional", "sort", "oldest_first", "offset", "after", "size", "facets", "facet_size",
    "meetings_only",
))  # fmt: skip


def refuse_unknown_sources(given: Settings, index: SearchIndex, query: SearchQuery) -> None:
    """Refuse a source that neither has a file nor a report, with the nearest name."""
    if not query.source:
        return
    from jiyao.source_files import sources_of

    every = SearchQuery(meetings_only=False, size=0, facets=("source",), facet_size=LARGEST_PAGE)
    known = {value.value for value in index.search(every).facets[0].values}
    if known.issuperset(query.source):
        return
    try:
        known.update(sources_of(given))
    except SourceError:
        return  # nobody can say now which there are; to search, files are not needed
    for name in query.source:
        one_of("source", name, tuple(sorted(known)))


def tell_nothing(console: Console, index: SearchIndex, query: SearchQuery, typed: dict[str, Any]) -> None:
    """Print what was asked for, and for each part of it what would be found without; ``typed`` as the options say."""
    asked = [_said(name, typed[name]) for name in _given(query)]
    if asked:
        console.print(f"asked for: {'  '.join(asked)}", style="dim", markup=False)
    if signs := foreign_signs(query.text):
        console.print(_NO_SIGNS.format(" and ".join(signs)), style="dim", markup=False)
    if field := foreign_field(query.text):
        console.print(_NO_FIELDS.format(field), style="dim", markup=False)
    better = False
    for said, less in _with_less(query, typed):
        better = _tell_total(console, index, less, said) or better
    if not better:
        two = ((words, replace(query, text=words)) for words in apart(query.text))
        better = any(_tell_total(console, index, one, f"as two words: {words}") for words, one in two)
    if not better:
        alone = _NOTHING if query.text else _NO_PART
        advice = "no single part of it is why: leave out several" if len(asked) > 1 else alone
        console.print(advice, style="dim", markup=False)


def _tell_total(console: Console, index: SearchIndex, query: SearchQuery, said: str) -> bool:
    """Print how much another search finds, and return whether that is anything."""
    total = index.search(replace(query, size=0, offset=0, after=None, facets=())).total
    if total:
        console.print(f"{total:>6} {said}", style="dim", markup=False)
    return total > 0


def _given(query: SearchQuery) -> list[str]:
    return [
        field.name
        for field in fields(query)
        if field.name not in _NO_FILTERS and getattr(query, field.name) != field.default
    ]


def _with_less(query: SearchQuery, typed: dict[str, Any]) -> Iterator[tuple[str, SearchQuery]]:
    names = _given(query)
    defaults: dict[str, Any] = {field.name: field.default for field in fields(query)}
    if len(names) > 1:
        for name in names:
            less: dict[str, Any] = {name: defaults[name]}
            yield f"without {_said(name, typed[name])}", replace(query, **less)
    for name in _WHOLE_NAMES:
        if values := getattr(query, name):
            text = f"({query.text})" if " OR " in query.text else query.text
            words = " ".join((text, *(f'"{value}"' for value in values if '"' not in value))).strip()
            as_words: dict[str, Any] = {"text": words, name: ()}
            yield f"as words: {words} instead of {_said(name, values)}", replace(query, **as_words)
    for part, rest in with_fewer(query.text):
        yield f"without {part}", replace(query, text=rest)
    if query.meetings_only:
        yield "with --all: other pages too", replace(query, meetings_only=False)


def _said(name: str, value: Any) -> str:
    """Return a part of a query as it is typed."""
    if name == "text":
        return str(value)
    option = _OPTIONS.get(name, "--" + name.replace("_", "-"))
    if isinstance(value, bool):
        return option if value else option.replace("--", "--no-", 1)
    return " ".join(f"{option} {_typed(one)}" for one in (value if isinstance(value, tuple) else (value,)))


def _typed(value: Any) -> str:
    if isinstance(value, tuple):  # a role and a person
        return "=".join(map(_typed, value))
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value.value if isinstance(value, Enum) else value)
