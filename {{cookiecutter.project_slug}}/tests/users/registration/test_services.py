import pytest
from rest_framework.exceptions import ValidationError

from tests.conftest import PASSWORD
from users.models import User
from users.registration.services import create_account


def test_losing_a_race_leaves_the_transaction_usable(user: User) -> None:
    names = {"email": user.email, User.USERNAME_FIELD: user.get_username()}

    with pytest.raises(ValidationError):
        create_account(password=PASSWORD, **names)

    assert User.objects.count() == 1
