from django.apps import AppConfig


class ApiTokenConfig(AppConfig):
    name = "api_token"

    def ready(self) -> None:
        # Connects it.
        from api_token import signals  # noqa: F401
