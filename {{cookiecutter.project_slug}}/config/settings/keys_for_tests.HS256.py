"""A random signing key for each test run, whatever the environment has."""

import os
import secrets

os.environ["JWT_SIGNING_KEY"] = secrets.token_urlsafe(50)
