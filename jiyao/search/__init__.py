"""Search over the corpus: one promise (:mod:`~jiyao.search.index`), two engines.

query text ──syntax──► phrases ──regional──► + regional words ─┐
filters ─────────────────────────conditions────────────────────┴─► embedded │ elastic ──► Page
reports ─────────────────────────documents──► rows ──────────────► embedded │ elastic
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiyao.search.alike import Alike, alike, folded
from jiyao.search.index import EngineHealth, SearchIndex, Writer
from jiyao.search.query import Facet, FacetValue, Hit, Page, SearchQuery

if TYPE_CHECKING:
    from jiyao.settings import Settings

__all__ = [
    "Alike",
    "EngineHealth",
    "Facet",
    "FacetValue",
    "Hit",
    "Page",
    "SearchIndex",
    "SearchQuery",
    "Writer",
    "alike",
    "folded",
    "open_index",
]


def open_index(settings: Settings) -> SearchIndex:
    """Return the engine that the settings name: Elasticsearch at its URL, else the embedded one in the data folder.

    Nothing is read or asked until the first call.
    """
    if settings.elasticsearch:
        from jiyao.search.elastic import ElasticIndex

        return ElasticIndex.from_settings(settings)
    from jiyao.search.embedded import EmbeddedIndex

    return EmbeddedIndex(settings.index_folder)
