"""Tests: keys made for the run, and a hasher that is fast because nobody attacks it."""

import os
import secrets

os.environ.setdefault("SECRET_KEY", secrets.token_urlsafe(50))

from config.settings import keys_for_tests
from config.settings.api import REST_FRAMEWORK
from config.settings.base import *

# Never the developer's own: each test empties it.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# The tests compare English texts, whatever language the service speaks.
LANGUAGE_CODE = "en"

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

REST_FRAMEWORK["TEST_REQUEST_DEFAULT_FORMAT"] = "json"
