"""What routes are given: the application's index and its settings."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from jiyao.search import SearchIndex
from jiyao.settings import Settings


def index_of(request: Request) -> SearchIndex:
    """Return the application's search index."""
    index: SearchIndex = request.app.state.index
    return index


def settings_of(request: Request) -> Settings:
    """Return the settings that the application was made with."""
    settings: Settings = request.app.state.settings
    return settings


Index = Annotated[SearchIndex, Depends(index_of)]
Installation = Annotated[Settings, Depends(settings_of)]
