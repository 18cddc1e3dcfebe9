"""The login by hand, the profile, and the end of a token."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import jwt
import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from by_hand import tokens
from tests.by_hand.conftest import LOGIN, Profile, Signed, refused
from tests.conftest import PASSWORD
from users.models import User


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_the_profile_requires_the_token(
    profile: Profile, token: str, user: User, scheme: str
) -> None:
    response = profile(f"{scheme} {token}")

    assert response.status_code == 200
    found = response.json()
    # An owner may have added fields.
    assert found == found | {
        "id": str(user.pk),
        User.USERNAME_FIELD: user.get_username(),
        "email": user.email,
        "first_name": "Ann",
        "last_name": "Smith",
    }
    for header in ("", f"Basic {token}", f"Token {token}", f"Bearer: {token}"):
        missing = profile(header)
        assert missing.status_code == 401
        assert missing["WWW-Authenticate"] == 'Bearer realm="by-hand"'
        assert missing.json()["code"] == "not_authenticated"


def test_the_token_has_five_claims(token: str, user: User) -> None:
    claims = jwt.decode(token, options={"verify_signature": False})

    assert sorted(claims) == ["aud", "exp", "iat", "iss", "sub"]
    assert claims["sub"] == str(user.pk)
    assert claims["exp"] - claims["iat"] == 24 * 60 * 60
    header = {"alg": "HS256", "typ": "by-hand+jwt"}
    assert jwt.get_unverified_header(token) == header


@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo", "America/Los_Angeles"])
def test_a_token_expires_after_a_day_in_every_time_zone(
    profile: Profile, user: User, zone: str
) -> None:
    # time-machine also sets the zone of the process.
    issued = datetime(2031, 5, 6, 12, tzinfo=ZoneInfo(zone))
    with time_machine.travel(issued, tick=False):
        token = tokens.encode(user)
    with time_machine.travel(issued + timedelta(hours=23, minutes=59), tick=False):
        assert profile(f"Bearer {token}").status_code == 200
    with time_machine.travel(issued + timedelta(days=1), tick=False):
        assert refused(profile(f"Bearer {token}"), "Token expired")


def test_a_forged_token_is_not_called_expired(profile: Profile, signed: Signed) -> None:
    past = timezone.now().timestamp() - 1
    for exp in (past, 1, -1):
        assert refused(profile(f"Bearer {signed(exp=exp)}"), "Token expired")
        assert refused(profile(f"Bearer {signed(key=b'k' * 32, exp=exp)}"))


def test_all_refused_logins_have_the_same_response(
    api: APIClient, credentials: dict[str, str], user: User
) -> None:
    for wrong in (
        {"password": "wrong"},
        {"password": f"{PASSWORD} "},
        {User.USERNAME_FIELD: "unknown@example.com"},
    ):
        assert refused(api.post(LOGIN, credentials | wrong), "Invalid credentials")
    User.objects.update(is_active=False)
    assert refused(api.post(LOGIN, credentials), "Invalid credentials")


@pytest.mark.parametrize("value", [None, 1, [], {}, "", "a" * 2000])
def test_an_invalid_name_or_password_is_a_bad_request(
    api: APIClient, credentials: dict[str, str], value: Any
) -> None:
    for name in credentials:
        response = api.post(LOGIN, {**credentials, name: value})

        assert response.status_code == 400
        assert list(response.json()["errors"]) == [name]


def test_the_login_takes_json_only(api: APIClient, credentials: dict[str, str]) -> None:
    assert api.post(LOGIN, credentials, format="multipart").status_code == 415


def test_the_tokens_of_inactive_and_deleted_users_are_refused(
    profile: Profile, token: str, user: User
) -> None:
    User.objects.update(is_active=False)
    assert refused(profile(f"Bearer {token}"))

    user.delete()
    assert refused(profile(f"Bearer {token}"))


def test_attempts_count_together_with_those_at_the_other_login(
    api: APIClient, user: User, settings: Any
) -> None:
    settings.THROTTLE_RATES = dict.fromkeys(settings.THROTTLE_RATES, (4, 86_400))
    body = {User.USERNAME_FIELD: user.get_username(), "password": "wrong"}
    for number, path in enumerate([LOGIN, reverse("token_obtain_pair")] * 2):
        address = f"192.0.2.{number}"
        assert api.post(path, body, REMOTE_ADDR=address).status_code == 401

    assert api.post(LOGIN, body, REMOTE_ADDR="192.0.2.9").status_code == 429
