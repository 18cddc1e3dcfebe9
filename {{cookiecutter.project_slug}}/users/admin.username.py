"""Users in the admin."""

from django.contrib import admin
from django.contrib.auth import admin as auth

from users.admin_log import RecordedAdmin
from users.models import User


@admin.register(User)
class UserAdmin(RecordedAdmin, auth.UserAdmin):
    pass
