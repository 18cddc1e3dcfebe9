"""Without the cache, no challenge and no secret is accepted, and nothing is lost."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from rest_framework.test import APIClient

from second_factor.models import Factor
from tests.api.conftest import assert_problem
from tests.second_factor.conftest import App, challenge_of, prove
from users.models import User


def test_an_app_is_not_added_without_the_cache(
    client: APIClient, settings: Any, stop_cache: Callable[[], None]
) -> None:
    working = settings.CACHES
    app = App(client.post(reverse("totp")).json()["secret"])
    body = {"code": app.code()}

    stop_cache()
    assert_problem(client.post(reverse("totp")), 503, "unavailable")
    assert_problem(client.post(reverse("totp_confirm"), body), 503, "unavailable")
    assert not Factor.objects.exists()

    settings.CACHES = working
    assert client.post(reverse("totp_confirm"), body).status_code == 200


def test_a_code_is_not_accepted_without_the_cache(
    app: App, user: User, settings: Any, stop_cache: Callable[[], None]
) -> None:
    working = settings.CACHES
    challenge = challenge_of(user)

    stop_cache()
    assert_problem(prove(challenge, code=app.code()), 503, "unavailable")

    settings.CACHES = working
    assert prove(challenge, code=app.code()).status_code == 200
