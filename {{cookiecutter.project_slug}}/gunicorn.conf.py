"""How gunicorn runs the service: `gunicorn config.wsgi` reads it, its options win."""

import logging
from typing import Any

from config.env import env
from config.settings.logs import LOGGING

# Each process has threads, because most of a request is waiting for the database. Each
# thread has a connection of its own to it.
workers = env.int("WEB_CONCURRENCY", 2)
threads = 4
# Read the settings once, before there are processes: unsafe ones end it then and there.
preload_app = True

# In seconds. After SIGTERM, requests may finish for so long.
graceful_timeout = 30
# Longer than proxies keep a connection that is idle: else they use one we have just closed.
keepalive = 75

# Whether a request came over HTTPS is Django's decision (TRUSTED_PROXIES). gunicorn would
# believe whoever runs on the same machine.
forwarded_allow_ips = ""
secure_scheme_headers: dict[str, str] = {}

# gunicorn throws away what the service has not read of a body, up to this size, and closes
# the connection if there is more. Only a client that is told so does not send its next
# request there. Django reads no body of unknown length.
LONGEST_REST = 64 * 1024


def pre_request(worker: Any, request: Any) -> None:
    headers = dict(request.headers)
    length = headers.get("CONTENT-LENGTH", "0")
    if "TRANSFER-ENCODING" in headers or int(length) >= LONGEST_REST:
        request.force_close()


# Nothing but signals controls the process.
control_socket_disable = True


class WithoutRequest(logging.Filter):
    """Cuts off what a client sent: a header that is not understood may be a token."""

    def filter(self, record: logging.LogRecord) -> bool:
        if str(record.msg).startswith("Invalid request from ip="):
            record.msg = record.msg.partition(": ")[0]
        return True


# gunicorn's lines are JSON, as all others are. Requests are logged by the proxy: lines
# with addresses of pages would hold what people put into them.
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
        "gunicorn.access": {"handlers": [], "level": "CRITICAL", "propagate": False},
    },
}
