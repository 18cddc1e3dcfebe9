"""Production: HTTPS only, behind the proxies that TRUSTED_PROXIES counts."""

import logging

from config.settings.base import *
from config.settings.base import MIDDLEWARE, TRUSTED_PROXIES

# Serves the collected files. It comes after what refuses plain HTTP and other hosts.
MIDDLEWARE.insert(
    MIDDLEWARE.index("api.middleware.CommonMiddleware") + 1,
    "whitenoise.middleware.WhiteNoiseMiddleware",
)

# Python's warnings are lines of the log, too.
logging.captureWarnings(True)

# HttpsMiddleware refuses plain HTTP, and redirects the admin's pages only.
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [""]
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True

# Without a proxy in front, a client could claim HTTPS itself.
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
