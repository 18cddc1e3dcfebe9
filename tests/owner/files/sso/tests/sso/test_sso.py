from collections.abc import Callable
from typing import Any

from django.core import signing
from django.urls import reverse
from rest_framework.test import APIClient

from tokens import logins
from users.models import User


def test_what_the_provider_signed_logs_in(
    api: APIClient, user: User, me: Callable[[str], Any]
) -> None:
    assertion = signing.dumps(user.email, salt="identity provider")

    response = api.post(reverse("sso"), {"assertion": assertion})

    assert me(response.json()["access"]).json()["email"] == user.email


def test_support_sees_what_a_user_sees(
    api: APIClient, user: User, me: Callable[[str], Any]
) -> None:
    names = {"email": "boss@example.com", User.USERNAME_FIELD: "boss@example.com"}
    staff = User.objects.create_user(password="x", is_staff=True, **names)
    header = {"authorization": f"Bearer {logins.start(staff)['access']}"}

    response = api.post(
        reverse("support-user-impersonate", args=[user.pk]), headers=header
    )

    assert me(response.json()["access"]).json()["email"] == user.email
