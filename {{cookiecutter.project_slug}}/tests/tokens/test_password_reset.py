import re
from typing import Any

from django.urls import reverse
from rest_framework.test import APIClient

from tests.client import Tokens, refresh
from tests.conftest import NEW_PASSWORD
from users.models import User


def test_a_reset_of_the_password_revokes_all_refresh_tokens(
    api: APIClient, user: User, tokens: Tokens, mailoutbox: list[Any]
) -> None:
    api.post(reverse("password_reset"), {"email": user.email})
    [link] = re.findall(r"#uid=(\S+)&token=(\S+)", mailoutbox[0].body)
    body = {"uid": link[0], "token": link[1], "new_password": NEW_PASSWORD}

    assert api.post(reverse("password_reset_confirm"), body).status_code == 204
    assert refresh(tokens["refresh"]).status_code == 401
