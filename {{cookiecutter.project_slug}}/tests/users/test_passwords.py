"""Which passwords are accepted: long ones of any composition that are hard to guess."""

from typing import Any

import pytest
from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    validate_password,
)
from django.core.exceptions import ValidationError
from django.urls import reverse
from zxcvbn import zxcvbn

from tests.conftest import PASSWORD, make_user
from users.models import User

# Each of 15 characters or more.
COMMON = [
    *["passwordpassword", "password12345678", "123456789012345", "987654321987654321"],
    *["qwertyuiopasdfghjkl", "1q2w3e4r5t6y7u8i", "iloveyouforever", "a" * 20, " " * 20],
    *["abcdefghijklmnop", "P@ssw0rdP@ssw0rd", "Summer2025Summer2025", "ABCabc" * 3],
]


def code_of(password: str, user: User | None = None) -> str:
    with pytest.raises(ValidationError) as refusal:
        validate_password(password, user)
    return str(refusal.value.error_list[0].code)


@pytest.mark.parametrize("password", COMMON)
def test_a_common_password_is_refused_however_often_it_is_repeated(
    password: str,
) -> None:
    assert len(password) >= 15
    for times in (1, 2, 3, 5, 20):
        assert code_of(password * times) == "password_too_common"
        assert code_of(password * times + password[:7]) == "password_too_common"


def test_djangos_list_of_common_passwords_is_refused() -> None:
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
def test_any_composition_is_accepted(password: str) -> None:
    validate_password(password)


def test_fourteen_characters_are_too_few() -> None:
    assert code_of("kvqw zjmt bhrn") == "password_too_short"
    validate_password("kvqw zjmt bhrnx")


def test_the_words_of_the_service_and_the_user_are_not_counted(
    db: None, settings: Any
) -> None:
    settings.PROJECT_NAME = "Zorblax Quenlith"
    settings.ALLOWED_HOSTS = ["tarvish.ombriel.example"]
    user = make_user("wilhelmina.trask@example.com", first_name="Hildegund")

    for password in (
        *("zorblax-quenlith1", "tarvish.ombriel12", "ombrieltarvish999"),
        *("Wilhelmina.Trask1", "wilhelmina.trask@example.com", "hildegundtrask99"),
        # Similar to no name on its own.
        "hildegund:wilhelmina7",
    ):
        refused = {"password_too_common", "password_too_similar"}
        assert code_of(password, user) in refused, password


# With signs that stand for letters. zxcvbn takes seconds for all of the first.
HOSTILE = [
    "{65dB%/@#oza+6bdsg{!d/B8C|/|cb1C9aa4+ft&9@aex%ol7B3A5x$@4+[l3o/B0ea/(<Bo",
    "1[xbL028%|$y5<@74f!f{+g0dTk(39T6",
    "4@8({[<3690+1!|70$5+%2" * 40,
    "a" * 1_024,
    "\u0130" * 1_024,
]


@pytest.mark.parametrize("password", HOSTILE)
def test_no_more_than_32_characters_are_estimated(
    monkeypatch: pytest.MonkeyPatch, change: Any, password: str
) -> None:
    estimated: list[str] = []

    def estimate(text: str) -> Any:
        estimated.append(text)
        return zxcvbn(text)

    monkeypatch.setattr("users.passwords.zxcvbn", estimate)

    assert change(password).status_code in {200, 400}
    [text] = estimated
    assert len(text) <= 32
    assert not set(text) & set("[{<|")


def test_what_is_not_estimated_makes_no_password_weaker() -> None:
    good = "unlikely heron, borrowed trumpet"
    assert len(good) == 32

    for end in ("", "a" * 40, good, "password" * 4):
        validate_password(good + end)
    assert code_of("password" * 4 + good[:3]) == "password_too_common"


def test_staff_have_to_set_an_accepted_password_too(
    admin_client: Any, user: User
) -> None:
    url = reverse("admin:auth_user_password_change", args=[user.pk])
    for weak in ("kvqw zjmt bhrn", "passwordpassword"):
        form = {"usable_password": "true", "password1": weak, "password2": weak}
        # The form again, with its errors.
        assert admin_client.post(url, form).status_code == 200

    user.refresh_from_db()
    assert user.check_password(PASSWORD)
