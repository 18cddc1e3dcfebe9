"""What other services verify our tokens with."""

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from tokens.keys.pem import public_jwk
from tokens.keys.ring import key_ring

# For as long, a key that was removed may still be believed elsewhere.
CACHED_FOR_SECONDS = 300


# Whoever posts is told that nothing can be posted, and not that a form is too old.
@csrf_exempt
@require_safe
@cache_control(public=True, max_age=CACHED_FOR_SECONDS)
def jwks(request: HttpRequest) -> JsonResponse:
    """Show the public part of every key, of those that do not sign yet too (RFC 7517)."""
    keys = [
        {
            **public_jwk(key.verifying),
            "kid": key.kid,
            "use": "sig",
            "alg": settings.SIMPLE_JWT["ALGORITHM"],
        }
        for key in key_ring().keys
    ]
    return JsonResponse({"keys": keys}, content_type="application/jwk-set+json")
