from collections.abc import Callable
from typing import Any

from django.urls import reverse
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
