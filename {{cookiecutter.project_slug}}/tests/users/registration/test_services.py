"""Of two who want one name, the database decides: the other is told what is taken."""

import pytest
from rest_framework.exceptions import ValidationError

from tests.conftest import PASSWORD
from users.models import User
from users.registration.services import create_account

TAKEN = "An account with that name or address exists."


def test_losing_a_race_leaves_the_transaction_usable(user: User) -> None:
    names = {"email": user.email, User.USERNAME_FIELD: user.get_username()}

    with pytest.raises(ValidationError) as refusal:
        create_account(password=PASSWORD, **names)

    assert refusal.value.get_full_details() == {
        name: [{"message": TAKEN, "code": "unique"}] for name in names
    }
    assert User.objects.count() == 1


def test_what_is_free_is_not_complained_of(user: User) -> None:
    """Where one logs in with an address, that is the name."""
    names = {"email": "free@example.com", User.USERNAME_FIELD: user.get_username()}

    with pytest.raises(ValidationError) as refusal:
        create_account(password=PASSWORD, **names)

    assert list(refusal.value.get_full_details()) == [User.USERNAME_FIELD]
