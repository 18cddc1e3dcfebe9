"""Django itself, the same in every environment. Documented in .env.example."""

import re

from environs import validate

from config.env import BASE_DIR, env, secret
from config.settings.api import *
from config.settings.cors import *
from config.settings.database import *
from config.settings.logs import *
from config.settings.throttles import *
from config.settings.tokens import *

PROJECT_NAME = "{{ cookiecutter.project_name }}"
API_PREFIX = "{{ cookiecutter.api_prefix }}"
CORS_URLS_REGEX = f"^/{re.escape(API_PREFIX)}/"

SECRET_KEY = secret("SECRET_KEY")
DEBUG = False
# Servers look at all checks first, those for deployment too: config/boot.py.
REFUSE_UNSAFE_SETTINGS = True
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", [])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])
# Read only here: how many say the truth in X-Forwarded-For decides who a client is.
TRUSTED_PROXIES: int = env.int("TRUSTED_PROXIES", 0, validate=validate.Range(min=0))

# In bytes. Every body is read and parsed before anybody is known, so what an endpoint
# needs is the limit: Django's own, 2.5 MB, costs a stranger nothing and us a lot.
DATA_UPLOAD_MAX_MEMORY_SIZE = 100_000

# In bytes, of a body with files. The `max_upload_size` of a view takes precedence.
MAX_UPLOAD_SIZE = 5_000_000
FILE_UPLOAD_HANDLERS = [
    "api.parsers.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# template: if cookiecutter.__mail
# MAILERS since Django 6.1, and before it EMAIL_BACKEND, EMAIL_HOST and the like.
globals().update(env.mail_settings("EMAIL_URL", "console:"))
DEFAULT_FROM_EMAIL: str = env.str("DEFAULT_FROM_EMAIL", "webmaster@localhost")

# Links in mails lead to this address, never to the host that a request names.
FRONTEND_URL: str = env.str("FRONTEND_URL", "http://localhost:3000").rstrip("/")

# They send mail after the response. With 0 it is sent before the response.
BACKGROUND_THREADS = 2

# template: endif
# template: if cookiecutter.password_reset
# In seconds. NIST and OWASP ask for an hour at most for a link that opens an account.
PASSWORD_RESET_TIMEOUT = 60 * 60

# template: endif
# template: if cookiecutter.registration == "verified_email"
# In seconds.
REGISTRATION_TIMEOUT = 24 * 60 * 60

# template: endif
INSTALLED_APPS = [
    "users.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "corsheaders",
    # Before DRF: its page for trying the API is extended.
    "api",
    "rest_framework",
    # template: if cookiecutter.drf_token_auth
    "rest_framework.authtoken",
    # template: endif
    # template: if cookiecutter.blacklisting == "token_blacklist"
    "rest_framework_simplejwt.token_blacklist",
    # template: endif
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "users",
    "tokens",
    # template: if cookiecutter.bookstore_example
    "bookstore",
    # template: endif
]

MIDDLEWARE = [
    "api.middleware.RequestIdMiddleware",
    # These three only complete answers, so they come before all that answer themselves.
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "api.headers.HeadersMiddleware",
    "api.middleware.ProblemMiddleware",
    "api.health.ProbeMiddleware",
    "api.https.HttpsMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "api.middleware.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]

ROOT_URLCONF = "config.urls"
CSRF_FAILURE_VIEW = "api.handlers.csrf_failure"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

AUTH_USER_MODEL = "users.User"
SESSION_ENGINE = "api.sessions"

# The first hashes new passwords; the others still check old ones, which are upgraded
# when their owner logs in.
PASSWORD_HASHERS = [
    "users.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]

# Length is what counts: no rules about digits or capitals (NIST SP 800-63B-4, 3.1.1.2).
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": env.int("PASSWORD_MIN_LENGTH", 15)},
    },
    {
        "NAME": "django.contrib.auth.password_validation."
        "UserAttributeSimilarityValidator",
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "users.validators.GuessableValidator"},
    # template: if cookiecutter.blacklisting != "none"
    {"NAME": "tokens.revocation.RevokeTokensValidator"},
    # template: endif
    # template: if cookiecutter.drf_token_auth
    {"NAME": "tokens.api_tokens.DeleteApiTokenValidator"},
    # template: endif
]

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_I18N = False

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"

# Uploaded files. A server keeps them outside of the code: see docs/production.md.
MEDIA_URL = "media/"
MEDIA_ROOT = env.path("MEDIA_ROOT", BASE_DIR / "media")
