"""When a factor is removed, the tokens of its user are revoked."""

from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse

from tests import transport
from tests.client import refresh, with_token
from tests.second_factor.conftest import FACTORS, App, log_in_with
from users.models import User


@pytest.mark.parametrize("way", ["removed", "reset"])
def test_without_the_factor_its_logins_end(app: App, user: User, way: str) -> None:
    tokens = transport.tokens_in(log_in_with(user, code=app.code()))
    other: Any = transport.tokens_in(log_in_with(user, code=app.code(30)))
    client = with_token(tokens["access"])
    if way == "removed":
        [factor] = client.get(FACTORS).json()
        assert client.delete(reverse("factor", args=[factor["id"]])).status_code == 204
    else:
        call_command("reset_second_factor", user.get_username())

    assert refresh(tokens["refresh"]).status_code == 401
    assert refresh(other["refresh"]).status_code == 401
