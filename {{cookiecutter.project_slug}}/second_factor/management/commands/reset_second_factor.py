from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from second_factor import factors
from users.models import User


class Command(BaseCommand):
    help = (
        "Removes all second factors of a user who has lost them. Verify first, outside of "
        "the service, that it is the owner who asks for it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="the name or address of a login")

    def handle(self, **options: Any) -> None:
        try:
            user = User.objects.get_by_natural_key(options["name"])
        except User.DoesNotExist as error:
            raise CommandError(f"There is no user {options['name']!r}.") from error
        removed = factors.reset(user)
        factors.record_change(user, "reset")
        self.stdout.write(f"Removed second factors: {removed}")
