"""Lengths of time: `90s`, `15m`, `1h30m`, `2d`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

# More digits than the longest duration has: no number here is too big to compute with.
_NUMBER = "([1-9][0-9]{0,9})"
DURATION = re.compile(
    f"(?:{_NUMBER}d)?(?:{_NUMBER}h)?(?:{_NUMBER}m)?(?:{_NUMBER}s)?", re.ASCII
)
LONGEST = timedelta(days=3650)


def parse_duration(text: str) -> timedelta | None:
    """Return how long that is; None if it is not written as a duration, or too long."""
    match = DURATION.fullmatch(text)
    if not text or not match:
        return None
    days, hours, minutes, seconds = (int(number or 0) for number in match.groups())
    total = ((days * 24 + hours) * 60 + minutes) * 60 + seconds
    return timedelta(seconds=total) if total <= LONGEST.total_seconds() else None


def duration_faults(text: str) -> Iterator[str]:
    if re.fullmatch("[1-9][0-9]{0,9}", text):
        yield f"{text} of what? Write {text}s, {text}m, {text}h or {text}d"
    elif text and DURATION.fullmatch(text) and parse_duration(text) is None:
        yield f"must be at most {LONGEST.days}d"
    elif parse_duration(text) is None:
        yield (
            "must be days, hours, minutes and seconds in that order, in whole numbers "
            "from 1 and without spaces, such as 90s, 10m, 1h30m or 2d"
        )


def refresh_faults(refresh: str, access: object) -> Iterator[str]:
    """Compare the two; a lifetime that is not one has its own complaint."""
    longer = parse_duration(refresh)
    shorter = parse_duration(access) if isinstance(access, str) else None
    if longer and shorter and longer <= shorter:
        yield f"must be longer than access_token_lifetime, which is {access}"
