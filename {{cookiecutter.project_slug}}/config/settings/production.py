"""Production: HTTPS only, behind the proxies that TRUSTED_PROXIES counts."""

import logging

from config.settings.base import *
from config.settings.base import MIDDLEWARE, TRUSTED_PROXIES
from config.settings.static import *

# Serves the admin's and the documentation's files, collected by `collectstatic`. After
# what refuses plain HTTP and foreign hosts: they hold for files as well.
MIDDLEWARE.insert(
    MIDDLEWARE.index("django.middleware.common.CommonMiddleware") + 1,
    "whitenoise.middleware.WhiteNoiseMiddleware",
)

# Python's warnings are lines of the log like all others.
logging.captureWarnings(True)

SECURE_SSL_REDIRECT = True
# Only who opens the admin by hand is redirected to HTTPS; all others are refused.
SECURE_REDIRECT_EXEMPT = [r"^(?!admin/)"]
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True

# Without a proxy in front, a client could claim HTTPS itself.
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
