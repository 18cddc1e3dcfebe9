from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from api.throttling import has_several_names
from tokens.models import Session
from users.models import User


@pytest.fixture
def login(api: APIClient, credentials: dict[str, str]) -> Callable[[], Any]:
    return lambda: api.post(reverse("token_obtain_pair"), credentials)


def test_what_each_request_asks_of_the_database(
    login: Callable[[], Any],
    tokens: dict[str, str],
    refresh: Callable[[str], Any],
    me: Callable[[str], Any],
    settings: Any,
    profile_queries: int,
    django_assert_num_queries: Any,
) -> None:
    settings.CUSTOM_CLAIMS = {"groups": "groups", "staff": "is_staff"}

    # The user, the session, the groups; and whose name it is, where there are several.
    with django_assert_num_queries(3 + has_several_names() + profile_queries):
        login()
    with django_assert_num_queries(1 + profile_queries):  # the session with its user
        me(tokens["access"])
    with django_assert_num_queries(2):  # the session with its user and groups; moved on
        refresh(tokens["refresh"])


def test_the_purge_has_an_index(db: None) -> None:
    with connection.cursor() as cursor:
        table = Session._meta.db_table
        constraints = connection.introspection.get_constraints(cursor, table)

    indexed = [c["columns"] for c in constraints.values() if c["index"]]
    assert ["expires_at"] in indexed


def test_the_list_is_bounded(
    api: APIClient, tokens: dict[str, str], user: User
) -> None:
    now = timezone.now()
    Session.objects.bulk_create(
        Session(
            user=user,
            created_at=now,
            rotated_at=now,
            last_used_at=now - timedelta(minutes=number),
            expires_at=now + timedelta(days=1),
        )
        for number in range(1, 102)
    )

    header = {"authorization": f"Bearer {tokens['access']}"}
    listed = api.get(reverse("sessions"), headers=header).json()

    used = [session["last_used_at"] for session in listed]
    assert len(used) == 100
    assert used == sorted(used, reverse=True)
    assert listed[0]["current"] is True
