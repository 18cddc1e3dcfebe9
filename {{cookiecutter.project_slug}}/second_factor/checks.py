"""Refuses keys that can be guessed, and logins that a second factor would not protect."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib.auth import get_backends
from django.contrib.auth.backends import BaseBackend
from django.core.checks import Error, Tags, register

from api.checks import guessable
from second_factor.backend import SecondFactorMixin

# In bytes, as for a key of HMAC-SHA256.
MIN_LENGTH = 32

# The settings with other secrets.
OTHERS = [
    # template: if cookiecutter.signing_algorithm == "HS256"
    "JWT_SIGNING_KEYS",
    # template: endif
    "SECRET_KEY",
]


@register(Tags.security)
def check_keys(**kwargs: Any) -> Iterator[Error]:
    for position, key in enumerate(settings.SECOND_FACTOR_KEYS, 1):
        if len(key.encode()) < MIN_LENGTH or guessable(key):
            fault = "is too short, published, or made of words and patterns"
        elif any(key in getattr(settings, name) for name in OTHERS):
            fault = "is used for something else, too"
        else:
            continue
        yield Error(
            f"SECOND_FACTOR_KEY: key {position} {fault}.",
            hint="Make one with secrets.token_urlsafe(50).",
            id="second_factor.E001",
        )


@register(Tags.security)
def check_backends(**kwargs: Any) -> Iterator[Error]:
    for backend in get_backends():
        own = getattr(type(backend), "authenticate", BaseBackend.authenticate)
        # One of a derived class would be called instead of that of the mixin.
        if own not in {BaseBackend.authenticate, SecondFactorMixin.authenticate}:
            name = f"{type(backend).__module__}.{type(backend).__qualname__}"
            yield Error(
                f"{name} in AUTHENTICATION_BACKENDS logs users in without their second "
                "factor.",
                hint="List a class instead that derives from SecondFactorMixin of "
                "second_factor.backend and from it, in this order, and has no "
                "authenticate of its own. If it asks for a factor itself, list "
                "second_factor.E002 in SILENCED_SYSTEM_CHECKS.",
                id="second_factor.E002",
            )
