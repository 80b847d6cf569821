"""What a page that has no rows of its own takes its list from: a frame, or data that a script asks for."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from crawler.paging import Ask, first_ask
from crawler.recognition.asked import Asked, requests_of
from crawler.recognition.cursors import before_first
from crawler.recognition.lists import found_list
from crawler.recognition.rows import FoundList
from crawler.recognition.scripts import PAGE, Scripts, as_written, files_of
from jiyao.model import Capture
from jiyao.runs.looks import Look
from jiyao.source import Listing
from pipelines.addresses import base_of, canonical
from pipelines.decode import text_of

FEW_ROWS = 2
_FRAME_ADDRESS = re.compile(r"""<i?frame\b[^>]*?\ssrc\s*=\s*["']?([^"'\s<>]+)""", re.I)
_DATA_ADDRESS = re.compile(r"""["']([^"'\s<>]*(?:\.json|/api/|/rest/)[^"'\s<>]*)["']""")
_MOST_PLACES = 5


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What a page takes its list from: how it is asked for, what it says, and its rows."""

    asked: Asked
    text: str
    rows: FoundList

    @property
    def start(self) -> str:
        """The address of its first page."""
        return self.asked.at_first(self.asked.url)


def rows_elsewhere(look: Look, text: str, url: str, here: FoundList | None) -> Elsewhere | None:
    """Return what a page takes its list from, a frame or data for a script.

    None where there is no such thing with more to it than ``here``: rows with days, or more rows.
    """
    scripts = _scripts_of(look, text, url)
    for asked in _places(text, url, scripts)[:_MOST_PLACES]:
        got = look.ask(first_ask(_as_asked(asked), asked.at_first(asked.url)))
        if isinstance(got, Capture) and got.status == 200:
            data = text_of(got)
            rows = found_list(data, got.url, scripts)
            if (
                rows
                and len(rows.links) >= FEW_ROWS
                and (rows.dated or here is None or len(rows.links) > len(here.links))
            ):
                return Elsewhere(asked, data, rows)
    return None


def _places(text: str, url: str, scripts: Scripts) -> list[Asked]:
    """Return where the list of a page may come from, the likeliest first."""
    base = base_of(text, url) or url
    frames, named = (
        [canonical(as_written(each), base) for each in pattern.findall(text)]
        for pattern in (_FRAME_ADDRESS, _DATA_ADDRESS)
    )
    here = [Asked(each) for each in (*frames, *named) if each and urlsplit(each).netloc == urlsplit(url).netloc]
    asked = [one for each in (*requests_of(scripts), *here) for one in (_at_first(each), each) if one]
    return [*dict.fromkeys([*here[: len(frames)], *asked])]


def _at_first(asked: Asked) -> Asked | None:
    """Return a request without the cursor in its address, which leads to the second page; None where it has none."""
    first = before_first(asked.url)
    return replace(asked, url=first) if first else None


def _as_asked(asked: Asked) -> Listing:
    """Return a listing that asks for its first page as a script does."""
    request = {"form": asked.form, "json_body": asked.json_body}
    formula = {"formula": asked.url} if PAGE in asked.url else {}
    paging = {"first": asked.first + asked.step, "step": asked.step, **formula} if asked.moves else None
    return Listing.model_validate({"items": "a", "link": "a", "request": request, "paging": paging})


def _scripts_of(look: Look, text: str, url: str) -> Scripts:
    """Return the scripts of a page with those of its own files, which are asked for."""
    base = base_of(text, url) or url
    addresses = filter(None, (canonical(as_written(each), base) for each in files_of(text)))
    texts = []
    for address in addresses:
        if urlsplit(address).netloc == urlsplit(url).netloc:
            got = look.ask(Ask(address))
            if isinstance(got, Capture) and got.status == 200:
                texts.append(text_of(got))
    return Scripts(text, url, texts)
