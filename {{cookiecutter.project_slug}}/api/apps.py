from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "api"

    def ready(self) -> None:
        # Imported for what they register.
        from api import (  # noqa: F401
            checks,
            production_checks,
            routers,
            throttle_checks,
        )
