"""The sources of an installation: of the folder it names, of its data folder, else those we ship."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from jiyao.settings import Settings
from jiyao.source import Source
from jiyao.source_files import load_sources


def sources_of(settings: Settings) -> dict[str, Source]:
    """Return the sources of an installation by name."""
    own = settings.data / "sources"
    shipped = Path(str(files("crawler") / "sources"))
    return load_sources(settings.sources or (own if own.is_dir() else shipped))
