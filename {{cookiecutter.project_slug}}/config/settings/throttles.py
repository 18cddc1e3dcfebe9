"""How often something may be tried, and where it is counted."""

from config.env import cache, rate

# For each address and, where one is named, for each account.
THROTTLE_RATES = {
    "login": rate("THROTTLE_LOGIN", "10/min"),
    # An office may have one address for everybody in it.
    "refresh": rate("THROTTLE_REFRESH", "60/min"),
    # template: if cookiecutter.registration != "closed"
    "register": rate("THROTTLE_REGISTER", "5/hour"),
    # template: endif
    # template: if cookiecutter.password_reset
    "reset": rate("THROTTLE_RESET", "5/hour"),
    # template: endif
    # template: if cookiecutter.__mail
    "verify": rate("THROTTLE_VERIFY", "10/min"),
    # template: endif
}

CACHES = {"default": cache("CACHE_URL", "locmem://")}
