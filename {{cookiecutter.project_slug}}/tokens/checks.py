"""Refuses settings with which tokens would be unsafe, or would fail at the first login.

SimpleJWT checks nothing when it starts: it ignores a misspelled name, and most wrong
values are an error 500 later. Keys, claims and the cookie have checks in their modules.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.db.models import UUIDField
from django.urls import URLResolver, get_resolver
from django.utils.module_loading import import_string
from rest_framework.settings import api_settings
from rest_framework_simplejwt.settings import DEFAULTS

from tokens.keys import ALGORITHM
from tokens.refreshing import ROTATES
from users.models import User

MAX_LEEWAY = timedelta(seconds=60)

ADJUSTABLE = {
    "ACCESS_TOKEN_LIFETIME",
    "REFRESH_TOKEN_LIFETIME",
    "UPDATE_LAST_LOGIN",
    "AUDIENCE",
    "ISSUER",
    "JSON_ENCODER",
    "LEEWAY",
    "AUTH_HEADER_NAME",
    "USER_AUTHENTICATION_RULE",
}
# All others have one value that works in this service: SimpleJWT's default, or one of these.
FIXED: dict[str, Any] = {
    **{name: DEFAULTS[name] for name in DEFAULTS.keys() - ADJUSTABLE},
    "ALGORITHM": ALGORITHM,
    "ROTATE_REFRESH_TOKENS": ROTATES,
    # template: if cookiecutter.rotate_refresh_tokens and cookiecutter.blacklisting == "token_blacklist"
    "BLACKLIST_AFTER_ROTATION": True,
    # template: endif
    # The keys are those of tokens/keys.py.
    "SIGNING_KEY": None,
    "USER_ID_CLAIM": "sub",
}


@register(Tags.security)
def check_simple_jwt(**kwargs: Any) -> Iterator[Error]:
    used = {**DEFAULTS, **settings.SIMPLE_JWT}
    for name in sorted(settings.SIMPLE_JWT.keys() - DEFAULTS.keys()):
        yield Error(
            f"SIMPLE_JWT has {name!r}, which SimpleJWT does not know.",
            hint="It is misspelled, or of another version; remove it.",
            id="tokens.E020",
        )
    for name, value in sorted(FIXED.items()):
        if used[name] != value:
            yield Error(
                f"SIMPLE_JWT's {name} must be {value!r}: another value has no effect in "
                "this service, or breaks it.",
                hint="docs/tokens.md says what to use instead under "
                '"Coming from SimpleJWT".',
                id="tokens.E021",
            )
    access, refresh = used["ACCESS_TOKEN_LIFETIME"], used["REFRESH_TOKEN_LIFETIME"]
    if not (
        isinstance(access, timedelta)
        and isinstance(refresh, timedelta)
        and timedelta(0) < access < refresh
    ):
        yield Error(
            f"ACCESS_TOKEN_LIFETIME ({access}) must be a positive duration, and "
            f"REFRESH_TOKEN_LIFETIME ({refresh}) a longer one.",
            hint="Write for example 10m and 14d.",
            id="tokens.E003",
        )
    leeway = used["LEEWAY"]
    if isinstance(leeway, int | float):
        leeway = timedelta(seconds=leeway)
    if not (isinstance(leeway, timedelta) and timedelta(0) <= leeway <= MAX_LEEWAY):
        yield Error(
            f"SIMPLE_JWT's LEEWAY is {leeway}, for which expired tokens are accepted.",
            hint="Write a number of seconds, 60 at most.",
            id="tokens.E022",
        )
    for name, variable in (("ISSUER", "JWT_ISSUER"), ("AUDIENCE", "JWT_AUDIENCE")):
        if not isinstance(used[name], str) or not used[name]:
            yield Error(
                f"{variable} must be a name: it is verified in every token.",
                hint=f"Write for example {variable}=my-service.",
                id="tokens.E023",
            )
    try:
        refuses = not import_string(used["USER_AUTHENTICATION_RULE"])(None)
    except Exception:
        refuses = False
    if not refuses:
        yield Error(
            "SIMPLE_JWT's USER_AUTHENTICATION_RULE must return False for None, which is "
            "its argument when a name or a password is wrong.",
            hint="Begin the returned expression with: user is not None and",
            id="tokens.E031",
        )


@register(Tags.security)
def check_user_key(**kwargs: Any) -> list[Error]:
    key = User._meta.pk
    if isinstance(key, UUIDField) and key.name == "id":
        return []
    return [
        Error(
            f"The primary key of User is {key.name}, a {type(key).__name__}: a token would "
            "reveal how many users there are, and could not be verified.",
            hint="Write id = models.UUIDField(primary_key=True, default=uuid.uuid4, "
            "editable=False). A number of your own can be another field.",
            id="tokens.E050",
        )
    ]


@register(Tags.security)
def check_authentication(**kwargs: Any) -> list[Error]:
    """Refuse SimpleJWT's own views, serializers and authentication classes."""
    used: dict[str, list[Any]] = {
        "REST_FRAMEWORK": [*api_settings.DEFAULT_AUTHENTICATION_CLASSES]
    }
    for view in _views(get_resolver().url_patterns):
        used[f"{view.__module__}.{view.__qualname__}"] = [
            view,
            *view.authentication_classes,
            getattr(view, "serializer_class", None),
        ]
    return [
        Error(
            f"{place} has {found.__module__}.{found.__qualname__}, which does not use "
            "the types, the keys and the revocation of this service's tokens.",
            hint='docs/tokens.md says what to use instead under "Coming from SimpleJWT".',
            id="tokens.E027",
        )
        for place, classes in sorted(used.items())
        for found in classes
        if _derives(found, "rest_framework_simplejwt.")
        and not _derives(found, "tokens.")
    ]


def _views(patterns: Iterable[Any]) -> Iterator[Any]:
    """Yield the class of each view of DRF."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _views(pattern.url_patterns)
        elif view := getattr(pattern.callback, "cls", None):
            yield view


def _derives(found: Any, package: str) -> bool:
    return isinstance(found, type) and any(
        base.__module__.startswith(package) for base in found.__mro__
    )
