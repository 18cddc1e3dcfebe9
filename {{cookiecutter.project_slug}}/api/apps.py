from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "api"

    def ready(self) -> None:
        # Imported for what they register.
        from api import checks, production_checks, throttle_checks  # noqa: F401
