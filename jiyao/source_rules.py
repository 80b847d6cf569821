"""What a source file's rules are written in: CSS, XPath, meta names, JSON paths, patterns, addresses; each checked.

A rule that begins with ``/``, ``./`` or ``(`` is XPath, one that begins with
``meta:`` names a meta tag in any case; any other is CSS, with ``::text`` and
``::attr(name)``.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from parsel import Selector, SelectorList
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, WithJsonSchema

Kind = Literal["html", "json", "xml"]

_XPATH_STARTS = ("/", "./", "(")
_META = "meta:"
_META_NAME = re.compile(r"^[\w:. -]+$")
_UPPER, _LOWER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz"
_EMPTY_PAGE = Selector(text="<html></html>")
_JSON_STEP = re.compile(r"(?P<name>[^.\[\]]+)|\[(?P<index>\*|\d+)\]")


def find(page: Selector, rule: str) -> SelectorList[Selector]:
    """Return what ``rule`` selects in ``page``: XPath, a meta name, or CSS."""
    if rule.startswith(_META):
        return page.xpath(_meta_xpath(rule))
    return page.xpath(rule) if rule.startswith(_XPATH_STARTS) else page.css(rule)


def _meta_xpath(rule: str) -> str:
    name = rule.removeprefix(_META).strip().lower()
    if not _META_NAME.match(name):
        raise ValueError(f"not the name of a meta tag: {rule!r} (such as meta:PubDate)")
    same = " or ".join(f'translate(@{by}, "{_UPPER}", "{_LOWER}") = "{name}"' for by in ("name", "property"))
    return f'//meta[{same}]/@content[normalize-space() and . != "null"]'  # "null" was seen as a content, 2026


def json_steps(path: str) -> tuple[str | int, ...]:
    """Return the steps of a path such as ``data[*].url``: names, indices, and ``"*"`` for every element."""
    steps: list[str | int] = []
    rest = path
    while rest:
        step = _JSON_STEP.match(rest)
        if not step:
            raise ValueError(f"not a JSON path: {path!r} (such as data[*].url)")
        index = step["index"]
        steps.append(step["name"] if index is None else index if index == "*" else int(index))
        rest = rest[step.end() :]
        if rest.startswith(".") and len(rest) > 1 and rest[1] not in ".[":
            rest = rest[1:]
        elif rest and not rest.startswith("["):
            raise ValueError(f"not a JSON path: {path!r} (such as data[*].url)")
    return tuple(steps)


def json_find(data: Any, path: str) -> Iterator[Any]:
    """Yield what stands at the end of a path; a string on the way that holds JSON is read as JSON."""
    yield from _walk(data, json_steps(path))


def _walk(data: Any, steps: tuple[str | int, ...]) -> Iterator[Any]:
    if not steps:
        yield data
        return
    step, rest = steps[0], steps[1:]
    if isinstance(data, str) and data.lstrip().startswith(("{", "[")):  # seen in `urls` of search answers, 2021
        try:
            data = json.loads(data)
        except ValueError:
            return
    if step == "*" and isinstance(data, list | dict):
        for element in data.values() if isinstance(data, dict) else data:
            yield from _walk(element, rest)
    elif isinstance(step, int):
        if isinstance(data, list) and step < len(data):
            yield from _walk(data[step], rest)
    elif isinstance(data, dict) and step in data:
        yield from _walk(data[step], rest)


def check_rule(rule: str, kind: Kind = "html") -> str:
    """Return the rule; :class:`ValueError` where it cannot select anything in a page of that kind."""
    if not rule.strip():
        raise ValueError("an empty selector selects nothing")
    if kind == "json":
        json_steps(rule)
        return rule
    language = "a meta name" if rule.startswith(_META) else "XPath" if rule.startswith(_XPATH_STARTS) else "CSS"
    try:
        find(_EMPTY_PAGE, rule)
    except ValueError as error:
        said = str(error)
        raise ValueError(said if said.startswith("not ") else f"not {language}: {rule!r}: {said}") from None
    except Exception as error:  # cssselect's errors share no class with parsel's
        raise ValueError(f"not CSS: {rule!r}: {error}") from None
    return rule


def groups_of(pattern: str) -> int:
    """Return how many groups a regular expression has."""
    return re.compile(pattern).groups


def _pattern(expression: str) -> str:
    try:
        re.compile(expression)
    except re.error as error:
        raise ValueError(f"not a regular expression: {expression!r}: {error}") from None
    return expression


def _grouped(expression: str) -> str:
    if groups_of(_pattern(expression)) != 1:
        raise ValueError(f"needs exactly one group, around what is meant: {expression!r}")
    return expression


def _with_groups(expression: str) -> str:
    if groups_of(_pattern(expression)) < 1:
        raise ValueError(f"needs a group around what is meant: {expression!r}")
    return expression


def _dated(expression: str) -> str:
    if groups_of(_pattern(expression)) not in (0, 1, 3):
        raise ValueError(f"has one group around the date, three for year, month, day, or none: {expression!r}")
    if (names := re.compile(expression).groupindex.keys()) and names != {"year", "month", "day"}:
        raise ValueError(f"has groups of other names than year, month and day: {expression!r}")
    return expression


def check_address(address: str) -> str:
    """Return the address; :class:`ValueError` where it is no http address."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or any(mark.isspace() for mark in address):
        raise ValueError(f"not an address that begins with http:// or https://: {address!r}")
    return address


def _encoding(name: str) -> str:
    try:
        codecs.lookup(name)
    except LookupError:
        raise ValueError(f"an encoding nobody knows: {name!r} (such as utf-8, gb18030, big5)") from None
    return name


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"a time zone nobody knows: {name!r} (such as Asia/Shanghai)") from None
    return name


def several(value: Any) -> Any:
    """Return a tuple where YAML gave one text or a list."""
    return (value,) if isinstance(value, str) else tuple(value) if isinstance(value, list) else value


#: What a key that takes one text or a list says of itself in the schema.
ONE_OR_MORE = WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]})

Rule = Annotated[str, AfterValidator(check_rule)]
Pattern = Annotated[str, AfterValidator(_pattern)]
GroupPattern = Annotated[str, AfterValidator(_grouped)]
GroupsPattern = Annotated[str, AfterValidator(_with_groups)]
DatePattern = Annotated[str, AfterValidator(_dated)]
Patterns = Annotated[tuple[Pattern, ...], BeforeValidator(several), ONE_OR_MORE]
Texts = Annotated[tuple[str, ...], BeforeValidator(several), ONE_OR_MORE]
Rules = Annotated[tuple[Rule, ...], BeforeValidator(several), ONE_OR_MORE]
Address = Annotated[str, AfterValidator(check_address)]
Addresses = Annotated[tuple[Address, ...], BeforeValidator(several), ONE_OR_MORE]
Encoding = Annotated[str, AfterValidator(_encoding)]
Zone = Annotated[str, AfterValidator(_zone)]


class Part(BaseModel):
    """A part of a source file: frozen, and strict about keys and kinds."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Whole(Part):
    """A part whose keys are judged together: what is left out is judged too."""

    model_config = ConfigDict(validate_default=True)
