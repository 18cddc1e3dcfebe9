from django.apps import AppConfig


class BlacklistConfig(AppConfig):
    name = "tokens.blacklist"

    def ready(self) -> None:
        # Registers them.
        from tokens.blacklist import checks  # noqa: F401
