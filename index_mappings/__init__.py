"""What Elasticsearch and Kibana are told: three strict, flat mappings and one analysis.

    reports       a row for each page, with the whole report in the un-indexed ``record``
    attendances   a row for each person in a meeting
    statements    a row for each passage that somebody said

They are three indices because Kibana cannot aggregate nested fields. A row of
the last two repeats what one filters by (where, when, which body). Of a name
there is the form as written, ``people``, and the form that is compared,
``people.folded``; ``names`` gathers all of them for words. The embedded engine
makes its schema of the same files.

Elasticsearch is told three fields more, which nobody writes and only Kibana uses (``for_kibana``).

More are searched by nobody but Kibana, where there is an Elasticsearch; the first three are for operators:

    runs          a row for each run of a source
    pages         a row for each known page, whether it became a report or not
    sources       a row for each source that has a file, whether it ever ran or not
    counts        a row for what a body counts together: which numbered meetings there are here, and which are missing
    gaps          a row for each meeting that is missing, with the days between which it was held
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal, get_args

from index_mappings.analysis import analysis_settings
from index_mappings.for_kibana import SETTINGS, fields_for_kibana

IndexName = Literal["reports", "attendances", "statements"]
INDEX_NAMES: tuple[IndexName, ...] = get_args(IndexName)
KibanaIndex = Literal["runs", "pages", "sources", "counts", "gaps"]
KIBANA_INDICES: tuple[KibanaIndex, ...] = get_args(KibanaIndex)


@dataclass(frozen=True)
class IndexDefinition:
    """What an index is created with. ``fingerprint`` changes whenever ``body`` does (10 hexadecimal digits)."""

    name: IndexName | KibanaIndex
    body: dict[str, Any]
    fingerprint: str

    @property
    def properties(self) -> dict[str, dict[str, Any]]:
        """The fields that are written, and what each is."""
        found: dict[str, dict[str, Any]] = self.body["mappings"]["properties"]
        return {name: told for name, told in found.items() if told["type"] != "alias" and "script" not in told}


@cache
def load(name: IndexName) -> IndexDefinition:
    """Return the definition of ``name``: its mapping, with the analysis that all three share, and what Kibana needs."""
    body = _written(name)
    body["settings"] |= SETTINGS
    body["mappings"]["properties"] |= fields_for_kibana(name)
    return IndexDefinition(name, body, _fingerprint(body))


@cache
def load_for_kibana(name: KibanaIndex) -> IndexDefinition:
    """Return the definition of an index that Kibana alone searches; one made of reports has names in either script."""
    body = _read(name)
    if name in ("counts", "gaps"):
        body = _written(name)
        body["mappings"]["properties"] |= fields_for_kibana(name)
    return IndexDefinition(name, body, _fingerprint(body))


@cache
def fingerprint() -> str:
    """Return one fingerprint for what is written into the three; the rest is Elasticsearch's alone."""
    return _fingerprint([_fingerprint(_written(name)) for name in INDEX_NAMES])


def _written(name: str) -> dict[str, Any]:
    body = _read(name)
    body["settings"]["analysis"] = analysis_settings()
    return body


def _read(name: str) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(files(__name__).joinpath(f"{name}.json").read_text("utf-8"))
    return body


def security(prefix: str) -> dict[str, dict[str, Any]]:
    """Return the ``roles`` of people and what the ``keys`` of services may, for indices that begin with ``prefix``.

    Both are written as Elasticsearch takes them. ``prefix`` also names the space in Kibana.
    """
    text = files(__name__).joinpath("security.json").read_text("utf-8")
    found: dict[str, dict[str, Any]] = json.loads(text.replace("{prefix}", prefix))
    return found


def _fingerprint(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:10]
