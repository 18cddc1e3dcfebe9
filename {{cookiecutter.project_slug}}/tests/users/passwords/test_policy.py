"""Long, of any make, and not what a cracker tries first."""

from typing import Any

import pytest
from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    validate_password,
)
from django.core.exceptions import ValidationError
from django.urls import reverse
from rest_framework.test import APIClient

from tests.conftest import PASSWORD, make_user
from users.models import User

# Each of 15 characters or more.
EVERYBODYS_PASSWORDS = [
    "passwordpassword",
    "password12345678",
    "123456789012345",
    "987654321987654321",
    "qwertyuiopasdfghjkl",
    "1q2w3e4r5t6y7u8i",
    "1qaz2wsx3edc4rfv",
    "iloveyouiloveyou",
    "iloveyouforever",
    "thisismypassword",
    "letmeinletmein123",
    "administrator123",
    "aaaaaaaaaaaaaaaaaaaa",
    "abcdefghijklmnop",
    "P@ssw0rdP@ssw0rd",
    "Summer2025Summer2025",
    "ABCabcABCabcABCabc",
    "                    ",
]


def code_of(password: str, user: User | None = None) -> str:
    with pytest.raises(ValidationError) as refusal:
        validate_password(password, user)
    return str(refusal.value.error_list[0].code)


@pytest.mark.parametrize("password", EVERYBODYS_PASSWORDS)
def test_what_everybody_takes_is_refused(password: str) -> None:
    assert len(password) >= 15
    assert code_of(password) == "password_too_common"


def test_what_is_on_the_list_of_common_passwords_is_refused() -> None:
    long = [word for word in CommonPasswordValidator().passwords if len(word) >= 15]

    assert len(long) >= 48
    assert {code_of(word) for word in long} == {"password_too_common"}


@pytest.mark.parametrize(
    "password",
    [
        "3141592653589793238462643383279502884197",
        "four quiet otters juggle teapots",
        "  spaces at both ends count too  ",
        "纸鹤 🙂 lantern Übermut 17",
        "x7#" * 2 + "kvqwzjmtbhrn",
        "vexing-plumage-" * 4 + "zq",
        "unlikely heron, borrowed trumpet; " * 3,
        "seven lanterns drift over a marsh at dawn, and nobody counts the teapots but me",
    ],
)
def test_any_composition_is_welcome(password: str) -> None:
    validate_password(password)


def test_fourteen_characters_are_too_few(settings: Any) -> None:
    assert code_of("kvqw zjmt bhrn") == "password_too_short"
    validate_password("kvqw zjmt bhrnx")


def test_the_words_of_the_service_and_its_user_are_known(
    db: None, settings: Any
) -> None:
    settings.PROJECT_NAME = "Zorblax Quenlith"
    user = make_user("wilhelmina.trask@example.com", first_name="Hildegund")

    for password in (
        "zorblax-quenlith1",
        "Wilhelmina.Trask1",
        "wilhelmina.trask@example.com",
        "hildegundtrask99",
        # Like no name on its own.
        "hildegund:wilhelmina7",
    ):
        assert code_of(password, user) in {
            "password_too_common",
            "password_too_similar",
        }, password


def test_a_password_that_nobody_types_is_refused(api: APIClient, user: User) -> None:
    api.force_authenticate(user)
    body = {"current_password": PASSWORD, "new_password": "vexing plumage " * 100}

    response = api.post(reverse("password_change"), body)

    assert response.status_code == 400
    assert response.json()["errors"]["new_password"][0]["code"] == "max_length"


def test_a_long_password_counts_to_its_last_character(api: APIClient, db: None) -> None:
    password = "vexing plumage " * 60
    user = make_user("ann@example.com")
    user.set_password(password)
    user.save()

    def login(typed: str) -> int:
        body = {User.USERNAME_FIELD: "ann@example.com", "password": typed}
        return int(api.post(reverse("token_obtain_pair"), body).status_code)

    assert login(password) == 200
    assert login(password[:-1]) == 401
