"""Addresses that mail takes for one another, and how staff delete a user."""

from typing import Any

from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from tests.api.conftest import lines
from tests.conftest import make_user
from users.models import User

__all__ = ["lines"]

# A mailbox, and another spelling of it.
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

# They become `ann@evil .com` and the like.
NO_MAILBOXES = [
    "ann@evil\u3000.com",
    "victim@example.com\uff1ex.com",
    "victim@example.com\uff20x.com",
    "victim@example.com\uff0cx.com",
]

# On the page of the user, and by the action of the list.
DELETIONS = ["page", "action"]


def delete_in_the_admin(user: User, way: str = "page", *more: str) -> None:
    """Delete a user as staff who may view and delete users, and `more`."""
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
