"""Of concurrent logins with one response of a passkey, one succeeds."""

from functools import partial

from rest_framework.test import APIClient

from second_factor.models import Factor
from tests.races import at_once, while_locked, with_row_locks
from tests.second_factor.passkey import (
    Device,
    device,
    log_in_alone,
    options,
    register,
)
from users.models import User

__all__ = ["device"]


@with_row_locks
def test_one_of_concurrent_logins_with_an_assertion_succeeds(
    user: User, device: Device
) -> None:
    credential = device.get(options())
    calls = [partial(log_in_alone, credential)] * 8

    responses = while_locked(Factor.objects.all(), calls)

    assert sorted(each.status_code for each in responses) == [200] + [401] * 7


@with_row_locks
def test_one_of_concurrent_logins_with_the_same_count_succeeds(
    client: APIClient, user: User
) -> None:
    device = Device(count=3)
    assert register(client, device).status_code == 201
    credentials = []
    for _ in range(4):
        device.count = 3
        credentials.append(device.get(options()))

    responses = at_once([partial(log_in_alone, each) for each in credentials])

    assert sorted(each.status_code for each in responses) == [200] + [401] * 3
