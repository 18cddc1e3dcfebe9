"""Links that are mailed to prove who reads them."""

from contextlib import suppress
from datetime import datetime, timezone
from uuid import UUID

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from rest_framework.exceptions import APIException

from users.models import User


class InvalidLink(APIException):
    """The same for a link that is malformed, too old, used, replaced or nobody's."""

    status_code = 400
    default_detail = "The link does not work: it is too old, or was used or replaced."
    default_code = "invalid_link"


class ResetTokenGenerator(PasswordResetTokenGenerator):
    """Makes Django's tokens, of which only the one asked for last is alive.

    Django's own die with a new password, a new address and their time. These die also
    when another is made, when one is used and when the user logs in.
    """

    key_salt = "users.links.ResetTokenGenerator"

    def _make_hash_value(self, user: User, timestamp: int) -> str:
        asked = user.reset_requested_at
        return (
            f"{super()._make_hash_value(user, timestamp)}{asked and asked.timestamp()}"
        )

    def _now(self) -> datetime:
        # Django's own is local time, in which an hour comes twice in autumn.
        return datetime.now(timezone.utc).replace(tzinfo=None)


reset_tokens = ResetTokenGenerator()


def user_of_reset_link(uid: str, token: str) -> User:
    """Return the user whose password a link resets.

    Raises InvalidLink. The link is alive until a password is set with it: mail programs
    that look at links use nothing up.
    """
    user = None
    with suppress(ValueError):
        user = User.objects.filter(pk=UUID(uid), is_active=True).first()
    if user is None or not reset_tokens.check_token(user, token):
        raise InvalidLink
    return user
