"""The place in a walk through all that matches: an opaque token, the same for every engine. Pure.

A walk begins with ``after="*"`` and goes on with what each page hands out, so
that a person can walk through a million hits page by page. The token names what
the engine keeps of the moment when the walk began (a *snapshot*), and the place
of the last hit in the order of the query. It carries a checksum, not a secret:
it opens nothing that a search does not open.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from dataclasses import dataclass, replace

from jiyao.errors import AskedWrongly, CursorExpired
from jiyao.search.query import START, SearchQuery

_CHECK = 8
LONGEST = 20_000
_AGAIN = f"Begin again with after={START}."

Place = tuple[str | int | float, ...]


@dataclass(frozen=True, slots=True)
class Cursor:
    """``snapshot`` is the engine's word for what it keeps, ``place`` where the last page ended, in its own terms.

    ``total`` is how many matched when the walk began.
    """

    snapshot: str
    place: Place
    total: int


def write_cursor(query: SearchQuery, cursor: Cursor) -> str:
    """Return the token, in letters that an address can hold."""
    told = [_fingerprint(query), cursor.snapshot, cursor.total, *cursor.place]
    content = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(_checksum(content) + content).rstrip(b"=").decode()


def read_cursor(query: SearchQuery, token: str) -> Cursor:
    """Return what :func:`write_cursor` wrote for this query; :class:`AskedWrongly` on anything else.

    The size of the pages, their facets and whether a walk is at its begin have
    no part in which query it is.
    """
    if len(token) > LONGEST:
        raise damaged()
    try:
        raw = base64.b64decode(token.encode() + b"=" * (-len(token) % 4), b"-_", validate=True)
        check, content = raw[:_CHECK], raw[_CHECK:]
        asked, snapshot, total, *place = json.loads(content)
    except (binascii.Error, ValueError, TypeError, RecursionError):
        raise damaged() from None
    told = isinstance(snapshot, str) and type(total) is int and all(type(one) in (str, int, float) for one in place)
    if check != _checksum(content) or not told:
        raise damaged()
    if asked != _fingerprint(query):
        raise AskedWrongly("this cursor belongs to another query", f"Ask what it was handed out for. {_AGAIN}")
    return Cursor(snapshot, tuple(place), total)


def damaged() -> AskedWrongly:
    """Return the error for a token that we did not write."""
    return AskedWrongly("this cursor is cut off or was changed", f"Hand it back as it was handed out. {_AGAIN}")


def expired(kept: str) -> CursorExpired:
    """Return the error for a snapshot that is gone; ``kept`` says how long one is kept."""
    return CursorExpired("what this walk began on is not kept any more", f"{_AGAIN} It is kept for {kept}.")


def _checksum(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=_CHECK, person=b"jiyao-cursor").digest()


def _fingerprint(query: SearchQuery) -> str:
    bare = replace(query, after=None, size=1, facets=(), facet_size=1)
    return hashlib.blake2b(repr(bare).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
