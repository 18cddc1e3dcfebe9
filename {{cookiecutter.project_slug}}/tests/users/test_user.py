"""The user model: one account for a name and for an address, however they are written."""

from uuid import UUID

import pytest
from django.db import IntegrityError
from django.urls import reverse
from rest_framework.test import APIClient

from tests.conftest import PASSWORD, make_user
from tests.users.conftest import MAILBOXES
from users.models import User


def test_the_key_of_a_user_is_random(user: User) -> None:
    assert isinstance(user.pk, UUID)
    assert user.pk.version == 4


@pytest.mark.django_db
def test_a_new_database_has_no_account() -> None:
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("address", "twin"), [("ann@example.com", "ANN@Example.com"), *MAILBOXES]
)
def test_one_address_is_one_account(db: None, address: str, twin: str) -> None:
    user = User.objects.create(**{User.USERNAME_FIELD: "ann", "email": address})
    user.refresh_from_db()

    assert user.email == address
    assert User.objects.get(email=twin) == user
    with pytest.raises(IntegrityError):
        User.objects.create(**{User.USERNAME_FIELD: "ben", "email": twin})


@pytest.mark.parametrize("twin", ["Ann@Example.com", "\uff41nn@example.com"])
def test_one_name_to_log_in_with_is_one_account(db: None, twin: str) -> None:
    make_user("ann@example.com")

    with pytest.raises(IntegrityError):
        User.objects.create_user(password=PASSWORD, **{User.USERNAME_FIELD: twin})


def test_a_superuser_can_log_in(api: APIClient, db: None) -> None:
    names = {User.USERNAME_FIELD: "root@example.com"}
    user = User.objects.create_superuser(password=PASSWORD, **names)

    response = api.post(reverse("token_obtain_pair"), {**names, "password": PASSWORD})

    assert response.status_code == 200
    assert user.is_staff
    assert user.is_superuser
