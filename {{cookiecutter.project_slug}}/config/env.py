"""Reads variables from the environment, or else from `.env` beside `manage.py`."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

from environs import Env, EnvError
from environs.fields import TimeDelta

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env()
env.read_env(BASE_DIR / ".env", recurse=False)


def duration(name: str, default: str) -> timedelta:
    """Return a duration, written `90s`, `15m`, `1h30m` or `2d`.

    Raises EnvError for a number without a unit, which would be seconds; 0 needs none.
    """
    text = env.str(name, default).strip()
    if text.isdecimal() and int(text):
        raise EnvError(
            f"{name} is {text!r}, without a unit. Write for example {default}"
        )
    return env.timedelta(name, TimeDelta().deserialize(default))


PERIODS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}
RATE = re.compile(r"([1-9]\d*)/(s|sec|second|m|min|minute|h|hour|d|day)", re.ASCII)


def rate(name: str, default: str) -> tuple[int, int] | None:
    """Return a limit, written `10/min` or `5/hour`: how many, in how many seconds.

    An empty value is None, no limit. Raises EnvError for a value that cannot be read.
    """
    text = env.str(name, default).strip()
    if not text:
        return None
    match = RATE.fullmatch(text)
    if not match:
        raise EnvError(f"{name} is {text!r}. Write for example {default}, or nothing.")
    return int(match[1]), PERIODS[match[2][0]]


def cache(name: str, default: str) -> dict[str, Any]:
    """Return a cache, written `redis://host:6379/0` or `locmem://`."""
    found: dict[str, Any] = env.dj_cache_url(name, default)
    if found["LOCATION"].startswith("redis"):
        found["BACKEND"] = "api.cache.RedisCache"
        # As it is written: dj_cache_url removes the user.
        found["LOCATION"] = env.str(name)
        # In seconds: a request that waits occupies a worker.
        found["OPTIONS"] = {"socket_connect_timeout": 1, "socket_timeout": 1}
    return found


# Without a user, a query and a fragment.
SAFE_URL = re.compile(
    r"(https://[^/?#@\s]+|http://(localhost|127\.0\.0\.1)(:\d+)?)(/[^?#\s]*)?"
)


def https_url(name: str, default: str) -> str:
    """Return the URL of another service, or an empty text.

    Raises EnvError for plain HTTP to another machine, and for a text that is no URL.
    """
    url = env.str(name, default).strip()
    if url and not SAFE_URL.fullmatch(url):
        raise EnvError(f"{name} is {url!r}. Write https://…, or nothing.")
    return url


# template: if cookiecutter.__mail
@env.parser_for("mail_settings")
def mail_settings(url: str) -> dict[str, Any]:
    """Return Django's settings for a mail server, written `submission://host:587`.

    They are one setting, MAILERS, since Django 6.1. Raises EnvError for another text.
    """
    import dj_email_url  # type: ignore[import-untyped]
    import django

    try:
        found: dict[str, Any] = dj_email_url.parse(url)
        backend = found["EMAIL_BACKEND"]
    except (KeyError, ValueError) as error:
        raise EnvError(
            "EMAIL_URL names no mail server. Write for example "
            "submission://user:password@mail.example.com:587, or console:"
        ) from error
    # In seconds. Without a limit, a server that hangs would block a thread for ever.
    found["EMAIL_TIMEOUT"] = found["EMAIL_TIMEOUT"] or 10
    if django.VERSION < (6, 1):
        return found
    options = {
        "host": found["EMAIL_HOST"],
        "port": found["EMAIL_PORT"],
        "username": found["EMAIL_HOST_USER"],
        "password": found["EMAIL_HOST_PASSWORD"],
        "use_tls": found["EMAIL_USE_TLS"],
        "use_ssl": found["EMAIL_USE_SSL"],
        "timeout": found["EMAIL_TIMEOUT"],
    }
    with_server = {"OPTIONS": options} if found["EMAIL_HOST"] else {}
    return {"MAILERS": {"default": {"BACKEND": backend, **with_server}}}


# template: endif
def secret(name: str) -> str:
    """Return a secret, which has no default.

    Raises EnvError with the command that makes one. (Django's commands catch
    ImproperlyConfigured, and go on without settings.)
    """
    value = env.str(name, "")
    if not value:
        raise EnvError(
            f"{name} is not set. Put one into .env:\n"
            f'  python -c "import secrets; '
            f"print('{name}=' + secrets.token_urlsafe(50))\" >> .env"
        )
    return value
