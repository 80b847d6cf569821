"""Two sources that would harvest the same pages: the same start page, or the same patterns on the same host. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from jiyao.source import Source, behind_gate
from jiyao.source_merge import Document, Location, Origin, dotted

_INDEX_PAGE = re.compile(r"/(?:index|default|home)\.(?:s?html?|jsp|aspx?|php)$")


@dataclass(frozen=True, slots=True)
class Loaded:
    """A source, and the document that it was read from."""

    source: Source
    document: Document


def overlaps(sources: Mapping[str, Loaded]) -> list[tuple[Origin, str]]:
    """Return a sentence for every two sources that would harvest the same pages, with where the later one says so."""
    said: list[tuple[Origin, str]] = []
    for names, ways in (
        (_starts, "is the start page of {} too; one source may have several start pages, but a page has one source"),
        (_patterns, "the same patterns for the same host stand in {}; add what tells the two apart, such as the path"),
    ):
        seen: dict[object, tuple[str, Location]] = {}
        for name, loaded in sources.items():
            for key, place in names(loaded.source):
                if key in seen and seen[key][0] != name:
                    other, where = seen[key]
                    first = sources[other].document.origin(where)
                    said.append(
                        (loaded.document.origin(place), f"{dotted(place)}: {ways.format(f'{other} ({first})')}")
                    )
                seen.setdefault(key, (name, place))
    return said + list(_examples(sources))


def same_page(address: str) -> str:
    """Return what two addresses of one page have in common: no scheme, index page, fragment or gate."""
    parts = urlsplit(address)
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    host, path = behind_gate(parts.path) or ((parts.hostname or "").lower() + port, parts.path)
    return f"{host}{_INDEX_PAGE.sub('/', path).rstrip('/')}?{parts.query}"


def _starts(source: Source) -> Iterator[tuple[object, Location]]:
    posted = source.listing.request.form or source.listing.request.json_body
    for place, address in enumerate(source.start):
        yield (same_page(address), posted), ("start", place)


def _patterns(source: Source) -> Iterator[tuple[object, Location]]:
    if source.articles.allow:
        for host in sorted(map(_host, source.start)):
            yield (host, frozenset(source.articles.allow), frozenset(source.articles.deny)), ("articles", "allow")


def _host(address: str) -> str:
    """Return whose pages a start page lists: of one behind a gate, those of the host that the gate leads to."""
    parts = urlsplit(address)
    behind = behind_gate(parts.path)
    return behind[0] if behind else parts.netloc.lower()


def _examples(sources: Mapping[str, Loaded]) -> Iterator[tuple[Origin, str]]:
    for name, loaded in sources.items():
        for place, address in enumerate(loaded.source.articles.examples):
            host = (urlsplit(address).hostname or "").lower()
            for other, theirs in sources.items():
                if other != name and host in theirs.source.hosts and theirs.source.articles.accept(address):
                    where = theirs.document.origin(("articles", "allow"))
                    at: Location = ("articles", "examples", place)
                    yield (
                        loaded.document.origin(at),
                        f"{dotted(at)}: the patterns of {other} ({where}) accept this article too",
                    )
