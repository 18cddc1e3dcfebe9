"""Counts how often something is tried, and refuses what is one try too many.

What counts is in fixed windows of time, in Django's cache. Raising the number and reading
it is one step, so that of many requests at once no more get through than of many in a row.
"""

import time
from contextlib import suppress

from django.conf import settings
from django.core.cache import cache
from django.utils.crypto import salted_hmac
from rest_framework.exceptions import Throttled

from api import store
from api.errors import Unavailable
from api.normalization import normalize_email

# In characters; four can become one in the form they are compared in. The time that this
# takes grows with the square of the length, and what is longer is nobody's name.
LONGEST_NAME = 4 * 254


def count(scope: str, *who: str) -> None:
    """Count a try of somebody or something; raises Throttled and Unavailable."""
    rate = settings.THROTTLE_RATES[scope]
    if rate is None:
        return
    limit, seconds = rate
    # Twice the window, so that it cannot expire between the two steps.
    if _raised(_counter(scope, seconds, *who), timeout=2 * seconds) > limit:
        raise Throttled(wait=seconds - time.time() % seconds)


def forget(scope: str, *who: str) -> None:
    """Let somebody or something try again from the start; raises Unavailable."""
    rate = settings.THROTTLE_RATES[scope]
    if rate is not None:
        with store.required():
            cache.delete(_counter(scope, rate[1], *who))


def digest(*who: str) -> str:
    """Return a name for the cache that does not tell what a client wrote.

    The key of the MAC is SECRET_KEY: who reads the cache cannot even test guesses.
    """
    text = "\n".join(who).encode(errors="surrogatepass")
    return salted_hmac("api.counting", text, algorithm="sha256").hexdigest()


def normalized(account: str) -> str:
    """Return one spelling for all that name the same account, like a user's field does.

    Coarser is harmless: two accounts would share a limit. Finer would give one account
    as many limits as it has spellings.
    """
    return normalize_email(account.strip()[:LONGEST_NAME]).casefold()


def _counter(scope: str, seconds: int, *who: str) -> str:
    window = int(time.time() // seconds)
    return f"throttle:{scope}:{seconds}:{window}:{digest(*who)}"


def _raised(key: str, timeout: int) -> int:
    """Raise a counter by one, and return what it says then."""
    with store.required():
        for _ in range(2):
            cache.add(key, 0, timeout)
            # Removed again in the meantime, to make room.
            with suppress(ValueError):
                raised = cache.incr(key)
                # django-redis returns None where it is told to ignore errors.
                if raised is not None:
                    return raised
    raise Unavailable
