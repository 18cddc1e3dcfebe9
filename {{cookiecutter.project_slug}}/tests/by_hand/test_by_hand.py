"""The way it is meant, from logging in to the profile, and its end."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import jwt
import pytest
import time_machine
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from by_hand import tokens
from tests.by_hand.conftest import LOGIN, Profile, Signed, refused
from tests.conftest import PASSWORD
from users.models import User


def test_a_token_opens_the_profile(profile: Profile, token: str, user: User) -> None:
    for scheme in ("Bearer", "bearer", "BEARER"):
        response = profile(f"{scheme} {token}")

        assert response.status_code == 200
        found = response.json()
        # With the fields that were added to the profile.
        assert found == found | {
            "id": str(user.pk),
            User.USERNAME_FIELD: user.get_username(),
            "email": user.email,
            "first_name": "Ann",
            "last_name": "Smith",
        }


def test_a_token_says_no_more_than_it_must(token: str, user: User) -> None:
    claims = jwt.decode(token, options={"verify_signature": False})

    assert sorted(claims) == ["aud", "exp", "iat", "iss", "sub"]
    assert claims["sub"] == str(user.pk)
    assert claims["exp"] - claims["iat"] == 24 * 60 * 60
    assert abs(claims["iat"] - timezone.now().timestamp()) < 60
    header = {"alg": "HS256", "typ": "by-hand+jwt"}
    assert jwt.get_unverified_header(token) == header


@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo", "America/Los_Angeles"])
def test_the_time_is_the_same_in_every_zone(
    profile: Profile, user: User, zone: str
) -> None:
    # Travelling to a zone also sets the machine's.
    here = datetime(2031, 5, 6, 12, tzinfo=ZoneInfo(zone))
    with time_machine.travel(here, tick=False):
        token = tokens.encode(user)
        assert profile(f"Bearer {token}").status_code == 200
    with time_machine.travel(here + tokens.LIFETIME, tick=False):
        assert refused(profile(f"Bearer {token}"), "Token expired")


def test_who_cannot_log_in_is_told_no_more(
    api: APIClient, credentials: dict[str, str], user: User
) -> None:
    name = User.USERNAME_FIELD
    assert refused(
        api.post(LOGIN, {**credentials, "password": "wrong"}), "Invalid credentials"
    )
    assert refused(
        api.post(LOGIN, {**credentials, "password": f"{PASSWORD} "}),
        "Invalid credentials",
    )
    assert refused(
        api.post(LOGIN, {**credentials, name: "nobody@example.com"}),
        "Invalid credentials",
    )
    user.is_active = False
    user.save()
    assert refused(api.post(LOGIN, credentials), "Invalid credentials")


@pytest.mark.parametrize("value", [None, 1, [], {}, "", "a" * 2000])
def test_what_is_no_name_or_no_password_is_a_bad_request(
    api: APIClient, credentials: dict[str, str], value: Any
) -> None:
    for name in credentials:
        response = api.post(LOGIN, {**credentials, name: value})

        assert response.status_code == 400
        assert list(response.json()["errors"]) == [name]


def test_a_login_by_a_form_is_refused(
    api: APIClient, credentials: dict[str, str]
) -> None:
    assert api.post(LOGIN, credentials, format="multipart").status_code == 415


def test_without_a_token_there_is_no_profile(api: APIClient) -> None:
    response = api.get(reverse("by_hand_profile"))

    assert response.status_code == 401
    assert response["WWW-Authenticate"] == 'Bearer realm="by-hand"'
    assert response.json()["code"] == "not_authenticated"


def test_a_token_expires(profile: Profile, token: str) -> None:
    end = timezone.now() + tokens.LIFETIME

    with time_machine.travel(end - timedelta(seconds=5)):
        assert profile(f"Bearer {token}").status_code == 200
    with time_machine.travel(end + timedelta(seconds=1)):
        assert refused(profile(f"Bearer {token}"), "Token expired")


def test_only_an_honest_token_is_called_expired(
    profile: Profile, signed: Signed
) -> None:
    assert refused(profile(f"Bearer {signed(exp=1)}"), "Token expired")
    assert refused(profile(f"Bearer {signed(b'k' * 32, exp=1)}"), "Invalid token")


def test_whoever_is_deactivated_or_deleted_is_shut_out(
    profile: Profile, token: str, user: User
) -> None:
    user.is_active = False
    user.save()
    assert refused(profile(f"Bearer {token}"))

    user.delete()
    assert refused(profile(f"Bearer {token}"))


def test_its_tries_count_with_those_at_the_real_door(
    api: APIClient, user: User, settings: Any
) -> None:
    settings.THROTTLE_RATES = dict.fromkeys(settings.THROTTLE_RATES, (4, 86_400))
    body = {User.USERNAME_FIELD: user.get_username(), "password": "wrong"}
    for number, path in enumerate([LOGIN, reverse("token_obtain_pair")] * 2):
        address = f"192.0.2.{number}"
        assert api.post(path, body, REMOTE_ADDR=address).status_code == 401

    assert api.post(LOGIN, body, REMOTE_ADDR="192.0.2.9").status_code == 429


def test_its_key_is_nobody_elses(
    altered: Callable[..., str], profile: Profile, token: str
) -> None:
    for key in (settings.SECRET_KEY.encode(), b"k" * 32):
        assert refused(profile(f"Bearer {altered(token, key=key)}"))
