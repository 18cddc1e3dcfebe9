"""Every log line is one JSON object on stderr, also Django's own lines and tracebacks.

JSON escapes what a client sent, so that a client cannot write lines into the log. A
traceback has no values of variables, which may be passwords; for the same reason, errors are
not mailed. Its last line is the error's message, though: PostgreSQL repeats there a value
that it refused, such as an address that exists.
"""

import sys
from typing import Any

import structlog
from django.db import InterfaceError, OperationalError
from structlog.stdlib import ProcessorFormatter
from structlog.typing import EventDict, Processor


def shorten_outage(logger: object, method: str, line: EventDict) -> EventDict:
    """Replace the traceback by the error if the database or the cache is unavailable.

    Every request has such a line then, and none is about the code of the service.
    """
    found = line.get("exc_info")
    error = found[1] if isinstance(found, tuple) else None
    is_outage = getattr(error, "status_code", None) == 503
    if error and (is_outage or isinstance(error, OperationalError | InterfaceError)):
        cause = error.__cause__ or error
        line["outage"] = f"{type(cause).__name__}: {cause}"
        del line["exc_info"]
    return line


# For the lines of structlog's loggers and of Python's alike.
LOG_PROCESSORS: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]

structlog.configure(
    processors=[
        structlog.stdlib.filter_by_level,
        *LOG_PROCESSORS,
        ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
)


def formatter(*processors: Processor) -> dict[str, Any]:
    first = [ProcessorFormatter.remove_processors_meta, shorten_outage]
    return {
        "()": ProcessorFormatter,
        "foreign_pre_chain": LOG_PROCESSORS,
        "processors": [*first, *processors],
    }


LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": formatter(
            structlog.processors.format_exc_info, structlog.processors.JSONRenderer()
        ),
        # For development.
        "console": formatter(
            structlog.dev.ConsoleRenderer(
                colors=sys.stderr.isatty(),
                exception_formatter=structlog.dev.plain_traceback,
            )
        ),
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    # Django gives both their own handlers.
    "loggers": {
        "django": {"handlers": [], "level": "INFO"},
        "django.server": {"handlers": [], "level": "INFO", "propagate": True},
    },
}
