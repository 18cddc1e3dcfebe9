"""Refuses claims that would tell a secret, or mean something else than they should."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.db.models import Model

from users.models import User

# What every model has is no description of a user: `delete` would do as it says.
SECRET_ATTRIBUTES = {"password", "check_password", "set_password", *dir(Model)}


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
