"""What WSGI and ASGI servers do before they serve; commands do not."""

import sys

import django
from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from environs import EnvError

# gunicorn starts a worker again that exits with another code.
CANNOT_START = 3


def refuse_unsafe_settings() -> None:
    """Exit, and print what to change, if a system check returns an error or a warning.

    Django runs its checks for commands, and those for deployment with `--deploy` only; a
    server runs none. A warning in the log of a server that works is not read.
    """
    try:
        django.setup()
        if not settings.REFUSE_UNSAFE_SETTINGS:
            return
        messages = checks.run_checks(include_deployment_checks=True)
        faults: list[object] = [
            message
            for message in messages
            if message.is_serious(checks.WARNING) and not message.is_silenced()
        ]
    except (EnvError, ImproperlyConfigured) as error:
        faults = [error]
    if faults:
        print("The service does not start:", *faults, sep="\n", file=sys.stderr)
        sys.exit(CANNOT_START)


def limit_statements() -> None:
    """Have PostgreSQL cancel a statement that takes too long, which is then an error 503.

    Without a limit, all threads would soon wait for a locked table, and none would answer
    the health checks.
    """
    milliseconds = round(settings.DATABASE_TIMEOUT.total_seconds() * 1_000)
    for connection in connections.all():
        if milliseconds and connection.vendor == "postgresql":
            options = connection.settings_dict["OPTIONS"]
            ours = f"-c statement_timeout={milliseconds}"
            options["options"] = f"{ours} {options.get('options', '')}".strip()
