"""Where a request comes from."""

import re
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

# Some proxies add the port: 1.2.3.4:5678 and [2001:db8::1]:443.
WITH_PORT = re.compile(r"\s*(?:([\d.]+)|\[([^\]]+)\]):\d{1,5}\s*", re.ASCII)


def client_address(request: HttpRequest) -> str:
    """Return the client's IP address, or "" if there is none (a Unix socket).

    Anyone can send `X-Forwarded-For`: only what our own proxies appended is true. Each
    of TRUSTED_PROXIES appends whom it heard, so the client stands that far from the
    right, and everything left of it is the client's own invention. A header that is too
    short did not come through all of them, and is not believed.
    """
    direct = _address(request.META.get("REMOTE_ADDR", ""))
    proxies: int = settings.TRUSTED_PROXIES
    hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if 0 < proxies <= len(hops):
        hop = hops[-proxies]
        found = WITH_PORT.fullmatch(hop)
        return _address((found[1] or found[2]) if found else hop) or direct
    return direct


def client_network(request: HttpRequest) -> str:
    """Return what counts as one client: an IPv4 address, or an IPv6 network.

    Whoever has one IPv6 address has at least the 2**64 of its network (RFC 6177).
    """
    address = client_address(request)
    if ":" in address:
        return str(ip_network((address, 64), strict=False))
    return address


def _address(text: str) -> str:
    """Return the one spelling of an address, and "" for what is none.

    `::ffff:1.2.3.4` is 1.2.3.4. The zone after `%` can be any text, and is left out.
    """
    try:
        address = ip_address(text.strip().partition("%")[0])
    except ValueError:
        return ""
    return str(getattr(address, "ipv4_mapped", None) or address)
