"""One address for one page. Pure."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

from w3lib.html import get_base_url

from jiyao.patterns import regex
from jiyao.source import Source, behind_gate

# Parameters that say where a reader came from, never which page it is; div is of newspapers' layouts.
_TRACKING = regex(r"^(?:utm_\w+|spm|from|isappinstalled|share_token|wx_?share|sharefrom|nsukey|gclid|fbclid)$", re.I)
_INDEX = regex(r"/(?:index|default)\.s?html?$", re.I)
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
    wanted = [pair for pair in pairs if not _TRACKING.match(pair[0]) and pair != ("div", "-1")]
    if len(wanted) != len(pairs):
        query = urlencode(wanted)
    path = quote(_without_dots(parts.path) or "/", safe=_SAFE_PATH)
    return urlunsplit((parts.scheme, netloc, path, quote(query, safe=_SAFE_PATH + "?/"), ""))


def of_source(href: str, base: str, source: Source) -> str | None:
    """Return the one address by which a source knows the page, whichever door a link leads through.

    A host that the source's file names as an alias (a mobile edition) is the source's
    own; a gate that converts script on the fly (``/gate/big5/{host}/{path}``) is opened
    where it leads to the source's own host; http and https are one, as the start page says.
    """
    url = canonical(href, base)
    if url is None:
        return None
    parts = urlsplit(url)
    schemes = {urlsplit(start).netloc: urlsplit(start).scheme for start in source.start}
    behind = behind_gate(parts.path)
    if behind and behind[0] in source.hosts:
        parts = parts._replace(netloc=behind[0], path=behind[1])
    if parts.hostname in source.aliases:
        parts = parts._replace(netloc=next(iter(schemes)))
    return urlunsplit(parts._replace(scheme=schemes.get(parts.netloc, parts.scheme)))


def in_scheme(url: str, source: Source) -> str:
    """Return an address of the site with the scheme that its source wants; one with a port of its own stays."""
    if source.scheme is None or ":" in url.split("/")[2]:
        return url
    return f"{source.scheme}:{url.partition(':')[2]}"


def base_of(text: str, url: str) -> str:
    """Return what a page says that its links are relative to (``<base href>``); empty where it says nothing that is an address."""
    try:
        said = get_base_url(text, url)
    except ValueError:  # http://[…
        return ""
    return said if said.startswith(("http://", "https://")) and said != get_base_url("", url) else ""


def variants(url: str) -> tuple[str, ...]:
    """Return the address and those that servers give the same page by: its folder, or the folder's index page."""
    parts = urlsplit(url)
    folder = _INDEX.sub("/", parts.path)
    if parts.query or not folder.endswith("/"):
        return (url,)
    others = (parts._replace(path=folder + name) for name in ("", "index.html", "index.shtml", "index.htm"))
    return tuple(dict.fromkeys([url, *map(urlunsplit, others)]))


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
