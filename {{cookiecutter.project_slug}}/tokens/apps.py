from importlib import import_module

from django.apps import AppConfig
from django.conf import settings


class TokensConfig(AppConfig):
    name = "tokens"

    def ready(self) -> None:
        from rest_framework_simplejwt import state

        from tokens.tokens import NoBackend

        state.token_backend = NoBackend()  # type: ignore[assignment]

        # Registers them.
        from tokens import schema  # noqa: F401
        from tokens.checks import authentication, claims, simplejwt  # noqa: F401
        from tokens.keys import checks as key_checks  # noqa: F401

        # Its checks, too, if it has any.
        import_module(settings.TOKEN_TRANSPORT)
