"""A page that shows the life cycle of a token, in development only."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe
from rest_framework_simplejwt.settings import api_settings

from users.models import User

# What the page needs to know about this service. Durations are in seconds.
FACTS: dict[str, Any] = {
    "name": settings.PROJECT_NAME,
    "api": f"/{settings.API_PREFIX}/",
    "loginField": User.USERNAME_FIELD,
    "rotates": api_settings.ROTATE_REFRESH_TOKENS,
    "accessLifetime": int(api_settings.ACCESS_TOKEN_LIFETIME.total_seconds()),
    "refreshLifetime": int(api_settings.REFRESH_TOKEN_LIFETIME.total_seconds()),
    # template: if cookiecutter.token_transport == "cookie"
    "cookie": settings.REFRESH_COOKIE_NAME,
    # template: endif
    # template: if cookiecutter.blacklisting == "sessions" and cookiecutter.rotate_refresh_tokens
    "grace": int(settings.REFRESH_GRACE.total_seconds()),
    # template: endif
    # template: if cookiecutter.registration != "closed"
    "registers": True,
    # template: endif
    # template: if cookiecutter.registration == "verified_email"
    "mails": True,
    # template: endif
    # template: if cookiecutter.second_factor == "passkeys"
    "passkeyOrigins": settings.WEBAUTHN_ORIGINS,
    # template: endif
}

# How a user was authenticated (RFC 8176).
AMR = [
    "pwd is the password",
    # template: if cookiecutter.second_factor != "none"
    "otp a code",
    # template: endif
    # template: if cookiecutter.second_factor == "passkeys"
    "pop a passkey",
    "user the touch of a device",
    # template: endif
    # template: if cookiecutter.second_factor != "none"
    "mfa more than one factor",
    # template: endif
]

# The members of a token's header and payload.
GLOSSARY = {
    "alg": "the algorithm of the signature",
    "amr": f"how the user was authenticated: {', '.join(AMR)}",
    "aud": "audience: the service that accepts the token",
    "auth_time": "when the user was authenticated; a refresh does not change it",
    "exp": "when it expires",
    # template: if cookiecutter.blacklisting == "sessions"
    "gen": "the number of refreshes in this session before it",
    # template: endif
    "iat": "when it was issued",
    "iss": "issuer: the service that made it",
    "jti": "its own ID",
    "kid": "the ID of the key that signed it",
    "max_exp": "when the login ends; no token of it expires later",
    "nbf": "not valid before this time",
    "sid": "the ID of the session: one login on one device",
    "sub": "subject: the ID of the user",
    "token_type": "access or refresh; one is not accepted as the other",
    "typ": "the type of token",
}
OTHER = "a claim that this service does not know"


def glossary() -> dict[str, str]:
    """Return a description of each name; a custom claim has its source."""
    custom = {
        claim: f"from the user: {source}"
        for claim, source in settings.CUSTOM_CLAIMS.items()
    }
    return custom | GLOSSARY


@require_safe
def playground(request: HttpRequest) -> HttpResponse:
    context = {
        "facts": FACTS,
        "glossary": {"known": glossary(), "other": OTHER},
        "has_user": User.objects.exists(),
    }
    return render(request, "playground/index.html", context)


urlpatterns = [path("", playground, name="playground")]
