"""Refuses settings with which tokens would be unsafe, or would fail at the first login.

SimpleJWT checks nothing at start: a misspelt name counts as not written, and most wrong
values are an error 500 later. The keys have checks of their own, in `tokens/keys`.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.utils.module_loading import import_string
from rest_framework_simplejwt.settings import DEFAULTS

from tokens.simplejwt_settings import FIXED, WITHOUT_EFFECT
from users.models import User

SECRET_ATTRIBUTES = {"password", "check_password", "set_password"}

LONGEST_LEEWAY = timedelta(seconds=60)


@register(Tags.security)
def check_simple_jwt(**kwargs: Any) -> list[Error]:
    used = {**DEFAULTS, "USER_ID_CLAIM": "sub", **settings.SIMPLE_JWT}
    return [
        *_unknown_names(),
        *_fixed_values(used),
        *_values_without_effect(used),
        *_lifetimes(used),
        *_parties(used),
        *_serializers(used),
    ]


@register(Tags.security)
def check_custom_claims(**kwargs: Any) -> list[Error]:
    return [
        Error(
            f"CUSTOM_CLAIMS takes {claim!r} from {source!r}, which a user does not have "
            "or should not tell.",
            hint="Name an attribute or a method without arguments of the user model.",
            id="tokens.E004",
        )
        for claim, source in settings.CUSTOM_CLAIMS.items()
        if source in SECRET_ATTRIBUTES or not hasattr(User, source)
    ] + [
        Error(
            f"CUSTOM_CLAIMS gives {claim!r} another meaning.",
            hint="Choose a name that the tokens do not use themselves.",
            id="tokens.E005",
        )
        for claim in settings.CUSTOM_CLAIMS
        if claim in {*settings.REQUIRED_CLAIMS, "nbf", "gen"}
    ]


def _unknown_names() -> Iterator[Error]:
    for name in sorted(settings.SIMPLE_JWT.keys() - DEFAULTS.keys()):
        yield Error(
            f"SIMPLE_JWT has {name!r}, which SimpleJWT does not know.",
            hint="It is misspelt, or of another version; take it out.",
            id="tokens.E020",
        )


def _fixed_values(used: dict[str, Any]) -> Iterator[Error]:
    for name, value in FIXED.items():
        if used[name] != value:
            yield Error(
                f"SIMPLE_JWT's {name} must be {value!r} in this service.",
                hint=f'Write "{name}": {value!r}, or leave it out.',
                id="tokens.E021",
            )


def _values_without_effect(used: dict[str, Any]) -> Iterator[Error]:
    for name in sorted(WITHOUT_EFFECT):
        if used[name] != DEFAULTS[name]:
            yield Error(
                f"SIMPLE_JWT's {name} changes nothing in this service.",
                hint="Take it out; docs/settings.md says what works instead.",
                id="tokens.E024",
            )


def _lifetimes(used: dict[str, Any]) -> Iterator[Error]:
    access, refresh = used["ACCESS_TOKEN_LIFETIME"], used["REFRESH_TOKEN_LIFETIME"]
    if not timedelta(0) < access < refresh:
        yield Error(
            f"ACCESS_TOKEN_LIFETIME ({access}) must be positive, and "
            f"REFRESH_TOKEN_LIFETIME ({refresh}) longer.",
            hint="Write for example 10m and 14d.",
            id="tokens.E003",
        )
    leeway = used["LEEWAY"]
    leeway = leeway if isinstance(leeway, timedelta) else timedelta(seconds=leeway)
    if not timedelta(0) <= leeway <= LONGEST_LEEWAY:
        yield Error(
            f"SIMPLE_JWT's LEEWAY is {leeway}, which lets expired tokens live on.",
            hint="Write at most 60 seconds.",
            id="tokens.E022",
        )


def _parties(used: dict[str, Any]) -> Iterator[Error]:
    for name, variable in (("ISSUER", "JWT_ISSUER"), ("AUDIENCE", "JWT_AUDIENCE")):
        if not isinstance(used[name], str) or not used[name]:
            yield Error(
                f"{variable} must be a name: it is checked in every token.",
                hint=f"Write for example {variable}=my-service.",
                id="tokens.E023",
            )


def _serializers(used: dict[str, Any]) -> Iterator[Error]:
    for name in DEFAULTS:
        if name.endswith("_SERIALIZER"):
            try:
                import_string(used[name])
            except ImportError as error:
                yield Error(
                    f"SIMPLE_JWT's {name} cannot be imported: {error}",
                    hint="Write the path of a serializer class.",
                    id="tokens.E025",
                )
