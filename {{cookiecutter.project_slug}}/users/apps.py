from django.apps import AppConfig
from django.contrib.admin import apps as admin


class UsersConfig(AppConfig):
    name = "users"


class AdminConfig(admin.AdminConfig):
    """Django's admin, with our own door."""

    default = False
    default_site = "users.admin_site.AdminSite"
