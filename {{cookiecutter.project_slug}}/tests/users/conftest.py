"""Addresses that mail takes for one another, and some that only look like addresses."""

from tests.api.conftest import lines

__all__ = ["lines"]

# A mailbox, and another spelling of it.
MAILBOXES = [
    ("ann@example.com", "ann@exa\u00admple.com"),
    ("ann@example.com", "ann@ex\u200bample.com"),
    ("ann@example.com", "ann@example\u3002com"),
    ("ann@example.com", "ann@\uff25xample.com"),
    ("ann@strasse.example", "ann@stra\u00dfe.example"),
    ("ann@b\u00fccher.example", "ann@xn--bcher-kva.example"),
    ("ann@b\u00fccher.example", "ann@bu\u0308cher.example"),
    ("ann@example.xn--99999.com", "ann@exa\u00admple.xn--99999.com"),
]

# They become `ann@evil .com` and the like.
NO_MAILBOXES = [
    "ann@evil\u3000.com",
    "victim@example.com\uff1ex.com",
    "victim@example.com\uff20x.com",
    "victim@example.com\uff0cx.com",
]
