"""Adds a signing key; the others verify tokens until their file is removed."""

import re
from argparse import ArgumentTypeError
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from tokens.key_files import write_key

LENGTH = re.compile(r"([0-9]{1,5})([smhd])")
UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def duration(text: str) -> timedelta:
    found = LENGTH.fullmatch(text)
    if not found:
        raise ArgumentTypeError(f"{text!r} is not like 90s, 10m or 2h")
    return timedelta(**{UNITS[found[2]]: int(found[1])})


class Command(BaseCommand):
    help = "Make a new key that signs tokens. No restart is needed."
    # There need not be a key yet.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--wait",
            type=duration,
            default=timedelta(0),
            help="how long the key verifies before it signs, so that other machines "
            "and services read it first: 10m",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(settings.JWT_KEYS_DIR)
        try:
            key, path = write_key(folder, options["wait"])
        except OSError as error:
            raise CommandError(f"{folder}: {error.strerror}.") from error
        self.stdout.write(f"Made the key {key.kid}\nin {path}")
