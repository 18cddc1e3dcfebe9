from collections.abc import Callable
from datetime import timedelta
from typing import Any

import time_machine
from django.utils import timezone

from tokens.models import Session


def test_refreshing_is_noted_and_prolongs_nothing(
    tokens: dict[str, str], refresh: Callable[[str], Any], session: Session
) -> None:
    expires_at = session.expires_at
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        assert refresh(tokens["refresh"]).status_code == 200

    session.refresh_from_db()
    assert session.generation == 0
    assert session.expires_at == expires_at
    assert session.last_used_at - session.created_at >= timedelta(minutes=5)
