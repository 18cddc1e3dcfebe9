from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from rest_framework.test import APIClient

from login_sessions.models import Session


@pytest.fixture
def login(api: APIClient, credentials: dict[str, str]) -> Callable[[], Any]:
    return lambda: api.post(reverse("token_obtain_pair"), credentials)


def test_what_each_request_asks_of_the_database(
    login: Callable[[], Any],
    tokens: dict[str, str],
    refresh: Callable[[str], Any],
    me: Callable[[str], Any],
    settings: Any,
    django_assert_num_queries: Any,
) -> None:
    settings.CUSTOM_CLAIMS = {"groups": "groups", "staff": "is_staff"}

    with django_assert_num_queries(3):  # the user, the session, the groups
        login()
    with django_assert_num_queries(1):  # the session with its user
        me(tokens["access"])
    with django_assert_num_queries(2):  # the session with its user and groups; moved on
        refresh(tokens["refresh"])


def test_the_purge_has_an_index(db: None) -> None:
    with connection.cursor() as cursor:
        table = Session._meta.db_table
        constraints = connection.introspection.get_constraints(cursor, table)

    indexed = [c["columns"] for c in constraints.values() if c["index"]]
    assert ["expires_at"] in indexed
