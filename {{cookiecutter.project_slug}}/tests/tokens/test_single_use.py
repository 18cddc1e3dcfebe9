from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from rest_framework.test import APIClient
from rest_framework_simplejwt.token_blacklist.models import OutstandingToken

from tests import transport

Refresh = Callable[[str], Any]


def test_a_refresh_token_works_once(
    refresh: Refresh, tokens: dict[str, str], tokens_in: Callable[[Any], dict[str, str]]
) -> None:
    rotated = tokens_in(refresh(tokens["refresh"]))

    assert refresh(tokens["refresh"]).status_code == 401
    assert refresh(rotated["refresh"]).status_code == 200


def test_a_refresh_token_that_was_never_issued_is_refused(
    refresh: Refresh, tokens: dict[str, str]
) -> None:
    OutstandingToken.objects.all().delete()

    assert refresh(tokens["refresh"]).status_code == 401


@pytest.mark.skipif(
    "connection.vendor == 'sqlite'",
    reason="needs a database with row locks: set DATABASE_URL to PostgreSQL",
)
@pytest.mark.django_db(transaction=True)
def test_of_ten_refreshes_at_the_same_time_one_succeeds(tokens: dict[str, str]) -> None:
    barrier = Barrier(10)

    def refresh(_: int) -> int:
        barrier.wait()
        try:
            response = transport.refresh(APIClient(), tokens["refresh"])
            return int(response.status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        statuses = sorted(pool.map(refresh, range(10)))

    assert statuses == [200] + [401] * 9
