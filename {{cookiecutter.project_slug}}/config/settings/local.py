"""Development: errors have explanations, and the API can be used in a browser."""

from config.settings.api import REST_FRAMEWORK, SPECTACULAR_SETTINGS
from config.settings.base import *
from config.settings.base import INSTALLED_APPS, STORAGES
from config.settings.logs import LOGGING

DEBUG = True
# runserver prints the results of the checks, without those for deployment.
REFUSE_UNSAFE_SETTINGS = False

# template: if cookiecutter.playground
# At /, a page that shows the life of a token.
INSTALLED_APPS += ["playground"]

# template: endif
# Served from the apps, and not collected.
STORAGES["staticfiles"]["BACKEND"] = (
    "django.contrib.staticfiles.storage.StaticFilesStorage"
)

LOGGING["handlers"]["stderr"]["formatter"] = "console"

REST_FRAMEWORK["DEFAULT_RENDERER_CLASSES"] += [
    "rest_framework.renderers.BrowsableAPIRenderer",
]

# template: if cookiecutter.token_transport == "cookie"
# Over plain HTTP browsers keep no cookie that is Secure, nor one with a prefix.
REFRESH_COOKIE_NAME = "refresh"
REFRESH_COOKIE_SECURE = False

# template: endif
SPECTACULAR_SETTINGS["SERVE_PERMISSIONS"] = ["rest_framework.permissions.AllowAny"]
