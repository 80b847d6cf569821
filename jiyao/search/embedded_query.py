"""The mappings, rows and queries in tantivy's words. Pure: nothing here opens an index.

One tantivy index holds the rows of all three kinds, told apart by ``of``, so
that a report and its rows appear and go in one commit. Seen of tantivy 0.27:
an unknown field of a document is dropped without a word; a phrase of one token,
and a limit of 0, end in a panic; text fields cannot be asked for ranges, so
that days and moments are integers here; values of one text field are kept
apart by a gap, so that no phrase crosses them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

import tantivy
from tantivy import FieldType, Occur, Query

from index_mappings import INDEX_NAMES, IndexName, load
from index_mappings.analysis import RUN, SKIPPED, TOKEN
from jiyao.model import CHINA
from jiyao.search.conditions import Between, Condition, Either, conditions
from jiyao.search.documents import TOLD, Document
from jiyao.search.query import FACETS, SORT_FIELDS, TIERS, WORD_FIELDS, SearchQuery
from jiyao.search.suggest import SUGGEST_FIELDS
from jiyao.search.syntax import All, AnyOf, Node, Not, Phrase
from jiyao.search.tokens import comparable, tokens

#: Fields that no filter, facet or word asks for: Kibana has them, here they come back with the report.
_NOT_ASKED = frozenset(
    {"url", "digest", "published_precision", "held_precision", "place_codes", "notes"}
    | {"sex", "ethnic_group", "sure", "verb", "number", "start", "end", "rank", "versions"}
    | {"attendance_count", "statement_count", "stated_count", "attendance_open"}
)
#: A field of numbers that every row has one value of.
IN_EVERY_ROW = "captured_at"
#: Raised when the schema below changes in a way that the mappings do not show.
LAYOUT = 7
# tantivy compares schemas field by field, so that their order must be the same in every process.
_SORTED = tuple(dict.fromkeys(SORT_FIELDS.values()))
_ANY_DAY = (-(2**62), 2**62)
_TIME_CUTS = {"year": 4, "month": 7, "day": 10}


def analyzer() -> tantivy.TextAnalyzer:
    """Return what cuts text already made comparable; to be registered as ``han`` at every opening."""
    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.regex(TOKEN)).build()


def register(index: tantivy.Index) -> None:
    """Let an index cut text as we do; to be called at every opening."""
    index.register_tokenizer("han", analyzer())
    index.register_tokenizer("pairs", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.ngram(2, 2)).build())


def schema() -> tantivy.Schema:
    """Return tantivy's schema, made of the mappings."""
    builder = tantivy.SchemaBuilder()
    counted, labelled = _counted(), _labelled()
    properties = {name: field for index in INDEX_NAMES for name, field in load(index).properties.items()}
    for name, field in properties.items():
        if name in _NOT_ASKED:
            continue
        match field["type"]:
            case "text":
                builder.add_text_field(name, tokenizer_name="han")
                builder.add_text_field(_pairs(name), tokenizer_name="pairs", index_option="basic")
            case "keyword":
                one = f"{name}.folded" if "fields" in field else name
                builder.add_text_field(one, tokenizer_name="raw", index_option="basic", fast=name in counted)
                if one != name and name in labelled:
                    builder.add_text_field(f"{name}.written", tokenizer_name="raw", index_option="basic")
            case "boolean":
                builder.add_boolean_field(name, indexed=True, fast=name in counted)
            case "date":
                builder.add_integer_field(name, indexed=True, fast=True)
    for field_of_time in (field for field in FACETS.values() if ":" in field):
        builder.add_text_field(field_of_time, tokenizer_name="raw", index_option="basic", fast=True)
    for sort_field in _SORTED:
        builder.add_text_field(_order(sort_field), tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_text_field("of", tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field("stored", stored=True)
    builder.add_bytes_field("told", stored=True)
    return builder.build()


def _counted() -> set[str]:
    """Return the fields whose values are counted for facets."""
    return {field.partition(".")[0] for field in FACETS.values() if ":" not in field} | {"name", "speaker"}


def _labelled() -> set[str]:
    """Return the fields whose values are shown as they are most often written."""
    return _counted() | set(SUGGEST_FIELDS.values())


@dataclass(frozen=True, slots=True)
class _Field:
    """What becomes of a field's value: the parts of its mapping that count here."""

    name: str
    type: str
    longest: int
    normalized: bool
    folded: str | None
    written: str | None
    gathered: str | None
    stretches: tuple[tuple[str, int], ...]


@cache
def _fields(of: IndexName) -> dict[str, _Field]:
    stretches = [(facet, *facet.split(":")) for facet in FACETS.values() if ":" in facet]
    labelled = _labelled()
    return {
        name: _Field(
            name,
            told["type"],
            told.get("ignore_above", 0),
            "normalizer" in told,
            f"{name}.folded" if "fields" in told else None,
            f"{name}.written" if "fields" in told and name in labelled else None,
            told.get("copy_to"),
            tuple((facet, _TIME_CUTS[cut]) for facet, field, cut in stretches if field == name),
        )
        for name, told in load(of).properties.items()
        if name not in _NOT_ASKED
    }


def tantivy_document(of: IndexName, row: Document, stored: bytes) -> tantivy.Document:
    """Return the row for tantivy; ``stored`` is what comes back with a hit."""
    document = tantivy.Document()
    document.add_text("of", of)
    if of == "reports":
        document.add_text("report", row["id"])
        told = {field: row[field] for field in TOLD if field in row}
        document.add_bytes("told", json.dumps(told, ensure_ascii=False).encode())
    document.add_bytes("stored", stored)
    fields = _fields(of)
    for name, value in row.items():
        field = fields.get(name)
        if field is None:
            continue
        if isinstance(value, list):
            for one in value:
                _add(document, field, one)
        else:
            _add(document, field, value)
    for sort_field in _SORTED:
        document.add_text(_order(sort_field), _place(row, sort_field))
    return document


def order_field(query: SearchQuery) -> str:
    """Return the field whose characters put rows in the order of ``query``: no two rows have the same there."""
    return _order(SORT_FIELDS[query.sort])


def place(query: SearchQuery, row: Document) -> str:
    """Return where a row stands in the order of ``query``."""
    return _place(row, SORT_FIELDS[query.sort])


def beyond(made: tantivy.Index, query: SearchQuery, matched: Query, place: str) -> Query:
    """Return ``matched`` behind a place. Ranges of text can only be asked in tantivy's own language."""
    edges = f"{{{place} TO *}}" if query.oldest_first else f"{{* TO {place}}}"
    return _every([matched, made.parse_query(f"{order_field(query)}:{edges}")])


def is_place(written: object) -> bool:
    """Tell whether this can be a place: in tantivy's language it would be one word."""
    return isinstance(written, str) and bool(_PLACE.fullmatch(written))


def _order(sort_field: str) -> str:
    return f"{sort_field}_order"


def _place(row: Document, sort_field: str) -> str:
    # Rows without a day stand before all days; an id is cut to the letters that a word may have, in the same order.
    return f"{row.get(sort_field, '-')}!" + _WORD.sub(_escaped, row["id"].encode()).decode()


_WORD = re.compile(rb"[^+-Z_a-z]")
_PLACE = re.compile(r"[0-9TZ:.-]{1,24}![!^~+-Z_a-z]{0,8000}")


def _escaped(match: re.Match[bytes]) -> bytes:
    byte = match[0][0]
    return b"%c%02x" % (b"!" if byte < 0x2B else b"^" if byte < 0x5F else b"~", byte)


def _add(document: tantivy.Document, field: _Field, value: Any) -> None:
    if field.type == "keyword":
        # Elasticsearch counts UTF-16 units.
        if len(value) * 2 <= field.longest or len(value.encode("utf-16-le")) // 2 <= field.longest:
            if field.folded:
                document.add_text(field.folded, _short(value))
            else:
                document.add_text(field.name, _short(value) if field.normalized else value)
            if field.written:
                document.add_text(field.written, written(_short(value), value))
    elif field.type == "text":
        _add_words(document, field.name, comparable(value))
    elif field.type == "boolean":
        document.add_boolean(field.name, value)
    elif field.type == "date":
        document.add_integer(field.name, _number(value))
        for stretch, length in field.stretches:
            document.add_text(stretch, _day(value)[:length])
    if field.gathered:
        _add_words(document, field.gathered, _short(value))


def _add_words(document: tantivy.Document, name: str, plain: str) -> None:
    document.add_text(name, plain)
    document.add_text(_pairs(name), _SKIPPED.sub("", plain))


def _pairs(name: str) -> str:
    """Return the field that has each two neighbours of a field's characters: most words have two."""
    return f"{name}_pairs"


_SKIPPED, _RUN = re.compile(f"[{SKIPPED}]+"), re.compile(f"[{RUN}]")


#: Stands between the compared form of a value and how it is written.
BEHIND = "\x1f"


def written(plain: str, form: str) -> str:
    """Return the term that has a value's written form behind its compared form."""
    return f"{plain}{BEHIND}{form}"


#: The rows of a report repeat its names, and reports those of others.
_short = lru_cache(50_000)(comparable)


def row_parts(id: str) -> tuple[str, IndexName, int]:
    """Return of a row's id the report's id, the kind and the number; a report's own number is 0."""
    report, _, rest = id.rpartition(":")
    report, _, kind = report.rpartition(":")
    if report and kind in _KINDS and rest.isdigit():
        return report, _KINDS[kind], int(rest)
    return id, "reports", 0


_KINDS: dict[str, IndexName] = {"attendance": "attendances", "statement": "statements"}


@lru_cache(50_000)
def _number(value: str) -> int:
    if len(value) == 10:
        return int(value.replace("-", ""))
    return (datetime.fromisoformat(value) - datetime.fromisoformat("1970-01-01T00:00:00Z")) // timedelta(milliseconds=1)


@lru_cache(50_000)
def _day(value: str) -> str:
    return value if len(value) == 10 else datetime.fromisoformat(value).astimezone(CHINA).date().isoformat()


def tiers(made: tantivy.Schema, query: SearchQuery, node: Node | None) -> list[Query]:
    """Return what the query matches as queries that share no hit, the most relevant first; what has no day, last."""
    found = _by_relevance(made, query, node)
    if not query.oldest_first:
        return found
    dated = Query.range_query(made, SORT_FIELDS[query.sort], FieldType.Integer, *_ANY_DAY)
    return [part for tier in found for part in (_every([tier, dated]), _every([tier], [dated]))]


def _by_relevance(made: tantivy.Schema, query: SearchQuery, node: Node | None) -> list[Query]:
    everything = matching(made, query, node)
    if node is None or query.sort != "relevance":
        return [everything]
    found, above = [], Query.empty_query()
    for names in TIERS[query.of]:
        here = _words(made, node, names, WORD_FIELDS[query.of])
        found.append(_every([everything, here], [above]))
        above = here
    return [*found, _every([everything], [above])]


def matching(made: tantivy.Schema, query: SearchQuery, node: Node | None) -> Query:
    """Return the query for everything that matches."""
    must = [Query.term_query(made, "of", query.of)]
    must += [_condition(made, one) for one in conditions(query)]
    if node is not None:
        must.append(_words(made, node, WORD_FIELDS[query.of], WORD_FIELDS[query.of]))
    return _every(must)


def meetings(made: tantivy.Schema, *more: Query) -> Query:
    """Return the query for reports of meetings, of which ``more`` holds."""
    return _every([Query.term_query(made, "of", "reports"), Query.term_query(made, "is_meeting", True), *more])


def _words(made: tantivy.Schema, node: Node, names: tuple[str, ...], all_names: tuple[str, ...]) -> Query:
    # Behind a minus all fields count, wherever the rest is looked for.
    match node:
        case Phrase():
            forms = [tokens(form) for form in (node.text, *node.also)]
            return _any(_phrase(made, name, form) for name in names for form in forms)
        case AnyOf(parts):
            return _any(_words(made, part, names, all_names) for part in parts)
        case All(parts):
            return _every([_words(made, part, names, all_names) for part in parts])
        case Not(part):
            return _every([Query.all_query()], [_words(made, part, all_names, all_names)])


def _phrase(made: tantivy.Schema, name: str, words: list[str]) -> Query:
    if len(words) == 1:
        return Query.term_query(made, name, words[0])
    phrase = Query.phrase_query(made, name, list(words))
    if any(len(word) > 1 or _RUN.match(word) for word in words):
        return phrase
    # Positions are read where all pairs are there, and not at all for two characters.
    pairs = [Query.term_query(made, _pairs(name), pair) for pair in dict.fromkeys(map("".join, pairwise(words)))]
    return pairs[0] if len(words) == 2 else _every([*pairs, phrase])


def _condition(made: tantivy.Schema, one: Condition) -> Query:
    if isinstance(one, Between):
        first, last = (None if edge is None else _number(edge) for edge in (one.first, one.last))
        return Query.range_query(made, one.field, FieldType.Integer, first, last)
    if isinstance(one, Either):
        return _any(_condition(made, each) for each in one.conditions)
    return _any(Query.term_query(made, one.field, value) for value in one.values)


def _any(queries: Iterable[Query]) -> Query:
    return Query.boolean_query([(Occur.Should, query) for query in queries])


def _every(queries: list[Query], without: Iterable[Query] = ()) -> Query:
    parts = [(Occur.Must, query) for query in queries]
    return Query.boolean_query(parts + [(Occur.MustNot, query) for query in without])
