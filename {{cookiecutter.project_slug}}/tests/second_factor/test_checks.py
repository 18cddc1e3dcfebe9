"""Unsafe keys and logins without the second factor are refused when the service starts."""

from typing import Any

import pytest
from django.contrib.auth.backends import BaseBackend, ModelBackend
from django.core.management import call_command

from second_factor.backend import SecondFactorMixin
from tests.config.test_environment import PRODUCTION, manage
from tests.conftest import check_fails


class OwnBackend(BaseBackend):
    def authenticate(self, request: Any, **credentials: Any) -> None:
        return None


class ProtectedBackend(SecondFactorMixin, ModelBackend):
    """A backend of an owner that finds users in another way."""


class ShadowingBackend(SecondFactorMixin, ModelBackend):
    """Its own method is called instead of that of the mixin."""

    def authenticate(self, *args: Any, **credentials: Any) -> None:
        return None


class PermissionsBackend(BaseBackend):
    """Grants permissions, and authenticates no user."""


@pytest.mark.parametrize(
    "keys",
    [
        [""],
        ["k3y"],
        ["correct horse battery " * 3],
    ],
)
def test_a_key_that_can_be_guessed_is_refused(settings: Any, keys: list[str]) -> None:
    settings.SECOND_FACTOR_KEYS = [*settings.SECOND_FACTOR_KEYS, *keys]

    found = check_fails()

    assert "second_factor.E001" in found
    assert not any(key and key in found for key in keys)


def test_the_key_of_something_else_is_refused(settings: Any) -> None:
    settings.SECOND_FACTOR_KEYS = [settings.SECRET_KEY]

    assert "is used for something else" in check_fails()


@pytest.mark.parametrize("backend", [OwnBackend, ModelBackend, ShadowingBackend])
def test_a_backend_that_does_not_ask_for_the_factor_is_refused(
    settings: Any, backend: type[Any]
) -> None:
    name = f"{backend.__module__}.{backend.__qualname__}"
    settings.AUTHENTICATION_BACKENDS = [*settings.AUTHENTICATION_BACKENDS, name]

    found = check_fails()

    assert "second_factor.E002" in found
    assert name in found


def test_a_backend_that_asks_for_it_or_logs_in_no_one_is_accepted(
    settings: Any,
) -> None:
    settings.AUTHENTICATION_BACKENDS = [
        f"{__name__}.ProtectedBackend",
        f"{__name__}.PermissionsBackend",
    ]

    call_command("check")


@pytest.mark.slow
def test_in_production_staff_need_a_factor() -> None:
    shell = "from django.conf import settings; print(settings.STAFF_NEED_SECOND_FACTOR)"
    arguments = ["shell", "--no-imports", "-c", shell]

    assert manage(*arguments, **PRODUCTION).stdout == "True\n"
    off = {"STAFF_NEED_SECOND_FACTOR": "false"}
    assert manage(*arguments, **PRODUCTION, **off).stdout == "False\n"
