"""Django's sessions, which the admin uses, with names that only Django can have given."""

from django.contrib.sessions.backends import db


class SessionStore(db.SessionStore):
    """Looks up no key that is none.

    A cookie can hold characters that a database refuses, such as NUL: a crash for
    whoever asks.
    """

    def _validate_session_key(self, key: str | None) -> bool:
        ours = super()._validate_session_key(key)  # type: ignore[misc]
        return bool(ours) and str(key).isalnum()
