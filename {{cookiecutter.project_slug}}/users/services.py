"""What happens to accounts."""

from typing import Any

from rest_framework_simplejwt.exceptions import InvalidToken

from users.models import User


def change_profile(*, user: User, **fields: Any) -> None:
    """Change some fields of a user, and no others.

    Saving the user as it was read would bring back what has changed in the meantime: an
    old password, or an account that was deactivated.

    Raises InvalidToken if the user is no longer there.
    """
    if fields and not User.objects.filter(pk=user.pk).update(**fields):
        raise InvalidToken
    for name, value in fields.items():
        setattr(user, name, value)
