from typing import Any

from django.core.management.base import BaseCommand

from login_sessions import ending


class Command(BaseCommand):
    help = "Deletes sessions that have expired. Run it once a day."

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"Deleted sessions: {ending.clear_expired_sessions()}")
