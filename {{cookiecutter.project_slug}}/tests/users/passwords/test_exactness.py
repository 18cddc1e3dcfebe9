"""A password is what was typed: nothing is cut off, put in order or forgiven."""

import unicodedata
from typing import Any

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.urls import reverse
from rest_framework.test import APIClient

from tests.conftest import PASSWORD
from tests.users.passwords.conftest import NEW_PASSWORD, Link
from users.models import User

LOGIN = reverse("token_obtain_pair")


@pytest.mark.parametrize(
    ("chosen", "others"),
    [
        ("  four quiet otters ", ["four quiet otters", "  four quiet otters"]),
        ("four quiet otters\t", ["four quiet otters", "four quiet otters "]),
        ("Four quiet ötters", [unicodedata.normalize("NFD", "Four quiet ötters")]),
        ("four ｑuiet otters", ["four quiet otters"]),
        ("Four quiet otters", ["four quiet otters", "FOUR QUIET OTTERS"]),
    ],
)
def test_only_the_very_same_text_logs_in(
    api: APIClient, tokens: dict[str, str], user: User, chosen: str, others: list[str]
) -> None:
    changed = api.post(
        reverse("password_change"),
        {"current_password": PASSWORD, "new_password": chosen},
        headers={"authorization": f"Bearer {tokens['access']}"},
    )
    assert changed.status_code == 200

    name = {User.USERNAME_FIELD: user.get_username()}
    assert api.post(LOGIN, {**name, "password": chosen}).status_code == 200
    for other in others:
        assert api.post(LOGIN, {**name, "password": other}).status_code == 401


def test_a_link_sets_the_very_same_text(use: Any, link: Link, user: User) -> None:
    assert use(link, "  four quiet otters ").status_code == 204

    user.refresh_from_db()
    assert user.check_password("  four quiet otters ")
    assert not user.check_password("four quiet otters")


def test_the_names_of_the_service_are_known(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["quenlith.zorblaxian.example"]

    for password in ("quenlith.zorblaxian1", "zorblaxianquenlith9"):
        with pytest.raises(ValidationError) as refusal:
            validate_password(password)
        assert refusal.value.error_list[0].code == "password_too_common"


def test_staff_are_held_to_the_policy_too(admin_client: Any, user: User) -> None:
    url = reverse("admin:auth_user_password_change", args=[user.pk])
    for weak in ("kvqw zjmt bhrn", "passwordpassword"):
        form = {"usable_password": "true", "password1": weak, "password2": weak}
        # The form again, with what is wrong.
        assert admin_client.post(url, form).status_code == 200

    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_another_address_ends_a_link(use: Any, link: Link, user: User) -> None:
    user.email = "ann.smith@example.com"
    user.save(update_fields=["email"])

    response = use(link, NEW_PASSWORD)
    assert response.status_code == 400
    assert response.json()["code"] == "invalid_link"
