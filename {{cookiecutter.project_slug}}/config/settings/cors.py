"""Which pages of other origins may use this service from a browser (CORS)."""

from config.env import env

CORS_ALLOWED_ORIGINS: list[str] = env.list("CORS_ALLOWED_ORIGINS", [])
# Every endpoint refuses the methods that it does not have, so this need not be narrower.
CORS_ALLOW_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]
CORS_ALLOW_HEADERS = [
    "authorization",
    "content-type",
    # template: if cookiecutter.token_transport == "cookie"
    "x-requested-with",
    # template: endif
]

# template: if cookiecutter.token_transport == "cookie"
# The refresh token is in a cookie.
CORS_ALLOW_CREDENTIALS = True

# template: endif
# A page may read this of an answer beside what the standard grants.
CORS_EXPOSE_HEADERS = ["Retry-After"]

# In seconds: for so long a browser keeps what it was granted.
CORS_PREFLIGHT_MAX_AGE = 600
