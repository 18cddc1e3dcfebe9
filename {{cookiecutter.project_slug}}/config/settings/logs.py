"""Every log line is one JSON object on stderr, Django's own lines and crashes too.

JSON keeps what a client sent inside its string: nobody can write lines of their own into
the log. A traceback is text, without the values of variables, among which passwords are;
for the same reason no crash is mailed to anybody. Its last line is the error's own, though:
PostgreSQL repeats there a value that it refused, such as an address that exists.
"""

import sys
from typing import Any

import structlog
from structlog.stdlib import ProcessorFormatter
from structlog.typing import Processor

from api.outages import without_traceback

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

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": ProcessorFormatter,
            "foreign_pre_chain": LOG_PROCESSORS,
            "processors": [
                ProcessorFormatter.remove_processors_meta,
                without_traceback,
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer(),
            ],
        },
        # For people; development uses it.
        "console": {
            "()": ProcessorFormatter,
            "foreign_pre_chain": LOG_PROCESSORS,
            "processors": [
                ProcessorFormatter.remove_processors_meta,
                without_traceback,
                structlog.dev.ConsoleRenderer(
                    colors=sys.stderr.isatty(),
                    exception_formatter=structlog.dev.plain_traceback,
                ),
            ],
        },
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    # Both have handlers of their own otherwise.
    "loggers": {
        "django": {"handlers": [], "level": "INFO"},
        "django.server": {"handlers": [], "level": "INFO", "propagate": True},
    },
}
