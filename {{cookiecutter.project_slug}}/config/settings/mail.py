"""How mail leaves, and where its links lead."""

from typing import Any

import django

from config.env import env, mail_server

_server: dict[str, Any] = mail_server("EMAIL_URL", "console:")

_options = {
    "host": _server["EMAIL_HOST"],
    "port": _server["EMAIL_PORT"],
    "username": _server["EMAIL_HOST_USER"],
    "password": _server["EMAIL_HOST_PASSWORD"],
    "use_tls": _server["EMAIL_USE_TLS"],
    "use_ssl": _server["EMAIL_USE_SSL"],
    # In seconds. A server that hangs must not keep a thread for ever.
    "timeout": _server["EMAIL_TIMEOUT"] or 10,
}

# The name for all of this since Django 6.1; before, each option is a setting.
if django.VERSION >= (6, 1):
    MAILERS = {
        "default": {
            "BACKEND": _server["EMAIL_BACKEND"],
            "OPTIONS": _options if _server["EMAIL_HOST"] else {},
        },
    }
else:
    EMAIL_BACKEND = _server["EMAIL_BACKEND"]
    EMAIL_HOST = _options["host"]
    EMAIL_PORT = _options["port"]
    EMAIL_HOST_USER = _options["username"]
    EMAIL_HOST_PASSWORD = _options["password"]
    EMAIL_USE_TLS = _options["use_tls"]
    EMAIL_USE_SSL = _options["use_ssl"]
    EMAIL_TIMEOUT = _options["timeout"]

DEFAULT_FROM_EMAIL: str = env.str("DEFAULT_FROM_EMAIL", "webmaster@localhost")

# Links lead to a page of the front end, never to whatever host a request names.
FRONTEND_URL: str = env.str("FRONTEND_URL", "http://localhost:3000").rstrip("/")

# In seconds. NIST and OWASP want minutes to an hour for a link that opens an account.
PASSWORD_RESET_TIMEOUT = 60 * 60
# template: if cookiecutter.registration == "verified_email"
REGISTRATION_TIMEOUT = 24 * 60 * 60
# template: endif
