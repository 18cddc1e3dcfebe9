"""Development: errors explain themselves, and the API can be tried in a browser."""

from config.settings.api import REST_FRAMEWORK, SPECTACULAR_SETTINGS
from config.settings.base import *

DEBUG = True

# The browsable API posts its forms as forms; production reads and writes JSON only.
REST_FRAMEWORK["DEFAULT_RENDERER_CLASSES"] += [
    "rest_framework.renderers.BrowsableAPIRenderer",
]
REST_FRAMEWORK["DEFAULT_PARSER_CLASSES"] += ["rest_framework.parsers.FormParser"]

SPECTACULAR_SETTINGS["SERVE_PERMISSIONS"] = ["rest_framework.permissions.AllowAny"]
