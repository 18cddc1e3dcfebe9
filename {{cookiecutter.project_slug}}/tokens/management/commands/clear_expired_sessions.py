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
        now = timezone.now()
        expired = Session.objects.filter(expires_at__lte=now).order_by("expires_at")
        times = expired.values_list("expires_at", flat=True)
        total, last = 0, None
        while last != now:
            last = times[BATCH - 1 : BATCH].first() or now
            total += expired.filter(expires_at__lte=last).delete()[0]
        self.stdout.write(f"Deleted sessions: {total}")
