"""One spelling of a name and of an address, however they are typed."""

import unicodedata
from contextlib import suppress


def one_name(text: str) -> str:
    """Return a name in lower case and in one Unicode form."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def one_mailbox(text: str) -> str:
    """Return an address in the form in which mail goes to it; it may be none.

    Mail names a domain in ASCII (IDNA): it leaves out soft hyphens and what has no width,
    and makes `ss` of `ß`. Else one mailbox would have as many spellings as somebody wants.
    """
    name, at, domain = one_name(text).rpartition("@")
    with suppress(UnicodeError):
        domain = domain.encode("idna").decode("ascii")
        # For people, who do not read `xn--`; what cannot be read stays as it is.
        domain = domain.encode("ascii").decode("idna")
    return f"{name}{at}{domain}"
