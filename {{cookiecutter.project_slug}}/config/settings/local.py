"""Development: error pages with details, and an API that can be used in a browser."""

import mimetypes

from config.settings.api import REST_FRAMEWORK, SPECTACULAR_SETTINGS
from config.settings.base import *
from config.settings.base import INSTALLED_APPS, STORAGES
from config.settings.logs import LOGGING

DEBUG = True
# runserver runs the system checks itself, except those for deployment.
REFUSE_UNSAFE_SETTINGS = False

# template: if cookiecutter.playground
# A page at / that shows how tokens are issued, used and revoked.
INSTALLED_APPS += ["playground"]

# template: endif
# Static files are served from the apps, and are not collected.
STORAGES["staticfiles"]["BACKEND"] = (
    "django.contrib.staticfiles.storage.StaticFilesStorage"
)
# The registry of Windows may map it to text/plain, which browsers refuse as a module.
mimetypes.add_type("text/javascript", ".js")

# template: if cookiecutter.second_factor != "none"
STAFF_NEED_SECOND_FACTOR = env.bool("STAFF_NEED_SECOND_FACTOR", False)  # noqa: F405

# template: endif
LOGGING["handlers"]["stderr"]["formatter"] = "console"

REST_FRAMEWORK["DEFAULT_RENDERER_CLASSES"] += [
    "rest_framework.renderers.BrowsableAPIRenderer",
]

# template: if cookiecutter.token_transport == "cookie"
# Over plain HTTP, browsers accept no cookie that is Secure or has a prefix.
REFRESH_COOKIE_NAME = "refresh"
REFRESH_COOKIE_SECURE = False

# template: endif
SPECTACULAR_SETTINGS["SERVE_PERMISSIONS"] = ["rest_framework.permissions.AllowAny"]
