"""Django itself, the same in every environment. `.env.example` lists the variables."""

from environs import validate

from config.env import BASE_DIR, duration, env, https_url, secret
from config.settings.api import *
from config.settings.logs import *
from config.settings.tokens import *

PROJECT_NAME = "{{ cookiecutter.project_name }}"

SECRET_KEY = secret("SECRET_KEY")
DEBUG = False
# A server runs all checks before it starts, also those for deployment: config/boot.py.
REFUSE_UNSAFE_SETTINGS = True
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", [])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])
# The address of a client depends on it: api/addresses.py.
TRUSTED_PROXIES: int = env.int("TRUSTED_PROXIES", 0, validate=validate.Range(min=0))

# In bytes. Every body is parsed before the user is known, so the limit is what an endpoint
# needs. Django's own is 2.5 MB.
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

# Whether the owner of an account is told of a login from an address that is not known.
LOGIN_NOTICES = env.bool("LOGIN_NOTICES", False)

# The number of threads that send mail. With 0, a request sends it before its response.
BACKGROUND_THREADS = 2

# In seconds. A link that was mailed to a mistyped address opens the account, too.
EMAIL_CHANGE_TIMEOUT = 60 * 60

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
    # Before DRF, whose browsable API it extends.
    "api",
    "rest_framework",
    # template: if cookiecutter.drf_token_auth
    "rest_framework.authtoken",
    # template: endif
    # For its translations.
    "rest_framework_simplejwt",
    # template: if cookiecutter.blacklisting == "token_blacklist"
    "rest_framework_simplejwt.token_blacklist",
    # template: endif
    "drf_spectacular",
    "drf_spectacular_sidecar",
    # template: if cookiecutter.bookstore_example
    "bookstore",
    # template: endif
    # template: if cookiecutter.second_factor != "none"
    "second_factor",
    # template: endif
    "users",
    "tokens",
]

MIDDLEWARE = [
    "api.middleware.RequestIdMiddleware",
    "api.middleware.LanguageMiddleware",
    # These three add headers to all responses, so they come before all that respond.
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "api.middleware.HeadersMiddleware",
    "api.middleware.ProblemMiddleware",
    "api.middleware.ProbeMiddleware",
    "api.middleware.HttpsMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "api.middleware.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]

# Messages in cookies would need a signer for each request.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

ROOT_URLCONF = "config.urls"
CSRF_FAILURE_VIEW = "api.errors.csrf_failure"
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

# Without DATABASE_URL, the data is in a file beside the code, which production refuses.
DATABASE_URL_IS_SET = bool(env.str("DATABASE_URL", ""))
DATABASES = {
    "default": env.dj_db_url(
        "DATABASE_URL",
        f"sqlite:///{BASE_DIR / 'db.sqlite3'}",
        # In seconds. A thread keeps its connection, and tests it before each request:
        # config/postgresql/base.py.
        conn_max_age=env.int("CONN_MAX_AGE", 60),
        conn_health_checks=True,
        # A pooler such as PgBouncer uses another connection for each transaction.
        disable_server_side_cursors=env.bool("DISABLE_SERVER_SIDE_CURSORS", False),
    ),
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    DATABASES["default"]["ENGINE"] = "config.postgresql"
    # A database that cannot be reached is an error 503 soon, not a wait of minutes.
    DATABASES["default"]["OPTIONS"] = {
        # In seconds, for a new connection.
        "connect_timeout": 3,
        # In milliseconds, for a connection whose other end has vanished.
        "tcp_user_timeout": 5_000,
        **DATABASES["default"].get("OPTIONS", {}),
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# How long a statement may take in a server, with its wait for locks: config/boot.py.
DATABASE_TIMEOUT = duration("DATABASE_TIMEOUT", "5s")

AUTH_USER_MODEL = "users.User"

# template: if cookiecutter.second_factor != "none"
# The password alone does not log in a user who has a second factor.
AUTHENTICATION_BACKENDS = ["second_factor.backend.SecondFactorBackend"]

# The newest first: the first encrypts the secrets of authenticator apps, all decrypt them.
SECOND_FACTOR_KEYS = [key.strip() for key in secret("SECOND_FACTOR_KEY").split(",")]

# Whether the admin is closed to staff until they have added a second factor.
STAFF_NEED_SECOND_FACTOR = env.bool("STAFF_NEED_SECOND_FACTOR", True)

# template: endif
# template: if cookiecutter.second_factor == "passkeys"
# The domain that passkeys are for, and the origins of the pages that may use them.
WEBAUTHN_RP_ID: str = env.str("WEBAUTHN_RP_ID", "localhost")
WEBAUTHN_ORIGINS: list[str] = env.list(
    "WEBAUTHN_ORIGINS", ["http://localhost:8000", "http://localhost:3000"]
)

# template: endif
# The first hashes new passwords, and that of a login with an unknown name. The others verify
# the hashes of users from another site, which the first replaces at a login: docs/extend.md.
PASSWORD_HASHERS = [
    "users.passwords.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2SHA1PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]

# Whether users may delete their own account.
ACCOUNT_DELETION = env.bool("ACCOUNT_DELETION", True)

# Where new passwords are looked up: users/breached.py. Empty is nowhere.
BREACHED_PASSWORDS_URL = https_url("BREACHED_PASSWORDS_URL", "")

# No rules about digits or capitals (NIST SP 800-63B-4, 3.1.1.2).
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        # Never less than 8 (NIST SP 800-63B-4, 3.1.1.2, and ASVS 6.2.1).
        "OPTIONS": {
            "min_length": env.int("PASSWORD_MIN_LENGTH", 15, validate=validate.Range(8))
        },
    },
    {
        "NAME": "django.contrib.auth.password_validation."
        "UserAttributeSimilarityValidator",
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "users.passwords.GuessableValidator"},
    {"NAME": "users.breached.BreachedValidator"},
    # template: if cookiecutter.blacklisting != "none"
    {"NAME": "tokens.revocation.RevokeTokensValidator"},
    # template: endif
    # template: if cookiecutter.drf_token_auth
    {"NAME": "tokens.api_tokens.DeleteApiTokenValidator"},
    # template: endif
]

# The language of a response is that of Accept-Language, or else LANGUAGE_CODE.
LANGUAGE_CODE: str = env.str("LANGUAGE_CODE", "en")
LANGUAGES = [
    ("en", "English"),
    ("de", "Deutsch"),
    ("es", "Español"),
    ("fr", "Français"),
]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"

# The files of the admin and the documentation, collected by `collectstatic`.
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
WHITENOISE_ALLOW_ALL_ORIGINS = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage",
    },
}

# Uploaded files. A server keeps them outside of the code: see docs/production.md.
MEDIA_URL = "media/"
MEDIA_ROOT = env.path("MEDIA_ROOT", BASE_DIR / "media")
