"""What SimpleJWT's settings are good for in this service; docs/settings.md lists them all."""

from typing import Any

from rest_framework_simplejwt.settings import DEFAULTS, IMPORT_STRINGS

# Chosen when the project was made, with the code that goes with it.
# template: if cookiecutter.rotate_refresh_tokens
ROTATES = True
# template: endif
# template: if not cookiecutter.rotate_refresh_tokens
ROTATES = False
# template: endif

# What the tokens of this service are made of; nothing works with another value.
FIXED: dict[str, Any] = {
    "TOKEN_TYPE_CLAIM": "token_type",
    "JTI_CLAIM": "jti",
    "USER_ID_CLAIM": "sub",
    "USER_ID_FIELD": "id",
    "AUTH_HEADER_TYPES": ("Bearer",),
    "ROTATE_REFRESH_TOKENS": ROTATES,
    # template: if cookiecutter.rotate_refresh_tokens and cookiecutter.blacklisting == "token_blacklist"
    "BLACKLIST_AFTER_ROTATION": True,
    # template: endif
    # Would put a hash of the password's hash into tokens, for all to read.
    "CHECK_REVOKE_TOKEN": False,
    # The keys are this service's own; nothing is fetched while a request waits.
    "JWK_URL": None,
}

# What does something here; the rest is of other kinds of token, or somebody else's task.
USED = {
    "ACCESS_TOKEN_LIFETIME",
    "REFRESH_TOKEN_LIFETIME",
    "UPDATE_LAST_LOGIN",
    "ALGORITHM",
    "SIGNING_KEY",
    "AUDIENCE",
    "ISSUER",
    "JSON_ENCODER",
    "LEEWAY",
    "AUTH_HEADER_NAME",
    "USER_AUTHENTICATION_RULE",
    "TOKEN_USER_CLASS",
    "TOKEN_OBTAIN_SERIALIZER",
    "TOKEN_REFRESH_SERIALIZER",
    "TOKEN_VERIFY_SERIALIZER",
    # template: if cookiecutter.blacklisting != "none"
    "TOKEN_BLACKLIST_SERIALIZER",
    # template: endif
}
WITHOUT_EFFECT = DEFAULTS.keys() - USED - FIXED.keys()

# What of it names a class or a function.
DOTTED_PATHS = sorted(
    name for name in USED if name.endswith("_SERIALIZER") or name in IMPORT_STRINGS
)

# Where the serializers are that protect tokens; others have to build on them.
# template: if cookiecutter.blacklisting == "sessions"
OURS = "login_sessions."
# template: endif
# template: if cookiecutter.blacklisting != "sessions"
OURS = "tokens."
# template: endif
