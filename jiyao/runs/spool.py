"""What an interrupted rebuild has understood already, under a name that changes with the code and the sources."""

from __future__ import annotations

import errno
import hashlib
import shutil
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

import jiyao
from jiyao.errors import ArchiveError, StorageFull
from jiyao.model import Issue, Report
from jiyao.source import Source
from pipelines.archive import Page
from pipelines.replay import Outcome

_CONTENT = TypeAdapter(list[tuple[Report | None, Issue | None]])
_DIGITS = 32


def fingerprint(sources: Mapping[str, Source]) -> str:
    """Return a name for all that decides what a page comes to: the stages with their tables, the words, the sources."""
    digest = hashlib.sha256()
    package = Path(str(files("pipelines")))
    words = [Path(jiyao.__file__).with_name(f"{name}.py") for name in ("changes", "model", "source", "record")]
    for path in [*_code(package), *words]:
        digest.update(path.name.encode() + path.read_bytes())
    for name, source in sorted(sources.items()):
        digest.update(name.encode() + source.model_dump_json().encode())
    return digest.hexdigest()[:_DIGITS]


class Spool:
    """Outcomes by the pages they are of; a page with a new capture is another page."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, pages: Sequence[Page]) -> list[Outcome] | None:
        """Return what the pages come to, None where it is not there or cannot be read."""
        try:
            content = _CONTENT.validate_json(self._file(pages).read_bytes())
        except (OSError, ValidationError):
            return None
        if len(content) != len(pages):
            return None
        return [Outcome(page, report, issue) for page, (report, issue) in zip(pages, content, strict=True)]

    def write(self, outcomes: Sequence[Outcome]) -> None:
        """Put the outcomes there, all or none."""
        path = self._file([outcome.page for outcome in outcomes])
        half = path.with_suffix(".half")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            half.write_bytes(_CONTENT.dump_json([(outcome.report, outcome.issue) for outcome in outcomes]))
            half.replace(path)
        except OSError as error:
            half.unlink(missing_ok=True)
            if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
                raise StorageFull(
                    f"{self._folder}: no space left for the rebuild; the old index is as it was",
                    "Make space and run it again: it continues where it stopped.",
                ) from None
            raise ArchiveError(f"{self._folder}: {error.strerror}", "Check the folder's permissions.") from None

    def clear(self) -> None:
        """Delete this spool and those that older code left."""
        shutil.rmtree(self._folder.parent, ignore_errors=True)

    def _file(self, pages: Sequence[Page]) -> Path:
        digest = hashlib.sha256()
        for page in pages:
            for entry in page.changes:
                digest.update(
                    f"{entry.source} {entry.url} {entry.captured_at} {entry.status} {entry.digest}\n".encode()
                )
        return self._folder / digest.hexdigest()[:_DIGITS]


def _code(package: Path) -> Iterator[Path]:
    yield from sorted(path for path in package.rglob("*") if path.is_file() and path.suffix != ".pyc")
