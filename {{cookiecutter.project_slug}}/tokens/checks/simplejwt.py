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

from tokens.checks.authentication import derives
from tokens.simplejwt_settings import DOTTED_PATHS, FIXED, OURS, WITHOUT_EFFECT

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
        *_header_name(used),
        *_dotted_paths(used),
        *_authentication_rule(used),
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
    if not (
        isinstance(access, timedelta)
        and isinstance(refresh, timedelta)
        and timedelta(0) < access < refresh
    ):
        yield Error(
            f"ACCESS_TOKEN_LIFETIME ({access}) must be a positive length of time, and "
            f"REFRESH_TOKEN_LIFETIME ({refresh}) a longer one.",
            hint="Write for example 10m and 14d.",
            id="tokens.E003",
        )
    leeway = used["LEEWAY"]
    if isinstance(leeway, int | float):
        leeway = timedelta(seconds=leeway)
    if not (isinstance(leeway, timedelta) and timedelta(0) <= leeway <= LONGEST_LEEWAY):
        yield Error(
            f"SIMPLE_JWT's LEEWAY is {leeway}, which lets expired tokens live on.",
            hint="Write a number of seconds, 60 at most.",
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


def _header_name(used: dict[str, Any]) -> Iterator[Error]:
    name = used["AUTH_HEADER_NAME"]
    if not str(name).startswith("HTTP_"):
        yield Error(
            f"SIMPLE_JWT's AUTH_HEADER_NAME is {name!r}, so that no token is found.",
            hint="Write it as WSGI does, for example HTTP_AUTHORIZATION.",
            id="tokens.E028",
        )


def _authentication_rule(used: dict[str, Any]) -> Iterator[Error]:
    try:
        rule = import_string(used["USER_AUTHENTICATION_RULE"])
    except (ImportError, AttributeError, TypeError):
        return
    try:
        refuses = not rule(None)
    except Exception:
        refuses = False
    if not refuses:
        yield Error(
            "SIMPLE_JWT's USER_AUTHENTICATION_RULE must return False for None, which it "
            "gets when a name or a password is wrong.",
            hint="Begin what it returns with: user is not None and",
            id="tokens.E031",
        )


def _dotted_paths(used: dict[str, Any]) -> Iterator[Error]:
    for name in DOTTED_PATHS:
        path = used[name]
        if path is None and DEFAULTS[name] is None:
            continue
        try:
            found = import_string(path)
        except (ImportError, AttributeError, TypeError) as error:
            yield Error(
                f"SIMPLE_JWT's {name} cannot be imported: {error}",
                hint="Write the path of a class or a function.",
                id="tokens.E025",
            )
            continue
        if name.endswith("_SERIALIZER") and not derives(found, OURS):
            yield Error(
                f"SIMPLE_JWT's {name} is {path}, which would undo what protects tokens.",
                hint="Derive it from the class that config/settings/tokens.py came with; "
                'see docs/tokens.md, "Coming from SimpleJWT".',
                id="tokens.E026",
            )
