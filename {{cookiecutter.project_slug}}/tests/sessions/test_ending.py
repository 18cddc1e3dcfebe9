from collections.abc import Callable
from datetime import timedelta
from typing import Any

import time_machine
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from users.models import User

Tokens = dict[str, str]
Call = Callable[[str], Any]


def test_after_logging_out_both_tokens_are_dead(
    tokens: Tokens, log_out: Call, is_dead: Callable[[Tokens], bool]
) -> None:
    response = log_out(tokens["refresh"])

    assert (response.status_code, response.json()) == (200, {})
    assert is_dead(tokens)


def test_any_refresh_token_of_the_session_logs_out(
    tokens: Tokens,
    refresh: Call,
    log_out: Call,
    tokens_in: Callable[[Any], Tokens],
    is_dead: Callable[[Tokens], bool],
) -> None:
    newer = tokens | tokens_in(refresh(tokens["refresh"]))
    log_out(tokens["refresh"])

    assert is_dead(newer)


def test_logging_out_tells_nothing_about_a_token(tokens: Tokens, log_out: Call) -> None:
    answers = [
        log_out(token)
        for token in (tokens["refresh"], tokens["refresh"], tokens["access"], "x")
    ]

    assert {(answer.status_code, answer.content) for answer in answers} == {
        (200, b"{}")
    }


def test_a_dead_session_makes_both_its_tokens_dead_for_verification(
    api: APIClient, tokens: Tokens, log_out: Call
) -> None:
    log_out(tokens["refresh"])

    for kind in ("access", "refresh"):
        response = api.post(reverse("token_verify"), {"token": tokens[kind]})
        assert response.status_code == 401


def test_a_user_deactivated_without_a_word_is_shut_out_all_the_same(
    tokens: Tokens, user: User, is_dead: Callable[[Tokens], bool]
) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)

    assert is_dead(tokens)


def test_reactivating_a_user_revives_nothing(
    tokens: Tokens, user: User, is_dead: Callable[[Tokens], bool]
) -> None:
    for is_active in (False, True):
        user.is_active = is_active
        user.save()

    assert is_dead(tokens)


def test_a_deleted_users_tokens_are_dead(
    tokens: Tokens, user: User, is_dead: Callable[[Tokens], bool]
) -> None:
    user.delete()

    assert is_dead(tokens)


def test_an_expired_token_logs_out_without_a_word(
    tokens: Tokens, log_out: Call, lifetimes: tuple[timedelta, timedelta]
) -> None:
    with time_machine.travel(timezone.now() + lifetimes[1] + timedelta(seconds=1)):
        answer = log_out(tokens["refresh"])

    assert (answer.status_code, answer.content) == (200, b"{}")


def test_the_end_of_a_session_is_not_told_from_garbage(
    tokens: Tokens, me: Call, refresh: Call, log_out: Call
) -> None:
    log_out(tokens["refresh"])

    for ended, garbage in (
        (me(tokens["access"]), me("garbage")),
        (refresh(tokens["refresh"]), refresh("garbage")),
    ):
        assert ended.content == garbage.content
        assert ended["WWW-Authenticate"] == garbage["WWW-Authenticate"]


def test_a_dead_token_written_in_another_way_is_dead_too(
    tokens: Tokens,
    altered: Callable[..., str],
    log_out: Call,
    is_dead: Callable[[Tokens], bool],
) -> None:
    """Anybody can turn an ECDSA signature into another good one, of other bytes."""
    twins = {kind: altered(tokens[kind]) for kind in ("access", "refresh")}
    assert twins["access"] != tokens["access"]
    log_out(tokens["refresh"])

    assert is_dead(twins)
