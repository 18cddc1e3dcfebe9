"""What the tokens say, how long they live, and what signs them."""

from typing import Any

from config.env import duration, env, secret

# Anyone who holds an access token can read its claims: signed is not encrypted.
CUSTOM_CLAIMS: dict[str, str] = {
    # claim name: attribute or method of the user
    # template: for claim in cookiecutter.custom_claims.split(",") if claim.strip()
    "{{ claim.partition('=')[0].strip() }}": "{{ claim.split('=')[-1].strip() }}",
    # template: endfor
}

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
    "ALGORITHM": "HS256",
    # Its own key: whoever learns it can forge tokens, but not Django's own signatures.
    "SIGNING_KEY": secret("JWT_SIGNING_KEY"),
    # Both are written into every token and checked in every token (RFC 8725, 3.8-3.9).
    "ISSUER": env.str("JWT_ISSUER", "{{ cookiecutter.project_slug }}"),
    "AUDIENCE": env.str("JWT_AUDIENCE", "{{ cookiecutter.project_slug }}"),
    # The registered name for whom a token is about (RFC 7519, 4.1.2).
    "USER_ID_CLAIM": "sub",
    "JSON_ENCODER": "rest_framework.utils.encoders.JSONEncoder",
    "TOKEN_OBTAIN_SERIALIZER": "tokens.serializers.TokenObtainPairSerializer",
    "TOKEN_REFRESH_SERIALIZER": "{{ cookiecutter.__token_refresh_serializer }}",
    "TOKEN_VERIFY_SERIALIZER": "tokens.serializers.TokenVerifySerializer",
    # template: if cookiecutter.blacklisting == "token_blacklist"
    "TOKEN_BLACKLIST_SERIALIZER": "tokens.blacklist.serializers.TokenBlacklistSerializer",
    # template: endif
}
