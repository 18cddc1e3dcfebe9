"""Names that the project cannot have: uv and pip would take it for the package."""

from __future__ import annotations

import re

# What the service asks for, and what that brings along:
# `uv pip compile --group dev --universal` in a generated project.
INSTALLED_PACKAGES = (
    "argon2-cffi",
    "argon2-cffi-bindings",
    "asgiref",
    "ast-serialize",
    "async-timeout",
    "attrs",
    "cffi",
    "click",
    "colorama",
    "cryptography",
    "dj-database-url",
    "dj-email-url",
    "django",
    "django-cache-url",
    "django-cors-headers",
    "django-stubs",
    "django-stubs-ext",
    "djangorestframework",
    "djangorestframework-simplejwt",
    "djangorestframework-stubs",
    "drf-spectacular",
    "drf-spectacular-sidecar",
    "environs",
    "grimp",
    "gunicorn",
    "import-linter",
    "inflection",
    "iniconfig",
    "jsonschema",
    "jsonschema-specifications",
    "librt",
    "markdown-it-py",
    "marshmallow",
    "mdurl",
    "mypy",
    "mypy-extensions",
    "packaging",
    "pathspec",
    "pluggy",
    "psycopg",
    "psycopg-binary",
    "pycparser",
    "pygments",
    "pyjwt",
    "pytest",
    "pytest-django",
    "python-dotenv",
    "pyyaml",
    "redis",
    "referencing",
    "rich",
    "rpds-py",
    "ruff",
    "sqlparse",
    "structlog",
    "time-machine",
    "types-pyyaml",
    "types-zxcvbn",
    "typing-extensions",
    "tzdata",
    "uritemplate",
    "whitenoise",
    "zxcvbn",
)


def normalised(name: str) -> str:
    """Return the one spelling that stands for all (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()
