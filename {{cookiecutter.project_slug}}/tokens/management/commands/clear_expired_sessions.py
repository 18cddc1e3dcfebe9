from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from tokens.models import Session

BATCH = 5_000


class Command(BaseCommand):
    help = "Deletes sessions that have expired. Run it once a day."

    def handle(self, **options: Any) -> None:
        """Delete them in batches: other statements do not wait for a long transaction.

        An ended session is kept until it expires, so that its user and staff can see it.
        """
        expired = Session.objects.filter(expires_at__lte=timezone.now())
        total = 0
        while keys := list(expired.values_list("pk", flat=True)[:BATCH]):
            total += Session.objects.filter(pk__in=keys).delete()[0]
        self.stdout.write(f"Deleted sessions: {total}")
