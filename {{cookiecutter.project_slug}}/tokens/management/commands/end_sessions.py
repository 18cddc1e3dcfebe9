from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tokens import logins
from tokens.models import EndReason
from users.models import User


class Command(BaseCommand):
    help = "Ends all sessions of a user."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--user",
            required=True,
            metavar="NAME",
            help="the name or address of a login",
        )

    def handle(self, **options: Any) -> None:
        try:
            user = User.objects.get_by_natural_key(options["user"])
        except User.DoesNotExist as error:
            raise CommandError(f"There is no user {options['user']!r}.") from error
        ended = logins.revoke_all(user, EndReason.STAFF)
        self.stdout.write(f"Ended sessions: {ended}")
