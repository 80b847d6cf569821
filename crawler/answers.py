"""What an answer that is no page means, as an issue with a reason to count by. Pure."""

from __future__ import annotations

from datetime import datetime

from scrapy.exceptions import DownloadCancelledError, IgnoreRequest
from scrapy.http import Headers, Response

from crawler.network import PrivateAddress
from jiyao.model import Issue
from pipelines.extract.refusals import is_challenge


class OffSite(IgnoreRequest):
    """An address, perhaps behind a redirect, that is not on the source's hosts."""


class Resting(IgnoreRequest):
    """A known page that is too old to be visited again."""


# Statuses that walls answer with before any page (sources seen 2018-2026): they want a browser, and we are none.
_CHALLENGES = frozenset({412, 521, 512})
_PERHAPS_CHALLENGES = frozenset({202, 203, 302, 307, 403, 405, 406, 418, 429, 503, 567})
_REFUSALS = frozenset({401, 403, 405, 406, 407, 429, 451})


def refused(source: str, url: str, at: datetime, response: Response) -> Issue:
    """Return the issue of an answer whose status is no page's."""
    status = response.status
    if status in _CHALLENGES or (status in _PERHAPS_CHALLENGES and is_challenge(response.body.decode("latin-1"))):
        reason, message = (
            "challenge",
            f"The site answers {status}: it wants to see a browser first. It is not bypassed.",
        )
    elif status in _REFUSALS:
        reason, message = "refused", f"The site answers {status}: it does not want to be read by us."
    elif status in (404, 410):
        reason, message = "missing", f"The site answers {status}: there is no such page."
    elif 300 <= status < 400:
        where = (response.headers.get("Location") or b"").decode("latin-1")
        reason, message = "moved", f"The site answers {status} to {where!r}, which is no address that we follow."
    elif status >= 500:
        reason, message = "server_error", f"The site answers {status}, on every try."
    else:
        reason, message = "unexpected_status", f"The site answers {status}, which is no page."
    return Issue(source, url, at, "", "fetch", reason, message)


def moved(source: str, url: str, at: datetime, landed: str) -> Issue:
    """Return the issue of an article's address that leads to something else."""
    return Issue(source, url, at, "", "fetch", "moved", f"The address leads to {landed}.")


def unreachable(error: BaseException | None) -> tuple[str, str]:
    """Return the reason and a sentence for what Scrapy raised instead of an answer."""
    said = _reasons(error)
    if isinstance(error, Resting):
        return "resting", str(error)
    if isinstance(error, OffSite):
        return "off_site", f"The address leads {error}."
    if isinstance(error, IgnoreRequest) and "robots.txt" in str(error):
        return "robots_refused", "The site's robots.txt asks us not to read this page."
    if isinstance(error, DownloadCancelledError) or "DOWNLOAD_MAXSIZE" in str(error):
        return "too_large", f"The answer is larger than we take: {error}"
    if isinstance(error, IgnoreRequest) and "redirections" in str(error):
        return "redirect_loop", "The address leads from one address to the next without an end."
    if isinstance(error, IgnoreRequest):
        return "ignored", str(error)
    if isinstance(error, PrivateAddress):
        return "private_address", f"{error}."
    if "certificate" in said.lower():
        return "bad_certificate", f"The site's certificate does not hold ({said}); nothing was read over it."
    return "unreachable", f"The site did not answer, on every try ({type(error).__name__}: {error})."


def header_pairs(headers: Headers) -> tuple[tuple[str, str], ...]:
    """Return headers as names and values, in the order in which Scrapy keeps them."""
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1")) for name, values in headers.items() for value in values
    )


def _reasons(error: BaseException | None) -> str:
    """Return what an error of Twisted says, with the reasons that it only carries."""
    reasons = getattr(error, "reasons", None) or ()
    below = [str(getattr(reason, "value", reason)) for reason in reasons]
    return "; ".join(filter(None, [str(error), *below, str(error.__cause__ or "") if error else ""]))
