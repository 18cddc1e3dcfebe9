"""django-rest-knox."""

from plain.settings import *
from plain.settings import INSTALLED_APPS, REST_FRAMEWORK

INSTALLED_APPS.remove("rest_framework_simplejwt.token_blacklist")
INSTALLED_APPS.append("knox")
REST_FRAMEWORK["DEFAULT_AUTHENTICATION_CLASSES"] = ["knox.auth.TokenAuthentication"]
ROOT_URLCONF = "plain.urls_me"
