"""Names that lead into a private network are not followed there: what a site's DNS says is the site's, not ours."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import ip_address

from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError


class PrivateAddress(DNSLookupError):
    """A public name that leads to loopback or a private network."""


class PublicResolver(CachingThreadedResolver):
    """Scrapy's resolver, for names whose addresses are public; ``localhost`` and plain addresses name themselves."""

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:  # noqa: N802
        """Return the address of a name; the deferred fails with :class:`PrivateAddress` for one that is private."""
        return super().getHostByName(name, timeout).addCallback(_checked, name)


def _checked(address: str, name: str) -> str:
    if not leads_inside(name, address):
        return address
    raise PrivateAddress(
        f"{name} leads to {address}, which is in a private network; JIYAO_PRIVATE_NETWORKS=1 allows it"
    )


def leads_inside(name: str, address: str) -> bool:
    """Return whether a name that does not say so itself leads to an address that is not public."""
    if name == "localhost" or name == address:
        return False
    return not ip_address(address).is_global
