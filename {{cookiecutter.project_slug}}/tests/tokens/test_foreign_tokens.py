"""What opens something else opens nothing here."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.core import signing
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from tests.api.conftest import assert_problem
from tests.conftest import PASSWORD
from tests.tokens.forgery import refused
from users.models import User

Present = Callable[[str], Any]


def test_what_django_signs_is_no_token(present: Present, user: User) -> None:
    store = SessionStore()
    store["_auth_user_id"] = str(user.pk)
    store.save()

    for text in (
        signing.dumps(str(user.pk)),
        signing.Signer().sign(str(user.pk)),
        str(store.session_key),
    ):
        assert refused(present(text))


def test_a_token_opens_no_admin(api: APIClient, tokens: dict[str, str]) -> None:
    User.objects.update(is_staff=True, is_superuser=True)
    header = {"authorization": f"Bearer {tokens['access']}"}

    assert api.get(reverse("admin:index"), headers=header).status_code == 302


def test_a_token_in_a_form_is_not_looked_at(
    client: Client, tokens: dict[str, str], user: User
) -> None:
    """RFC 6750, 2.2 allows it; a form can be sent by anybody's page."""
    response = client.post(
        reverse("password_change"),
        {"access_token": tokens["access"], "current_password": PASSWORD},
    )

    assert response.status_code == 401
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


@pytest.mark.parametrize("between", [", ", ",", "; "])
def test_two_tokens_in_one_request_are_refused(
    me: Callable[[str], Any], tokens: dict[str, str], between: str
) -> None:
    """A server joins two headers of one name with a comma (RFC 9110, 5.3)."""
    access = tokens["access"]

    for two in (f"{access}{between}Bearer {access}", f"{access}{between}{access}"):
        response = me(two)
        assert_problem(response, 401, "token_not_valid")
        assert 'error="invalid_' in response["WWW-Authenticate"]
