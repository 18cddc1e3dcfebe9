"""Refuses to serve with settings that are not safe, whatever the server is."""

import sys

import django
from django.conf import settings
from django.core import checks
from environs import EnvError

# A worker of gunicorn's that ends with another code is started again, for ever.
CANNOT_START = 3

# What they complain of makes the documentation poorer, and nothing less safe.
OF_THE_DOCUMENTATION = "drf_spectacular."


def refuse_unsafe_settings() -> None:
    """End the process, and say what to change, if a system check complains of anything.

    Django runs its checks for commands, and those for deployment only when asked to; a
    server runs none. A warning is enough: nobody reads it while all seems well. Only
    hints about the documentation are left to `manage.py check --deploy`.
    """
    try:
        django.setup(set_prefix=False)
    except EnvError as error:
        _refuse(error)
    if not settings.REFUSE_UNSAFE_SETTINGS:
        return
    complaints = [
        message
        for message in checks.run_checks(include_deployment_checks=True)
        if message.is_serious(checks.WARNING) and not message.is_silenced()
        if not str(message.id).startswith(OF_THE_DOCUMENTATION)
    ]
    if complaints:
        _refuse(*complaints)


def _refuse(*complaints: object) -> None:
    print("The service does not start:", *complaints, sep="\n", file=sys.stderr)
    sys.exit(CANNOT_START)
