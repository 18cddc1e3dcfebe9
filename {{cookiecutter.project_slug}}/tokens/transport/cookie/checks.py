"""Refuses a cookie that the network, a script or a neighbouring host could get at."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register

PREFIX = "__Host-Http-"


@register(Tags.security)
def check_refresh_cookie(**kwargs: Any) -> list[Error]:
    """Browsers keep a cookie of this name only if it is Secure, HttpOnly and this host's.

    Development speaks plain HTTP, where there are no such cookies.
    """
    is_safe = settings.REFRESH_COOKIE_SECURE and (
        settings.REFRESH_COOKIE_NAME.startswith(PREFIX)
    )
    if is_safe or settings.DEBUG:
        return []
    return [
        Error(
            f"REFRESH_COOKIE_SECURE must be true, and REFRESH_COOKIE_NAME start with "
            f"{PREFIX}.",
            hint="Leave both out, except in settings for development.",
            id="tokens.E030",
        )
    ]
