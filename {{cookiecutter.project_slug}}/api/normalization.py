"""One spelling of a name and of an e-mail address, however they are typed."""

import unicodedata
from contextlib import suppress


def normalize_name(text: str) -> str:
    """Return a name in lower case and in one Unicode form."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def normalize_email(text: str) -> str:
    """Return an address in the form in which mail is sent to it; it may not be valid.

    Mail names a domain in ASCII (IDNA), which removes soft hyphens and characters without
    width, and turns `ß` into `ss`. Otherwise one mailbox would have many spellings.
    """
    name, at, domain = normalize_name(text).rpartition("@")
    with suppress(UnicodeError):
        domain = domain.encode("idna").decode("ascii")
        # Shown without `xn--`, if it can be decoded.
        domain = domain.encode("ascii").decode("idna")
    return f"{name}{at}{domain}"
