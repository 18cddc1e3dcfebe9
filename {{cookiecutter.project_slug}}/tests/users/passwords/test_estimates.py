"""Estimating how easy a password is to guess costs little, whatever it is made of."""

from typing import Any

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.urls import reverse
from rest_framework.test import APIClient
from zxcvbn import zxcvbn

from tests.conftest import PASSWORD
from tests.users.passwords.test_policy import EVERYBODYS_PASSWORDS, code_of
from users.models import User

# With each of the signs that letters are written with. The first took seconds in full.
HOSTILE = [
    "{65dB%/@#oza+6bdsg{!d/B8C|/|cb1C9aa4+ft&9@aex%ol7B3A5x$@4+[l3o/B0ea/(<Bo",
    "1[xbL028%|$y5<@74f!f{+g0dTk(39T6",
    "4@8({[<3690+1!|70$5+%2" * 40,
    "a" * 1_024,
    "\u0130" * 1_024,
]


@pytest.fixture
def estimated(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What zxcvbn was asked about; its time grows with length, and with kinds of signs."""
    asked: list[str] = []

    def ask(text: str) -> Any:
        asked.append(text)
        return zxcvbn(text)

    monkeypatch.setattr("users.passwords.validators.zxcvbn", ask)
    return asked


@pytest.mark.parametrize("password", HOSTILE)
def test_no_more_than_32_characters_are_estimated(
    api: APIClient, user: User, estimated: list[str], password: str
) -> None:
    api.force_authenticate(user)
    body = {"current_password": PASSWORD, "new_password": password}

    assert api.post(reverse("password_change"), body).status_code in {200, 400}

    [text] = estimated
    assert len(text) <= 32
    assert not set(text) & set("[{<|")


@pytest.mark.parametrize("times", [2, 3, 5, 20])
@pytest.mark.parametrize("password", EVERYBODYS_PASSWORDS)
def test_repeating_a_password_makes_it_no_better(password: str, times: int) -> None:
    assert code_of(password * times) == "password_too_common"
    assert code_of(password * times + password[:7]) == "password_too_common"


def test_what_is_not_looked_at_makes_no_password_weaker() -> None:
    good = "unlikely heron, borrowed trumpet"
    assert len(good) == 32

    for end in ("", "a" * 40, good, "password" * 4):
        validate_password(good + end)
    with pytest.raises(ValidationError):
        validate_password("password" * 4 + good[:3])
