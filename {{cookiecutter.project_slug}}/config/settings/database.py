"""Where the data is, and how long to wait for it."""

from config.env import BASE_DIR, duration, env

# Without DATABASE_URL, the data is in a file beside the code, which production refuses.
DATABASES = {
    "default": env.dj_db_url(
        "DATABASE_URL",
        f"sqlite:///{BASE_DIR / 'db.sqlite3'}",
        # In seconds. A thread keeps its connection, and tests it before each request.
        conn_max_age=env.int("CONN_MAX_AGE", 60),
        conn_health_checks=True,
        # A pooler such as PgBouncer gives each transaction another connection.
        disable_server_side_cursors=env.bool("DISABLE_SERVER_SIDE_CURSORS", False),
    ),
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    # A database that cannot be reached is an error 503 soon, not a wait of minutes.
    DATABASES["default"]["OPTIONS"] = {
        # In seconds, for a new connection.
        "connect_timeout": 3,
        # In milliseconds, for one whose other end has vanished.
        "tcp_user_timeout": 5_000,
        **DATABASES["default"].get("OPTIONS", {}),
    }

# How long a server waits for a statement, and with it for what somebody else has locked.
# Commands take the time they need, a migration for instance: config/boot.py.
DATABASE_TIMEOUT = duration("DATABASE_TIMEOUT", "5s")

# Your own routers go after it: what decides who may do what is not read from a replica.
DATABASE_ROUTERS = ["api.routers.PrimaryRouter"]
# The labels of apps, and `django_cache` for the table that CACHE_URL=db://… names.
READ_FROM_PRIMARY = {
    "auth",
    # template: if cookiecutter.drf_token_auth
    "authtoken",
    # template: endif
    "django_cache",
    # template: if cookiecutter.blacklisting == "sessions"
    "tokens",
    # template: endif
    "sessions",
    # template: if cookiecutter.blacklisting == "token_blacklist"
    "token_blacklist",
    # template: endif
    "users",
}

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
