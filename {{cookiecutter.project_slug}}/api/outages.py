"""Something the service depends on is away, and how little has to be said of it."""

from django.db import InterfaceError, OperationalError
from structlog.typing import EventDict

# What a database is missed by.
DATABASE_IS_AWAY = (OperationalError, InterfaceError)

UNAVAILABLE = 503


def without_traceback(logger: object, method: str, line: EventDict) -> EventDict:
    """Say in an outage's line what is away, and not how we came to ask for it.

    While a database is away every request has such a line, and none is about our code.
    """
    found = line.get("exc_info")
    error = found[1] if isinstance(found, tuple) else None
    status = getattr(error, "status_code", None)
    if isinstance(error, DATABASE_IS_AWAY) or (error and status == UNAVAILABLE):
        cause = error.__cause__ or error
        line["outage"] = f"{type(cause).__name__}: {cause}"
        del line["exc_info"]
    return line
