"""gunicorn's settings: `gunicorn config.wsgi` reads them, options override them."""

import gc
import logging
from typing import Any

from gunicorn import glogging  # type: ignore[import-untyped]

from config.env import env
from config.settings.logs import LOGGING

# Each process has threads, because a request mostly waits for the database. Each thread has
# its own connection.
workers = env.int("WEB_CONCURRENCY", 2)
threads = 4
# Read the settings once, before the processes start: unsafe ones stop the start.
preload_app = True


def when_ready(server: Any) -> None:
    """Exclude what is loaded from garbage collection, which takes a tenth of the time."""
    gc.collect()
    gc.freeze()


# In seconds, for requests to finish after SIGTERM.
graceful_timeout = 30
# Longer than proxies keep an idle connection: they would use one that was just closed.
keepalive = 75

# Whether a request came over HTTPS is Django's decision (TRUSTED_PROXIES). gunicorn would
# trust every process on the same machine.
forwarded_allow_ips = ""
secure_scheme_headers: dict[str, str] = {}

# gunicorn discards what the service has not read of a body, up to this size, and closes the
# connection if there is more. Without `Connection: close`, a client would send its next
# request there. Django reads no body of unknown length.
MAX_REST = 64 * 1024


def pre_request(worker: Any, request: Any) -> None:
    headers = dict(request.headers)
    length = headers.get("CONTENT-LENGTH", "0")
    if "TRANSFER-ENCODING" in headers or int(length) >= MAX_REST:
        request.force_close()


# The process is controlled by signals only.
control_socket_disable = True


class WithoutRequest(logging.Filter):
    """Removes what a client sent: an invalid header may be a token."""

    def filter(self, record: logging.LogRecord) -> bool:
        if str(record.msg).startswith("Invalid request from ip="):
            record.msg = record.msg.partition(": ")[0]
        return True


class Logger(glogging.Logger):  # type: ignore[misc]
    """Logs requests with `--access-logfile` only: a URL contains what the client put into it.

    The proxy logs them. gunicorn itself would format each line because of `logconfig_dict`.
    """

    def access(self, *args: Any) -> None:
        if self.cfg.accesslog:
            super().access(*args)


logger_class = Logger

# gunicorn's lines are JSON, too.
logconfig_dict = {
    **LOGGING,
    "filters": {"without_request": {"()": WithoutRequest}},
    "loggers": {
        **LOGGING.get("loggers", {}),
        "gunicorn.error": {
            "filters": ["without_request"],
            "handlers": [],
            "level": "INFO",
            "propagate": True,
        },
    },
}
