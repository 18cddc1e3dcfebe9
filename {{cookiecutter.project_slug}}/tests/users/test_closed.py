"""Only staff create accounts."""

from django.urls import reverse
from rest_framework.test import APIClient

from tests.conftest import PASSWORD
from users.models import User


def test_a_client_creates_no_account(api: APIClient, db: None) -> None:
    body = {"email": "ben@example.com", User.USERNAME_FIELD: "ben@example.com"}
    users = reverse("me").removesuffix("me/")

    assert api.post(users, {**body, "password": PASSWORD}).status_code == 404
    assert not User.objects.exists()
