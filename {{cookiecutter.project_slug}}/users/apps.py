from django.apps import AppConfig
from django.contrib.admin import apps as admin


class UsersConfig(AppConfig):
    name = "users"

    def ready(self) -> None:
        # Connects it.
        from users import signals  # noqa: F401


class AdminConfig(admin.AdminConfig):
    """Django's admin, with our own door."""

    default = False
    default_site = "users.admin_site.AdminSite"
