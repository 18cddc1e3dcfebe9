"""A secret for the run, so that tests need none of the machine they run on."""

import os
import secrets

os.environ["JWT_SIGNING_KEY"] = secrets.token_urlsafe(50)
