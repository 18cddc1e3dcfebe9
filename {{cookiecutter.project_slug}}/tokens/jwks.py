"""The public keys, with which other services verify the access tokens (RFC 7517)."""

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from tokens.key_files import public_jwk
from tokens.keys import all_keys

# Other services may accept a removed key for that long.
MAX_AGE_SECONDS = 300


# A POST is refused with 405, and not because of a missing CSRF token.
@csrf_exempt
@require_safe
@cache_control(public=True, max_age=MAX_AGE_SECONDS)
def jwks(request: HttpRequest) -> JsonResponse:
    """Return the public part of every key, also of those that do not sign yet."""
    keys = [
        {
            **public_jwk(key.verifying),
            "kid": key.kid,
            "use": "sig",
            "alg": settings.SIMPLE_JWT["ALGORITHM"],
        }
        for key in all_keys()
    ]
    return JsonResponse({"keys": keys}, content_type="application/jwk-set+json")


urlpatterns = [path(".well-known/jwks.json", jwks, name="jwks")]
