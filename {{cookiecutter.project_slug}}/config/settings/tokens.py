"""The claims, lifetimes and keys of the tokens."""

from typing import Any

from config.env import BASE_DIR, duration, env, secret

# Every client that has an access token can read its claims: they are not encrypted.
CUSTOM_CLAIMS: dict[str, str] = {
    # claim name: attribute, method or dotted path of the user; see docs/tokens.md
    # template: for claim in cookiecutter.custom_claims.split(",") if claim.strip()
    "{{ claim.partition('=')[0].strip() }}": "{{ claim.split('=')[-1].strip() }}",
    # template: endfor
}

# A token without one of these is invalid.
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

# template: if cookiecutter.signing_algorithm == "HS256"
# The newest first: the first signs, all of them verify. Not SECRET_KEY: a person who
# has one of them can forge tokens, but not Django's signatures.
JWT_SIGNING_KEYS = [key.strip() for key in secret("JWT_SIGNING_KEY").split(",")]

# template: endif
# template: if cookiecutter.signing_algorithm != "HS256"
# A PEM file for each key: the newest signs, all of them verify.
JWT_KEYS_DIR = env.path("JWT_KEYS_DIR", BASE_DIR / "keys")

# template: endif
# template: if cookiecutter.blacklisting == "sessions" and cookiecutter.rotate_refresh_tokens
# How long a session can be refreshed.
SESSION_MAX_AGE = duration("SESSION_MAX_AGE", "90d")

# For how long a used refresh token may be sent again, by a second tab or by a client that
# did not get the response. It returns the same new token, not another one. 0: never.
REFRESH_GRACE = duration("REFRESH_GRACE", "10s")

# template: endif
# template: if cookiecutter.token_transport == "cookie"
# With this prefix, browsers accept the cookie only if it is Secure, HttpOnly and set by
# this host for all of its paths: scripts and other hosts cannot set it.
REFRESH_COOKIE_NAME = "__Host-Http-refresh"
REFRESH_COOKIE_SECURE = True

# template: endif
# How long ago a user may have been authenticated, for what RecentlyAuthenticated protects.
STEP_UP_MAX_AGE = duration("STEP_UP_MAX_AGE", "15m")

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
    # tokens/keys.py has the keys; SimpleJWT's default would be SECRET_KEY.
    "SIGNING_KEY": None,
    # Both are in every token, and verified in every token (RFC 8725, 3.8-3.9).
    "ISSUER": env.str("JWT_ISSUER", "{{ cookiecutter.project_slug }}"),
    "AUDIENCE": env.str("JWT_AUDIENCE", "{{ cookiecutter.project_slug }}"),
    # The registered claim for the subject (RFC 7519, 4.1.2).
    "USER_ID_CLAIM": "sub",
    "JSON_ENCODER": "tokens.claims.JSONEncoder",
}
