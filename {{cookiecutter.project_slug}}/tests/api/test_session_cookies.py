"""A cookie that cannot be one of Django's is not looked up."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from users.models import User


@pytest.mark.django_db
@pytest.mark.parametrize(
    "session",
    ["\\000" * 32, '"' + "\\000" * 32 + '"', "'" * 32, "x" * 7, "é" * 31 + "!"],
)
def test_what_is_no_session_is_nobodys(
    session: str, django_assert_num_queries: Any
) -> None:
    headers = {"cookie": f"sessionid={session}"}

    with django_assert_num_queries(0):
        admin = Client().get("/admin/", headers=headers)
        docs = Client().get(reverse("docs"), headers=headers)

    assert (admin.status_code, docs.status_code) == (302, 302)


def test_a_session_is(client: Client, user: User) -> None:
    User.objects.update(is_staff=True)
    client.force_login(user)

    assert client.get("/admin/").status_code == 200
