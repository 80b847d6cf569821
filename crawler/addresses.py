"""One address for one page. Pure."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

# Parameters that say where a reader came from, never which page it is.
_TRACKING = re.compile(
    r"^(?:utm_\w+|spm|from|isappinstalled|share_token|wx_?share|sharefrom|nsukey|gclid|fbclid)$", re.I
)
_DEFAULT_PORTS = {"http": 80, "https": 443}
_SAFE_PATH = "/%:@!$&'()*+,;=~-._"


def canonical(address: str, base: str = "") -> str | None:
    """Return the address in its one form, resolved against ``base``; None where it is no http address.

    Scheme and host in lower case, no default port, no fragment, no tracking
    parameters, ``.`` and ``..`` resolved, what is not ASCII percent-encoded. The
    order of parameters is the site's and stays.
    """
    try:
        parts = urlsplit(urljoin(base, address.strip()))
        port = parts.port
    except ValueError:
        return None
    host = (parts.hostname or "").lower()
    if parts.scheme not in _DEFAULT_PORTS or not host:
        return None
    netloc = f"[{host}]" if ":" in host else _ascii(host)
    if port and port != _DEFAULT_PORTS[parts.scheme]:
        netloc += f":{port}"
    query = parts.query
    pairs = parse_qsl(query, keep_blank_values=True)
    wanted = [pair for pair in pairs if not _TRACKING.match(pair[0])]
    if len(wanted) != len(pairs):
        query = urlencode(wanted)
    path = quote(_without_dots(parts.path) or "/", safe=_SAFE_PATH)
    return urlunsplit((parts.scheme, netloc, path, quote(query, safe=_SAFE_PATH + "?/"), ""))


def host_of(url: str) -> str:
    """Return the host of an address, in lower case."""
    return (urlsplit(url).hostname or "").lower()


def _ascii(host: str) -> str:
    try:
        return host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


def _without_dots(path: str) -> str:
    """Return the path without steps that lead up beyond the root, which urljoin leaves standing."""
    return re.sub(r"^(?:/\.\.?(?=/|$))+", "", path)
