from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

# Imported when Django starts: they register checks, signal receivers and an extension of
# drf-spectacular.
MODULES = [
    "claims",
    "keys",
    "schema",
    # template: if cookiecutter.blacklisting != "none"
    "revocation",
    # template: endif
    # template: if cookiecutter.token_transport == "cookie"
    "cookie_schema",
    # template: endif
    # template: if cookiecutter.drf_token_auth
    "api_tokens",
    # template: endif
]


class TokensConfig(AppConfig):
    name = "tokens"
    verbose_name = _("Tokens")

    def ready(self) -> None:
        from rest_framework_simplejwt import state

        from tokens.tokens import NoBackend

        state.token_backend = NoBackend()  # type: ignore[assignment]
        for module in MODULES:
            import_module(f"tokens.{module}")
