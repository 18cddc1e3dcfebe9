"""Logging out revokes a refresh token, and reveals nothing about one."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import time_machine
from django.urls import reverse
from django.utils import timezone

from tests import transport
from tests.client import Tokens, new_tokens, refresh
from users.models import User


def log_out(token: str) -> Any:
    return transport.bring(transport.new_client(), "token_blacklist", token)


def test_after_a_logout_the_refresh_token_is_refused(
    user: User, tokens: Tokens, altered: Callable[..., str]
) -> None:
    """An ECDSA signature can be changed into another valid one, without the key."""
    other = new_tokens(user)
    with_another_signature = altered(tokens["refresh"])
    assert with_another_signature != tokens["refresh"]

    response = log_out(tokens["refresh"])

    assert (response.status_code, response.json()) == (200, {})
    for token in (tokens["refresh"], with_another_signature):
        assert refresh(token).status_code == 401
        verify = reverse("token_verify")
        assert transport.new_client().post(verify, {"token": token}).status_code == 401
    assert refresh(other["refresh"]).status_code == 200


def test_the_response_to_a_logout_is_the_same_for_every_token(
    tokens: Tokens, lifetimes: tuple[timedelta, timedelta]
) -> None:
    with time_machine.travel(timezone.now() + lifetimes[1] + timedelta(seconds=1)):
        expired = log_out(tokens["refresh"])
    valid, revoked = log_out(tokens["refresh"]), log_out(tokens["refresh"])

    for response in (expired, valid, revoked, log_out(tokens["access"]), log_out("x")):
        assert (response.status_code, response.content) == (200, b"{}")
