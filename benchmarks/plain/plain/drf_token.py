"""DRF's TokenAuthentication."""

from plain.settings import *
from plain.settings import INSTALLED_APPS, REST_FRAMEWORK

INSTALLED_APPS.remove("rest_framework_simplejwt.token_blacklist")
INSTALLED_APPS.append("rest_framework.authtoken")
REST_FRAMEWORK["DEFAULT_AUTHENTICATION_CLASSES"] = [
    "rest_framework.authentication.TokenAuthentication",
]
ROOT_URLCONF = "plain.urls_me"
