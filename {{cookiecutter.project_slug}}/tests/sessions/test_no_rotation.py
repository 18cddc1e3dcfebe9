from tests.client import Tokens, after, refreshed
from tokens.models import Session


def test_a_refresh_updates_when_the_session_was_used_and_not_when_it_expires(
    tokens: Tokens, session: Session
) -> None:
    expires_at = session.expires_at
    with after(300):
        refreshed(tokens["refresh"])

    session.refresh_from_db()
    assert (session.generation, session.expires_at) == (0, expires_at)
    assert (session.last_used_at - session.created_at).total_seconds() >= 300
