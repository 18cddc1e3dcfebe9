"""Building the image: enough for `collectstatic`, with secrets that are not kept."""

import os
import secrets

os.environ["SECRET_KEY"] = secrets.token_urlsafe(50)
# template: if cookiecutter.signing_algorithm == "HS256"
os.environ["JWT_SIGNING_KEY"] = secrets.token_urlsafe(50)
# template: endif

from config.settings.base import *
