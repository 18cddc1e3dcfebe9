from importlib import import_module

from django.apps import AppConfig
from django.conf import settings


class TokensConfig(AppConfig):
    name = "tokens"

    def ready(self) -> None:
        # Registers them.
        from tokens import schema  # noqa: F401
        from tokens.checks import claims, simplejwt  # noqa: F401
        from tokens.keys import checks as key_checks  # noqa: F401

        # Its checks, too, if it has any.
        import_module(settings.TOKEN_TRANSPORT)
