from typing import Any

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from users.models import User


@pytest.fixture
def verify(api: APIClient) -> Any:
    return lambda token: api.post(reverse("token_verify"), {"token": token})


@pytest.mark.parametrize("kind", ["access", "refresh"])
def test_a_living_token_is_confirmed(
    verify: Any, tokens: dict[str, str], kind: str
) -> None:
    response = verify(tokens[kind])

    assert response.status_code == 200
    assert response.json() == {}


@pytest.mark.parametrize("kind", ["access", "refresh"])
def test_a_token_of_a_deactivated_user_is_dead(
    verify: Any, tokens: dict[str, str], user: User, kind: str
) -> None:
    user.is_active = False
    user.save()

    assert verify(tokens[kind]).status_code == 401


def test_garbage_is_refused(verify: Any) -> None:
    assert verify("garbage").status_code == 401
