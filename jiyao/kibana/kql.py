"""KQL, as far as we write it, as the query that Kibana makes of it. Pure.

Read in kbn-es-query (2026-09): ``f: "a b"`` is a term of a keyword and a phrase of a text, ``f: a b`` a match whose
words are OR-ed, ``f: *`` asks whether the field is there, ``f: a*`` is a wildcard or a query string, a value
without a field is looked for in every field. Not here: nested fields, fields with a wildcard in their name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from jiyao.errors import AskedWrongly
from jiyao.kibana.fields import FieldType

Body = dict[str, Any]
_TOKEN = re.compile(r'\s*(?:"((?:[^"\\]|\\.)*)"|(<=|>=|[():<>])|((?:[^\s():<>{}"\\]|\\.)+))')
_RANGES = {"<": "lt", "<=": "lte", ">": "gt", ">=": "gte"}
_WORDS = ("and", "or", "not")


class _Reader:
    """Reads one KQL string; tokens are pairs of a kind (``text``, ``sign``, ``word``) and what stands there."""

    def __init__(self, text: str, fields: Mapping[str, FieldType]) -> None:
        self._text, self._fields = text, fields
        self._tokens = list(_tokens(text))
        self.named: list[str] = []

    def whole(self) -> Body:
        if not self._tokens:
            return {"match_all": {}}
        made = self._either()
        if self._tokens:
            raise self._wrong(f"{self._tokens[0][1]!r} was not expected")
        return made

    def _either(self, field: str | None = None) -> Body:
        return self._joined("or", lambda: self._both(field), "should")

    def _both(self, field: str | None) -> Body:
        return self._joined("and", lambda: self._one(field), "filter")

    def _joined(self, word: str, read: Any, how: str) -> Body:
        parts = [read()]
        while self._is(word):
            self._tokens.pop(0)
            parts.append(read())
        if len(parts) == 1:
            only: Body = parts[0]
            return only
        return {"bool": {how: parts} | ({"minimum_should_match": 1} if how == "should" else {})}

    def _one(self, field: str | None) -> Body:
        if self._is("not"):
            self._tokens.pop(0)
            return {"bool": {"must_not": [self._one(field)]}}
        if self._sign("("):
            made = self._either(field)
            if not self._sign(")"):
                raise self._wrong("a bracket is not closed")
            return made
        kind, value = self._value()
        if field is None and kind == "word" and self._tokens and self._tokens[0][0] == "sign":
            if self._sign(":"):
                self.named.append(value)
                return self._one(value)
            if self._tokens[0][1] in _RANGES:
                self.named.append(value)
                edge = _RANGES[self._tokens.pop(0)[1]]
                return {"range": {value: {edge: self._value()[1]}}}
        return _is(field, value, quoted=kind == "text", known=self._fields.get(field or ""))

    def _value(self) -> tuple[str, str]:
        """Read a value: a quoted one, or words up to the next that means something."""
        if not self._tokens or self._tokens[0][0] == "sign" or any(map(self._is, _WORDS)):
            raise self._wrong("a value is missing")
        kind, value = self._tokens.pop(0)
        while kind == "word" and self._tokens and self._tokens[0][0] == "word" and not any(map(self._is, _WORDS)):
            value += " " + self._tokens.pop(0)[1]
        return kind, value

    def _is(self, word: str) -> bool:
        return bool(self._tokens) and self._tokens[0][0] == "word" and self._tokens[0][1].lower() == word

    def _sign(self, sign: str) -> bool:
        if self._tokens and self._tokens[0] == ("sign", sign):
            self._tokens.pop(0)
            return True
        return False

    def _wrong(self, said: str) -> AskedWrongly:
        return AskedWrongly(f"KQL {self._text!r}: {said}", 'Write like person: "邢恩澤" and roles: "chair".')


def kql(text: str, fields: Mapping[str, FieldType]) -> Body:
    """Return the query for a KQL string over ``fields``; :class:`AskedWrongly` where it cannot be read."""
    return _Reader(text, fields).whole()


def fields_named(text: str) -> list[str]:
    """Return the fields that a KQL string names."""
    reader = _Reader(text, {})
    reader.whole()
    return reader.named


def _is(field: str | None, value: str, *, quoted: bool, known: FieldType | None) -> Body:
    wild = not quoted and "*" in value
    if field is None:
        if wild:
            return {"query_string": {"query": value}}
        return {"multi_match": {"type": "phrase" if quoted else "best_fields", "query": value, "lenient": True}}
    if value == "*" and not quoted:
        return {"exists": {"field": field}}
    if wild:
        if known and known.es_type == "keyword":
            return {"wildcard": {field: {"value": value}}}
        return {"query_string": {"fields": [field], "query": value}}
    if known and known.kind == "date":
        return {"range": {field: {"gte": value, "lte": value}}}
    if known and known.es_type == "keyword":
        return {"term": {field: {"value": value}}}
    return {"match_phrase" if quoted else "match": {field: value}}


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(text.rstrip()):
        found = _TOKEN.match(text, at)
        if not found:
            raise AskedWrongly(f"KQL {text!r}: cannot be read from {text[at:]!r} on")
        at = found.end()
        quoted, sign, word = found.groups()
        if quoted is not None:
            yield "text", re.sub(r"\\(.)", r"\1", quoted)
        elif sign:
            yield "sign", sign
        else:
            yield "word", re.sub(r"\\(.)", r"\1", word)
