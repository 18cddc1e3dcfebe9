from django.apps import AppConfig
from django.contrib.admin import apps as admin
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class UsersConfig(AppConfig):
    name = "users"
    verbose_name = _("Users")

    def ready(self) -> None:
        # The system checks of each app, and the receivers of this one.
        autodiscover_modules("checks")
        from users import signals  # noqa: F401


class AdminConfig(admin.AdminConfig):
    """Django's admin, with the site of this service."""

    default = False
    # template: if cookiecutter.second_factor == "none"
    default_site = "users.admin_site.AdminSite"
    # template: endif
    # template: if cookiecutter.second_factor != "none"
    default_site = "second_factor.admin_site.AdminSite"
    # template: endif
