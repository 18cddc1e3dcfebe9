"""Without the cache, no challenge and no secret is accepted, and nothing is lost."""

from typing import Any

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from second_factor.models import Factor
from tests.api.conftest import assert_problem
from tests.second_factor.conftest import App, challenge_of, prove
from users.models import User


@pytest.fixture
def cut(settings: Any) -> Any:
    """Return a function that replaces the cache with one that does not answer."""
    backend = "django.core.cache.backends.redis.RedisCache"
    # The port of a service that no machine has.
    gone = {"BACKEND": backend, "LOCATION": "redis://127.0.0.1:1/0"}

    def cut() -> None:
        settings.CACHES = {"default": gone}

    return cut


def test_an_app_is_not_added_without_the_cache(
    client: APIClient, settings: Any, cut: Any
) -> None:
    working = settings.CACHES
    app = App(client.post(reverse("totp")).json()["secret"])
    body = {"code": app.code()}

    cut()
    assert_problem(client.post(reverse("totp")), 503, "unavailable")
    assert_problem(client.post(reverse("totp_confirm"), body), 503, "unavailable")
    assert not Factor.objects.exists()

    settings.CACHES = working
    assert client.post(reverse("totp_confirm"), body).status_code == 200


def test_a_code_is_not_accepted_without_the_cache(
    app: App, user: User, settings: Any, cut: Any
) -> None:
    working = settings.CACHES
    challenge = challenge_of(user)

    cut()
    assert_problem(prove(challenge, code=app.code()), 503, "unavailable")

    settings.CACHES = working
    assert prove(challenge, code=app.code()).status_code == 200
