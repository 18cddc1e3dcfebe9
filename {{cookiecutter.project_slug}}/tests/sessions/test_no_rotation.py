from datetime import timedelta

import time_machine
from django.utils import timezone

from tests.client import Tokens, refresh
from tokens.models import Session


def test_a_refresh_updates_when_the_session_was_used_and_not_when_it_expires(
    tokens: Tokens, session: Session
) -> None:
    expires_at = session.expires_at
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        assert refresh(tokens["refresh"]).status_code == 200

    session.refresh_from_db()
    assert (session.generation, session.expires_at) == (0, expires_at)
    assert session.last_used_at - session.created_at >= timedelta(minutes=5)
