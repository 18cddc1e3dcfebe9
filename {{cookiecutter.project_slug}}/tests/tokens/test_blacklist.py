from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.urls import reverse
from rest_framework.test import APIClient
from rest_framework_simplejwt.token_blacklist.models import OutstandingToken

from tests import transport
from users.models import User


@pytest.fixture
def log_out(api: APIClient) -> Any:
    return lambda token: transport.bring(api, "token_blacklist", token)


def test_after_logging_out_the_refresh_token_is_dead(
    log_out: Any,
    refresh: Callable[[str], Any],
    api: APIClient,
    tokens: dict[str, str],
) -> None:
    response = log_out(tokens["refresh"])

    assert response.status_code == 200
    assert response.json() == {}
    assert refresh(tokens["refresh"]).status_code == 401
    verified = api.post(reverse("token_verify"), {"token": tokens["refresh"]})
    assert verified.status_code == 401


def test_logging_out_tells_nothing_about_a_token(
    log_out: Any, tokens: dict[str, str]
) -> None:
    answers = [
        log_out(token)
        for token in (tokens["refresh"], tokens["refresh"], tokens["access"], "x")
    ]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 200]
    assert {answer.content for answer in answers} == {b"{}"}


def test_logging_out_leaves_other_logins_alone(
    log_out: Any,
    api: APIClient,
    refresh: Callable[[str], Any],
    credentials: dict[str, str],
    tokens: dict[str, str],
) -> None:
    other = transport.tokens_in(api.post(reverse("token_obtain_pair"), credentials))
    log_out(tokens["refresh"])

    assert refresh(other["refresh"]).status_code == 200


def test_a_new_password_ends_all_refresh_tokens(
    refresh: Callable[[str], Any],
    api: APIClient,
    credentials: dict[str, str],
    tokens: dict[str, str],
    user: User,
) -> None:
    other = transport.tokens_in(api.post(reverse("token_obtain_pair"), credentials))
    user.set_password("another horse, another battery")
    user.save()

    assert refresh(tokens["refresh"]).status_code == 401
    assert refresh(other["refresh"]).status_code == 401


def test_a_dead_token_written_in_another_way_is_dead_too(
    log_out: Any,
    refresh: Callable[[str], Any],
    altered: Callable[..., str],
    tokens: dict[str, str],
) -> None:
    """Anybody can turn an ECDSA signature into another good one, of other bytes."""
    twin = altered(tokens["refresh"])
    assert twin != tokens["refresh"]
    log_out(tokens["refresh"])

    assert refresh(twin).status_code == 401


def test_the_admin_lists_the_tokens(
    log_out: Any, client: Any, tokens: dict[str, str], user: User
) -> None:
    log_out(tokens["refresh"])
    user.is_staff = user.is_superuser = True
    user.save()
    client.force_login(user)

    for model in ("outstandingtoken", "blacklistedtoken"):
        page = client.get(reverse(f"admin:token_blacklist_{model}_changelist"))
        assert page.status_code == 200
        assert OutstandingToken.objects.get().jti in page.content.decode()


def test_new_passwords_that_would_not_be_heard_of_are_refused(settings: Any) -> None:
    settings.AUTH_PASSWORD_VALIDATORS = []

    with pytest.raises(SystemCheckError, match=r"tokens\.E041"):
        call_command("check")


@pytest.mark.django_db(transaction=True)
def test_whoever_is_deleted_while_they_log_in_is_refused(
    api: APIClient,
    credentials: dict[str, str],
    user: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        "tokens.serializers.remember_login",
        lambda *_: User.objects.filter(pk=user.pk).delete(),
    )

    response = api.post(reverse("token_obtain_pair"), credentials)

    assert response.status_code == 401
    assert response.json()["code"] == "no_active_account"
