from importlib import import_module

from django.apps import AppConfig

# Imported when Django starts: they register signal receivers, methods, fields and checks.
MODULES: list[str] = [
    # template: if cookiecutter.second_factor == "passkeys"
    "passkeys",
    "passkey_form",
    # template: endif
    # template: if cookiecutter.__mail
    "mail",
    # template: endif
    # template: if cookiecutter.blacklisting != "none"
    "revocation",
    # template: endif
]


class SecondFactorConfig(AppConfig):
    name = "second_factor"

    def ready(self) -> None:
        for module in MODULES:
            import_module(f"second_factor.{module}")
