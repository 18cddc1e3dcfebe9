import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tokens import diagnosis


class Command(BaseCommand):
    help = (
        "Show what a token says, and whether this service would take it. Paste it when "
        "asked, or send it through a pipe: the shell keeps what is typed as an argument."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "token", nargs="?", help="left out, it is read from standard input"
        )

    def handle(self, **options: Any) -> None:
        try:
            token = diagnosis.read(options["token"] or self.ask())
        except diagnosis.UnreadableError as error:
            # Without a word of it: it may have been a password.
            raise CommandError("This is no JSON Web Token.") from error
        # What is not ASCII is escaped: it could tell the terminal to do something.
        contents = {"header": token.header, "claims": token.claims}
        self.stdout.write(json.dumps(contents, indent=2))
        for name, date in token.dates().items():
            self.stdout.write(f"{name}: {date}")
        complaint = diagnosis.complaint(token)
        self.stdout.write(
            f"This service refuses it: {complaint}."
            if complaint
            else f"This service takes it, for a good {token.claims['token_type']} token."
        )

    def ask(self) -> str:
        if sys.stdin.isatty():
            self.stderr.write("Paste the token, and press Enter:")
        return sys.stdin.readline().strip()
