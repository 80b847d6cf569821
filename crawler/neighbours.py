"""The known pages of a source that its new ones are held against: those whose addresses are most like theirs."""

from __future__ import annotations

from contextlib import closing
from itertools import takewhile

from jiyao.model import Report
from jiyao.settings import Settings
from jiyao.source import Source
from pipelines.archive import Archive
from pipelines.flow import process
from pipelines.ledger import Ledger, ledger_file
from pipelines.replay import understand

#: So many are read, and so many addresses looked at to find them.
_KNOWN, _LOOKED_AT = 3, 30


def known_reports(settings: Settings, source: Source, new: list[str]) -> list[Report]:
    """Return what a few pages say that were there before the ``new`` ones, and that nobody withholds."""
    found: list[Report] = []
    with closing(Ledger(ledger_file(settings))) as ledger, Archive(settings.archive_folder) as archive:
        withheld = ledger.withheld(source.name)
        alike = {url: _alike(url, new[0]) for url in archive.addresses(source.name) - set(new)}
        for url in sorted(alike, key=lambda one: (-alike[one], one))[:_LOOKED_AT]:
            page = archive.page(source.name, url)
            shown = page.without(withheld.get((source.name, url), ())) if page else None
            if shown and (report := understand(shown, source, archive.read, process).report):
                found.append(report)
            if len(found) == _KNOWN:
                break
    return found


def _alike(one: str, other: str) -> int:
    """Return how many folders of two addresses are the same, from the first on."""
    pairs = zip(one.split("/"), other.split("/"), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
