from django.apps import AppConfig


class LoginSessionsConfig(AppConfig):
    name = "login_sessions"

    def ready(self) -> None:
        # Registers and connects them.
        from login_sessions import checks, signals  # noqa: F401
