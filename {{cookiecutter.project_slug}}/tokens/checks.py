"""Refuses settings with which tokens would be unsafe, or would fail at the first login.

SimpleJWT checks nothing when it starts: it ignores a misspelled name, and most wrong
values are an error 500 later. Keys, claims and the cookie have checks in their modules.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.utils.module_loading import import_string
from rest_framework_simplejwt.settings import DEFAULTS

from tokens.keys import ALGORITHM
from tokens.refreshing import ROTATES

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
    if not timedelta(0) < access < refresh:
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
