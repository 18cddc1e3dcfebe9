"""django-jwt-allauth, which keeps a list of valid refresh tokens, and locks to rotate."""

from datetime import timedelta

from plain.settings import *
from plain.settings import INSTALLED_APPS, MIDDLEWARE, REST_FRAMEWORK, SECRET_KEY

INSTALLED_APPS.remove("rest_framework_simplejwt.token_blacklist")
INSTALLED_APPS += ["jwt_allauth", "allauth", "allauth.account"]
MIDDLEWARE.append("allauth.account.middleware.AccountMiddleware")
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
del REST_FRAMEWORK["DEFAULT_AUTHENTICATION_CLASSES"]
SIMPLE_JWT = {}
JWT_ALLAUTH_SECRET_KEY = f"{SECRET_KEY}-jwt"
JWT_ALLAUTH_ACCESS_TOKEN_LIFETIME = timedelta(hours=6)
JWT_ALLAUTH_REFRESH_TOKEN_AS_COOKIE = False
ROOT_URLCONF = "plain.urls_jwt_allauth"
