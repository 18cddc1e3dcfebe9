"""The IP address of a client, and the name of its program."""

import re
from functools import lru_cache
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

# Some proxies add the port: 1.2.3.4:5678 and [2001:db8::1]:443.
WITH_PORT = re.compile(r"\s*(?:([\d.]+)|\[([^\]]+)\]):\d{1,5}\s*", re.ASCII)

MAX_USER_AGENT = 200  # characters


def user_agent(request: HttpRequest) -> str:
    """Return what a client calls itself, without control characters."""
    sent = request.headers.get("User-Agent", "")
    return "".join(filter(str.isprintable, sent))[:MAX_USER_AGENT]


def client_address(request: HttpRequest) -> str:
    """Return the client's IP address, or "" if there is none (a Unix socket).

    A client can send any `X-Forwarded-For`. Each of TRUSTED_PROXIES appends the address
    that it received the request from, so the client's is that far from the right. A header
    that is too short did not pass all of them, and is ignored.
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

    A client with an IPv6 address has all 2**64 of its network (RFC 6177).
    """
    address = client_address(request)
    if ":" in address:
        return str(ip_network((address, 64), strict=False))
    return address


@lru_cache
def _address(text: str) -> str:
    """Return the canonical form of an address, or "" if it is not valid.

    `::ffff:1.2.3.4` is 1.2.3.4. The zone after `%` can be any text, and is removed.
    """
    try:
        address = ip_address(text.strip().partition("%")[0])
    except ValueError:
        return ""
    return str(getattr(address, "ipv4_mapped", None) or address)
