"""django-ninja-jwt, which renders with pydantic instead of DRF."""

from datetime import timedelta

from plain.settings import *
from plain.settings import INSTALLED_APPS

INSTALLED_APPS.remove("rest_framework_simplejwt.token_blacklist")
INSTALLED_APPS.append("ninja_jwt")
NINJA_JWT = {"ACCESS_TOKEN_LIFETIME": timedelta(hours=6)}
ROOT_URLCONF = "plain.urls_ninja"
