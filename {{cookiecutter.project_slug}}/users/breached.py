"""Refuses passwords of known data breaches, if BREACHED_PASSWORDS_URL is set.

Another service answers, with the range API of Have I Been Pwned: it gets the first five of
the 40 digits of a password's SHA-1 hash, and returns the remaining digits of all hashes that
begin so. A password is accepted if there is no valid answer in time.
"""

import hashlib
import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

logger = structlog.stdlib.get_logger(__name__)

# In seconds, for a whole lookup.
TIMEOUT = 1

# In bytes. A thousand hashes take 40 kB.
MAX_ANSWER = 1_000_000

# The remaining digits of each hash, and how often it was found. 0 is padding, which hides
# from the length of an encrypted answer what was asked.
RANGE = re.compile(r"([0-9A-F]{35}:\d+(\r?\n|\Z))+", re.ASCII)

# A socket's timeout is for each step. Neither the sum of them nor the resolution of the name
# has one, so the caller stops waiting for a thread.
executor = ThreadPoolExecutor(thread_name_prefix="breached")


class BreachedValidator:
    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        if settings.BREACHED_PASSWORDS_URL and is_breached(password):
            raise ValidationError(
                _("This password appears in a data breach. Choose another one."),
                code="password_breached",
            )

    def get_help_text(self) -> str:
        if not settings.BREACHED_PASSWORDS_URL:
            return ""
        return _("Your password can't be one that appears in a data breach.")


def is_breached(password: str) -> bool:
    """Return whether a password is known to be breached, and log a lookup that failed."""
    digits = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()
    lookup = executor.submit(look_up, settings.BREACHED_PASSWORDS_URL, digits[:5])
    try:
        found = lookup.result(TIMEOUT)
    except Exception as error:
        # If it still waits for a thread, it is not made.
        lookup.cancel()
        # Without the text of the error: it can contain what was sent.
        logger.warning("breached_passwords_unavailable", error=type(error).__name__)
        return False
    return re.search(rf"^{digits[5:]}:0*[1-9]", found, re.MULTILINE) is not None


def look_up(url: str, prefix: str) -> str:
    """Return the hashes that begin with a prefix; raises an error for any other answer."""
    parts = urlsplit(url)
    connect = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    with closing(connect(parts.netloc, timeout=TIMEOUT)) as connection:
        connection.request(
            "GET",
            f"{parts.path.rstrip('/')}/{prefix}",
            headers={"Add-Padding": "true", "User-Agent": "Django"},
        )
        with connection.getresponse() as response:
            # No redirect is followed: it could lead to another host.
            if response.status != 200:
                raise HTTPException
            answer = response.read(MAX_ANSWER + 1).decode("ascii")
    if len(answer) > MAX_ANSWER or not RANGE.fullmatch(answer):
        raise ValueError
    return answer
