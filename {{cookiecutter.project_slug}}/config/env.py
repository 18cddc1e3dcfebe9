"""Reads the environment, and `.env` beside `manage.py` for what the environment lacks."""

from datetime import timedelta
from pathlib import Path

from environs import Env, EnvError
from environs.fields import TimeDelta

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env()
env.read_env(BASE_DIR / ".env", recurse=False)


def duration(name: str, default: str) -> timedelta:
    """Return a length of time, written `90s`, `15m`, `1h30m` or `2d`."""
    return env.timedelta(name, TimeDelta().deserialize(default))


def secret(name: str) -> str:
    """Return a secret, which has no default.

    Raises EnvError, saying how to make one. (Django's commands keep ImproperlyConfigured
    to themselves and go on without settings.)
    """
    value = env.str(name, "")
    if not value:
        raise EnvError(
            f"{name} is not set. Put one into .env:\n"
            f'  python -c "import secrets; '
            f"print('{name}=' + secrets.token_urlsafe(50))\" >> .env"
        )
    return value
