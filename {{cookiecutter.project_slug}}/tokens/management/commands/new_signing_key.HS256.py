"""Adds a secret to JWT_SIGNING_KEY; the others verify tokens until they are removed."""

import os
import re
import secrets
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
        dotenv = settings.BASE_DIR / ".env"
        value = dotenv_values(dotenv).get(NAME) if dotenv.is_file() else None
        if not value or value != os.environ.get(NAME, value):
            raise CommandError(ELSEWHERE)
        secret = secrets.token_urlsafe(50)
        text = dotenv.read_text(encoding="utf-8")
        text = ASSIGNMENT.sub(rf"\g<1>{secret},", text)
        # In place, so that its mode and its owner stay the same.
        dotenv.write_text(text, encoding="utf-8")
        self.stdout.write(
            f"Put the secret {key_id(secret)} in front of {NAME} in .env.\n"
            "It signs after a restart of the service: see docs/signing-keys.md."
        )
