"""Adds a secret to JWT_SIGNING_KEY; the others verify tokens until they are removed."""

import os
import re
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from dotenv import dotenv_values

from tokens.keys import key_id

NAME = "JWT_SIGNING_KEY"
ASSIGNMENT = re.compile(rf"^(\s*(?:export\s+)?{NAME}\s*=\s*['\"]?)", re.MULTILINE)

ELSEWHERE = f"""\
{NAME} comes from the environment, not from .env. Make a secret with
  python -c "import secrets; print(secrets.token_urlsafe(50))"
put it and a comma in front of the value, where that is set, and restart the service."""


class Command(BaseCommand):
    help = "Put a new secret in front of JWT_SIGNING_KEY in .env."
    # The checks may refuse the secret that is to be replaced.
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        dotenv = (settings.BASE_DIR / ".env").resolve()
        value = dotenv_values(dotenv).get(NAME) if dotenv.is_file() else None
        if not value or value != os.environ.get(NAME, value):
            raise CommandError(ELSEWHERE)
        secret = secrets.token_urlsafe(50)
        put_in_front(dotenv, secret)
        self.stdout.write(
            f"Put the secret {key_id(secret)} in front of {NAME} in .env.\n"
            "It signs after a restart of the service: see docs/signing-keys.md."
        )


def put_in_front(dotenv: Path, secret: str) -> None:
    """Replace the file in one step, so that no process reads a part of it.

    Its mode and its owner stay the same.
    """
    found = dotenv.stat()
    with dotenv.open(encoding="utf-8", newline="") as file:
        text = ASSIGNMENT.sub(rf"\g<1>{secret},", file.read())
    unfinished = dotenv.with_name(f"{dotenv.name}.new")
    # Readable by its owner only, and not written through a symbolic link.
    number = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(number, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        unfinished.chmod(found.st_mode)
        if (found.st_uid, found.st_gid) != (os.getuid(), os.getgid()):
            os.chown(unfinished, found.st_uid, found.st_gid)
        unfinished.replace(dotenv)
    finally:
        unfinished.unlink(missing_ok=True)
