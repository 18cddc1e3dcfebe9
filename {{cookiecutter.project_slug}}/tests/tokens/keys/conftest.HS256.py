"""Two secrets, and what tests ask of a token again and again."""

from collections.abc import Callable
from typing import Any

import jwt
import pytest
from django.urls import reverse
from rest_framework.test import APIClient

OLD, NEW = "an-old-secret-long-enough-for-HS256", "a-new-secret-long-enough-for-HS256"


@pytest.fixture
def log_in(
    api: APIClient,
    credentials: dict[str, str],
    tokens_in: Callable[[Any], dict[str, str]],
) -> Callable[[], dict[str, str]]:
    return lambda: tokens_in(api.post(reverse("token_obtain_pair"), credentials))


def kid(token: str) -> str:
    return str(jwt.get_unverified_header(token)["kid"])
