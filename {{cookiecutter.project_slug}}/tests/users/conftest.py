"""Addresses of one mailbox, how staff delete a user, and a change of password."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from tests.api.conftest import five_a_minute, lines, noon
from tests.conftest import NEW_PASSWORD, PASSWORD, make_user
from users.models import User

__all__ = ["five_a_minute", "lines", "noon"]

# An address, and another one of the same mailbox.
MAILBOXES = [
    ("ann@example.com", "ann@exa\u00admple.com"),
    ("ann@example.com", "ann@ex\u200bample.com"),
    ("ann@example.com", "ann@example\u3002com"),
    ("ann@example.com", "ann@\uff25xample.com"),
    ("ann@strasse.example", "ann@stra\u00dfe.example"),
    ("ann@b\u00fccher.example", "ann@xn--bcher-kva.example"),
    ("ann@b\u00fccher.example", "ann@bu\u0308cher.example"),
    ("ann@example.xn--99999.com", "ann@exa\u00admple.xn--99999.com"),
]

# They would be normalized to `ann@evil .com` and the like.
NO_MAILBOXES = [
    "ann@evil\u3000.com",
    "victim@example.com\uff1ex.com",
    "victim@example.com\uff20x.com",
    "victim@example.com\uff0cx.com",
]

# On the page of the user, and by the action of the list.
DELETIONS = ["page", "action"]


def delete_in_the_admin(user: User, way: str = "page", *more: str) -> None:
    """Delete a user as staff with the permissions to view and delete users, and `more`."""
    staff = make_user("deletes@example.com", is_staff=True)
    staff.user_permissions.set(
        Permission.objects.filter(codename__in=["view_user", "delete_user", *more])
    )
    client = Client()
    client.force_login(staff)
    form: dict[str, Any] = {"post": "yes"}
    if way == "page":
        path = reverse("admin:users_user_delete", args=[user.pk])
    else:
        path = reverse("admin:users_user_changelist")
        form |= {"action": "delete_selected", "_selected_action": [str(user.pk)]}
    assert client.post(path, form).status_code == 302


@pytest.fixture
def change(api: APIClient, tokens: dict[str, str]) -> Callable[..., Any]:
    """Change the user's own password."""
    return lambda new=NEW_PASSWORD, current=PASSWORD: api.post(
        reverse("password_change"),
        {"current_password": current, "new_password": new},
        headers={"authorization": f"Bearer {tokens['access']}"},
    )
