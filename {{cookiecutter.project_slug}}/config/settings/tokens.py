"""What the tokens say, how long they live, and what signs them."""

from typing import Any

from config.env import duration, env
from config.settings.keys import SIGNING_KEY

# Anyone who holds an access token can read its claims: signed is not encrypted.
CUSTOM_CLAIMS: dict[str, str] = {
    # claim name: attribute, method or dotted path of the user; see docs/tokens.md
    # template: for claim in cookiecutter.custom_claims.split(",") if claim.strip()
    "{{ claim.partition('=')[0].strip() }}": "{{ claim.split('=')[-1].strip() }}",
    # template: endfor
}

# A token without one of these is none of ours.
REQUIRED_CLAIMS = [
    "iss",
    "aud",
    "sub",
    "iat",
    "exp",
    "jti",
    "token_type",
    # template: if cookiecutter.blacklisting == "sessions"
    "sid",
    # template: endif
]

SIMPLE_JWT: dict[str, Any] = {
    "ACCESS_TOKEN_LIFETIME": duration(
        "ACCESS_TOKEN_LIFETIME",
        "{{ cookiecutter.access_token_lifetime }}",
    ),
    "REFRESH_TOKEN_LIFETIME": duration(
        "REFRESH_TOKEN_LIFETIME",
        "{{ cookiecutter.refresh_token_lifetime }}",
    ),
    # template: if cookiecutter.rotate_refresh_tokens
    "ROTATE_REFRESH_TOKENS": True,
    # template: if cookiecutter.blacklisting == "token_blacklist"
    "BLACKLIST_AFTER_ROTATION": True,
    # template: endif
    # template: endif
    "ALGORITHM": "{{ cookiecutter.signing_algorithm }}",
    "SIGNING_KEY": SIGNING_KEY,
    # Both are written into every token and checked in every token (RFC 8725, 3.8-3.9).
    "ISSUER": env.str("JWT_ISSUER", "{{ cookiecutter.project_slug }}"),
    "AUDIENCE": env.str("JWT_AUDIENCE", "{{ cookiecutter.project_slug }}"),
    # The registered name for whom a token is about (RFC 7519, 4.1.2).
    "USER_ID_CLAIM": "sub",
    "JSON_ENCODER": "tokens.claims.JSONEncoder",
    "TOKEN_OBTAIN_SERIALIZER": "{{ cookiecutter.__token_obtain_serializer }}TokenObtainPairSerializer",
    "TOKEN_REFRESH_SERIALIZER": "{{ cookiecutter.__token_refresh_serializer }}TokenRefreshSerializer",
    "TOKEN_VERIFY_SERIALIZER": "{{ cookiecutter.__token_serializers }}TokenVerifySerializer",
    # template: if cookiecutter.blacklisting != "none"
    "TOKEN_BLACKLIST_SERIALIZER": "{{ cookiecutter.__token_blacklist_serializer }}TokenBlacklistSerializer",
    # template: endif
}

# template: if cookiecutter.blacklisting == "sessions"
# The end of a session, however often it is refreshed.
SESSION_MAX_AGE = duration("SESSION_MAX_AGE", "90d")

# template: endif
# template: if cookiecutter.blacklisting == "sessions" and cookiecutter.rotate_refresh_tokens
# For how long a refresh token that was just used may be sent again, by a second tab or by
# a client that lost the answer. It gets the same new token, not another. 0 is never.
REFRESH_GRACE = duration("REFRESH_GRACE", "10s")

# template: endif
# template: if cookiecutter.token_transport == "cookie"
# By the prefix, browsers keep the cookie only if it is Secure, HttpOnly, and set by this
# very host for all of its paths: no script and no other host can have put it there.
REFRESH_COOKIE_NAME = "__Host-Http-refresh"
REFRESH_COOKIE_SECURE = True

# template: endif
# How tokens travel between this service and its clients.
TOKEN_TRANSPORT = "tokens.transport.{{ cookiecutter.token_transport }}"
