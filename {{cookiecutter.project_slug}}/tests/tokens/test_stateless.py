from typing import Any

import pytest
from rest_framework.test import APIRequestFactory
from rest_framework_simplejwt.exceptions import InvalidToken

from tokens.authentication import StatelessAuthentication
from users.models import User


def authenticate(token: str) -> Any:
    request: Any = APIRequestFactory().get("/", HTTP_AUTHORIZATION=f"Bearer {token}")
    return StatelessAuthentication().authenticate(request)


def test_a_service_that_only_verifies_asks_no_database(
    tokens: dict[str, str], user: User, django_assert_num_queries: Any
) -> None:
    User.objects.update(is_active=False)

    with django_assert_num_queries(0):
        owner, token = authenticate(tokens["access"])

    assert owner.pk == str(user.pk)
    assert token["token_type"] == "access"


@pytest.mark.parametrize("kind", ["refresh", "garbage"])
def test_it_is_as_strict_about_the_token_itself(
    tokens: dict[str, str], kind: str
) -> None:
    with pytest.raises(InvalidToken):
        authenticate(tokens.get(kind, kind))
