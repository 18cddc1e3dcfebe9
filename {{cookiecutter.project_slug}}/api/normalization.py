"""One form of a name and of an e-mail address, however a user types it."""

import unicodedata
from contextlib import suppress


def normalize_name(text: str) -> str:
    """Return a name in lower case and in Unicode's form NFKC."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def normalize_email(text: str) -> str:
    """Return the address to which a mail server delivers; any text is accepted.

    Mail names a domain in ASCII (IDNA), which removes soft hyphens and characters without
    width, and turns `ß` into `ss`. Without this one mailbox would have many addresses.
    """
    name, at, domain = normalize_name(text).rpartition("@")
    with suppress(UnicodeError):
        domain = domain.encode("idna").decode("ascii")
        # Readable instead of `xn--`. A domain that cannot be decoded stays in ASCII.
        domain = domain.encode("ascii").decode("idna")
    return f"{name}{at}{domain}"
