"""A page that shows the life of a token. It is there in development only."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from rest_framework_simplejwt.settings import api_settings

from playground import glossary
from users.models import User

# What the page has to know of this service. Lengths of time are in seconds.
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
}


@require_safe
def playground(request: HttpRequest) -> HttpResponse:
    context = {
        "facts": FACTS,
        "words": {"known": glossary.words(), "other": glossary.OTHER},
        "nobody_is_there": not User.objects.exists(),
    }
    return render(request, "playground/index.html", context)
