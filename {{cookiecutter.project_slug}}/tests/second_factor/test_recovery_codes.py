"""Recovery codes: hashed, each valid once, replaceable."""

import re

from django.urls import reverse
from rest_framework.test import APIClient

from second_factor.models import RecoveryCode
from tests import transport
from tests.api.conftest import Lines
from tests.client import claims
from tests.conftest import make_user
from tests.second_factor.conftest import (
    changes,
    log_in_with,
)
from users.models import User


def test_a_recovery_code_completes_a_login_once(
    recovery_codes: list[str], user: User, client: APIClient
) -> None:
    assert len(set(recovery_codes)) == 10
    for code in recovery_codes:
        assert re.fullmatch(r"([A-Z2-7]{6}-){3}[A-Z2-7]{6}", code)
    first, second, *_ = recovery_codes

    response = log_in_with(user, recovery_code=first)
    assert response.status_code == 200
    found = claims(transport.tokens_in(response)["access"])
    assert found["amr"] == ["pwd", "otp", "mfa"]
    assert log_in_with(user, recovery_code=first).status_code == 401
    # As it is typed from paper.
    typed = f" {second.replace('-', '').lower()} "
    assert log_in_with(user, recovery_code=typed).status_code == 200
    assert client.get(reverse("recovery_codes")).json() == {"left": 8}


def test_recovery_codes_are_stored_as_hashes(recovery_codes: list[str]) -> None:
    stored = " ".join(code.digest for code in RecoveryCode.objects.all())

    for code in recovery_codes:
        assert code not in stored
        assert code.replace("-", "") not in stored


def test_a_recovery_code_of_another_user_is_refused(
    recovery_codes: list[str], user: User
) -> None:
    other = make_user("bob@example.com")
    RecoveryCode.objects.filter(user=user).update(user=other)

    assert log_in_with(user, recovery_code=recovery_codes[0]).status_code == 401


def test_new_recovery_codes_replace_the_old_ones(
    client: APIClient, recovery_codes: list[str], user: User, lines: Lines
) -> None:
    fresh = client.post(reverse("recovery_codes")).json()["recovery_codes"]

    assert len(fresh) == 10
    assert not {*fresh} & {*recovery_codes}
    assert log_in_with(user, recovery_code=recovery_codes[0]).status_code == 401
    assert log_in_with(user, recovery_code=fresh[0]).status_code == 200
    assert "recovery_codes" in changes(lines)


def test_without_a_factor_there_are_no_recovery_codes(client: APIClient) -> None:
    response = client.post(reverse("recovery_codes"))

    assert response.status_code == 400
    assert not RecoveryCode.objects.exists()
