"""Tests, with pytest or `manage.py test`: keys made for the run, a fast hasher, no limits."""

import os
import secrets

os.environ["SECRET_KEY"] = secrets.token_urlsafe(50)
# template: if cookiecutter.second_factor != "none"
os.environ["SECOND_FACTOR_KEY"] = secrets.token_urlsafe(50)
# template: endif

from config.settings import keys_for_tests
from config.settings.api import REST_FRAMEWORK
from config.settings.base import *
from config.settings.base import STORAGES

# template: if cookiecutter.second_factor != "none"
# The tests of the admin log staff in without one.
STAFF_NEED_SECOND_FACTOR = False

# template: endif
# Nothing is collected for tests.
STORAGES["staticfiles"]["BACKEND"] = (
    "django.contrib.staticfiles.storage.StaticFilesStorage"
)

# In the memory of the process: never that of CACHE_URL, because tests clear it.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# The tests compare English texts, whatever language the service uses.
LANGUAGE_CODE = "en"

# The test client is not a proxy, and .env may have the hosts and origins of development.
TRUSTED_PROXIES = 0
ALLOWED_HOSTS = CORS_ALLOWED_ORIGINS = CSRF_TRUSTED_ORIGINS = []

# template: if cookiecutter.second_factor == "passkeys"
WEBAUTHN_RP_ID, WEBAUTHN_ORIGINS = "example.com", ["https://app.example.com"]

# template: endif
# Nothing is sent to another service.
BREACHED_PASSWORDS_URL = ""

# The tests of limits set them.
THROTTLE_RATES = dict.fromkeys(THROTTLE_RATES)  # noqa: F405

# template: if cookiecutter.__mail
# Mail is sent before the response, in the transaction of the test.
BACKGROUND_THREADS = 0

# template: endif
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

REST_FRAMEWORK["TEST_REQUEST_DEFAULT_FORMAT"] = "json"
