"""Tests: keys made for the run, and a hasher that is fast because nobody attacks it."""

import os
import secrets

for name in ("SECRET_KEY", "JWT_SIGNING_KEY"):
    os.environ.setdefault(name, secrets.token_urlsafe(50))

from config.settings.api import REST_FRAMEWORK  # noqa: E402
from config.settings.base import *  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

REST_FRAMEWORK["TEST_REQUEST_DEFAULT_FORMAT"] = "json"
