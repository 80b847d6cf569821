"""The archive: what sites answered, byte for byte as far as Scrapy lets us, in WARC 1.1 (docs/archive.md).

    Archive.keep(capture) -> Kept     written and flushed before it is acknowledged
    Archive.pages()       -> Page     every address with all its captures, from the index
    Archive.read(entry)   -> Capture  verified against its digest
    Archive.verify()      -> Damage   every bit of every record looked at, also while a crawl writes

A visit is a group of records (answer, request, metadata), each a gzip member, so
that one is read by its offset; a group is whole or not there. The index (SQLite)
is a view: it can be built again from the WARC files alone.
"""

from pipelines.archive.exports import export_page
from pipelines.archive.health import Damage
from pipelines.archive.imports import Imported, import_warc
from pipelines.archive.index import Entry
from pipelines.archive.pages import Kept, Page, State, history_of, state_of
from pipelines.archive.store import Archive
from pipelines.archive.tombstones import Tombstone

__all__ = [
    "Archive",
    "Damage",
    "Entry",
    "Imported",
    "Kept",
    "Page",
    "State",
    "Tombstone",
    "export_page",
    "history_of",
    "import_warc",
    "state_of",
]
