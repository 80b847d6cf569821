"""How a page of a list is asked for: its address, what is posted, the headers; and which page comes next. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import parse_qsl, quote, quote_plus, urlencode, urlsplit

from crawler.listing import ListingError, ListPage
from jiyao.source import Listing
from jiyao.source_listing import fill
from pipelines.addresses import canonical


@dataclass(frozen=True, slots=True)
class Ask:
    """How one list page is asked for; with a ``body`` it is posted."""

    url: str
    body: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    known_by: str | None = None

    @property
    def method(self) -> str:
        """The HTTP method."""
        return "GET" if self.body is None else "POST"

    @property
    def identity(self) -> str:
        """The address by which the archive tells the page from others; what was posted stands behind ``#``.

        Of hidden fields, which differ from visit to visit, only the number of the page stays.
        """
        said = self.known_by or self.body
        return self.url if said is None else f"{self.url}#{quote(said, safe='=&+%')}"


def first_ask(listing: Listing, start: str) -> Ask:
    """Return how the first page of the list at ``start`` is asked for."""
    return _ask(listing, canonical(start) or start, start, 1)


def next_ask(listing: Listing, start: str, url: str, number: int, said: ListPage, first: ListPage) -> Ask | None:
    """Return how the page behind list page ``number`` (from 1 at ``start``) is asked for, None behind the last.

    ``said`` is the page at ``url``, ``first`` the one at ``start``. :class:`ListingError` where the way to the next
    page leads to none (``javascript:void(0)``, ``http://[x``): whether one stands behind it is not known then.
    """
    paging = listing.paging
    if paging is None or number >= listing.pages:
        return None
    if first.pages is not None and number >= first.pages:
        return None
    if paging.last is not None and paging.first + (number - 1) * paging.step > paging.last:
        return None
    following: str | None = start
    if paging.cursor or paging.cursor_pattern:
        if not said.cursor:
            return None
        following = paging.formula or (start if listing.request.moves else said.cursor)
    elif paging.formula:
        following = paging.formula
    elif paging.link:
        following = said.next_link
    if following is None:
        return None
    base = url if paging.link or not paging.formula else start
    values = _values(listing, start, number + 1, said.cursor or "")
    encoded = {name: quote(value, safe="") for name, value in values.items()}
    address = canonical(fill(following, encoded) if paging.formula else following, base)
    if address is None:
        raise ListingError(f"the link to the page behind it leads to no page: {following!r}")
    return _ask(listing, address, start, number + 1, said)


def _ask(listing: Listing, url: str, start: str, number: int, before: ListPage | None = None) -> Ask:
    request = listing.request
    values = _values(listing, start, number, (before and before.cursor) or "")
    headers = [("Referer", request.referer)] if request.referer else []
    headers += [("X-Requested-With", request.x_requested_with)] if request.x_requested_with else []
    body = known_by = None
    if request.goes_on and before is None:
        return Ask(url, None, tuple(headers))
    if request.form is not None:
        encoded = {name: quote_plus(value) for name, value in values.items()}
        named = {name for name, _ in parse_qsl(request.form, keep_blank_values=True)}
        hidden = urlencode([pair for pair in (before.hidden if before else ()) if pair[0] not in named])
        body = fill(request.form, encoded | {"hidden": hidden})
        if request.goes_on:
            known_by = fill(request.form, encoded | {"hidden": f"page={number}"})
        headers.append(("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"))
    elif request.json_body is not None:
        body = fill(request.json_body, values)
        headers.append(("Content-Type", "application/json"))
    return Ask(url, body, tuple(headers), known_by)


def _values(listing: Listing, start: str, number: int, cursor: str) -> dict[str, str]:
    """Return what stands for the names in braces on page ``number`` (from 1)."""
    file = PurePosixPath(urlsplit(start).path if not start.endswith("/") else "index.html")
    values = {"name": file.stem or "index", "ext": file.suffix.lstrip(".") or "html", "cursor": cursor}
    paging = listing.paging
    if paging:
        values["n"] = str(paging.first + (number - 2) * paging.step)
        size = paging.per_page or 0
        values |= {"from": str((number - 1) * size + 1), "to": str(number * size)}
    return values
