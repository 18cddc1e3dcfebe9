"""How every endpoint behaves, and how the API describes itself."""

from typing import Any

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "tokens.authentication.AccessTokenAuthentication",
        # template: if cookiecutter.drf_token_auth
        "tokens.api_tokens.ApiTokenAuthentication",
        # Whoever is logged in to the admin; Django's CSRF token comes along.
        "rest_framework.authentication.SessionAuthentication",
        # template: endif
    ],
    # Whoever writes a view opens it on purpose.
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    # Files come as multipart/form-data. Views that take a password or a token read JSON
    # alone: api/parsers.py.
    "DEFAULT_PARSER_CLASSES": [
        "api.parsers.JSONParser",
        "rest_framework.parsers.MultiPartParser",
    ],
    "DEFAULT_PAGINATION_CLASS": "api.pagination.Pages",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "api.errors.exception_handler",
    # OPTIONS would tell a view's description and parsers.
    "DEFAULT_METADATA_CLASS": None,
}

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
    # A view that is not described is nothing that a deployment has to wait for;
    # `manage.py spectacular --fail-on-warn` names such views.
    "ENABLE_DJANGO_DEPLOY_CHECK": False,
    # Only staff, who may come with a token or from the admin.
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAdminUser"],
    "SERVE_AUTHENTICATION": [
        "tokens.authentication.AccessTokenAuthentication",
        # template: if cookiecutter.drf_token_auth
        "tokens.api_tokens.ApiTokenAuthentication",
        # template: endif
        "rest_framework.authentication.SessionAuthentication",
    ],
    # Swagger UI comes from this service, not from a foreign host.
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}
