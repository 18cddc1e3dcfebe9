"""How every endpoint of the API behaves: permissions, limits, CORS, OpenAPI."""

import re
from typing import Any

from config.env import cache, env, rate

API_PREFIX = "{{ cookiecutter.api_prefix }}"

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "tokens.authentication.AccessTokenAuthentication",
        # template: if cookiecutter.drf_token_auth
        "tokens.api_tokens.ApiTokenAuthentication",
        # A session of the admin, with Django's CSRF token.
        "rest_framework.authentication.SessionAuthentication",
        # template: endif
    ],
    # A view that is public overrides this.
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    # Files are sent as multipart/form-data. Views that take a password or a token parse
    # JSON only: api/parsers.py.
    "DEFAULT_PARSER_CLASSES": [
        "api.parsers.JSONParser",
        "rest_framework.parsers.MultiPartParser",
    ],
    "DEFAULT_PAGINATION_CLASS": "api.pagination.Pages",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "api.errors.exception_handler",
    # OPTIONS would reveal a view's description and parsers.
    "DEFAULT_METADATA_CLASS": None,
}

# Attempts of each address and, where an account is named, on each account.
THROTTLE_RATES = {
    "login": rate("THROTTLE_LOGIN", "10/min"),
    # template: if cookiecutter.second_factor != "none"
    # Codes, after the right password.
    "second_factor": rate("THROTTLE_SECOND_FACTOR", "10/hour"),
    # template: endif
    # The users of an office may share an address.
    "refresh": rate("THROTTLE_REFRESH", "60/min"),
    # template: if cookiecutter.registration != "closed"
    "register": rate("THROTTLE_REGISTER", "5/hour"),
    # template: endif
    # template: if cookiecutter.password_reset
    "reset": rate("THROTTLE_RESET", "5/hour"),
    # template: endif
    # template: if cookiecutter.__mail
    "email": rate("THROTTLE_EMAIL", "5/hour"),
    "verify": rate("THROTTLE_VERIFY", "10/min"),
    # template: endif
}

# The counters are there.
CACHES = {"default": cache("CACHE_URL", "locmem://")}

# The pages of other origins that may use the API from a browser (CORS).
CORS_ALLOWED_ORIGINS: list[str] = env.list("CORS_ALLOWED_ORIGINS", [])
CORS_URLS_REGEX = f"^/{re.escape(API_PREFIX)}/"
# Every endpoint refuses the methods that it does not have, so this need not be narrower.
CORS_ALLOW_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]
CORS_ALLOW_HEADERS = [
    "authorization",
    "content-type",
    # template: if cookiecutter.token_transport == "cookie"
    "x-requested-with",
    # template: endif
]
# template: if cookiecutter.token_transport == "cookie"
# The refresh token is in a cookie.
CORS_ALLOW_CREDENTIALS = True
# template: endif
CORS_EXPOSE_HEADERS = ["Retry-After"]
# In seconds, how long a browser caches a preflight response.
CORS_PREFLIGHT_MAX_AGE = 600

SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "{{ cookiecutter.project_name }}",
    "DESCRIPTION": "{{ cookiecutter.description }}",
    "VERSION": "0.1.0",
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "api.schema.document_problems",
    ],
    "SERVE_INCLUDE_SCHEMA": False,
    # A view without a description should not stop a deployment;
    # `manage.py spectacular --fail-on-warn` lists such views.
    "ENABLE_DJANGO_DEPLOY_CHECK": False,
    # Only staff, with a token or a session of the admin.
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAdminUser"],
    "SERVE_AUTHENTICATION": [
        "tokens.authentication.AccessTokenAuthentication",
        # template: if cookiecutter.drf_token_auth
        "tokens.api_tokens.ApiTokenAuthentication",
        # template: endif
        "rest_framework.authentication.SessionAuthentication",
    ],
    # Swagger UI is served by this service, not by another host.
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}
