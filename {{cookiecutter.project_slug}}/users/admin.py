"""Users in the admin."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.auth import admin as auth
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from api import events
from users.models import User


@admin.register(User)
class UserAdmin(auth.UserAdmin):
    """Shows all fields, and records who creates, changes and deletes accounts."""

    # template: if cookiecutter.login_field == "email"
    add_fieldsets = [
        (None, {"fields": ["email", "usable_password", "password1", "password2"]}),
    ]
    fieldsets = [
        (None, {"fields": ["email", "password"]}),
        (_("Personal info"), {"fields": ["first_name", "last_name"]}),
        (
            _("Permissions"),
            {
                "fields": [
                    "is_active",
                    "is_staff",
                    "is_superuser",
                    "groups",
                    "user_permissions",
                ],
            },
        ),
        (_("Important dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    list_display = ["email", "first_name", "last_name", "is_staff"]
    search_fields = ["email", "first_name", "last_name"]
    ordering = ["email"]

    # template: endif
    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Add the fields of the model that no fieldset names."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None:
            return fieldsets
        shown = flatten_fieldsets(fieldsets)
        more = [name for name in self.get_fields(request, obj) if name not in shown]
        return [*fieldsets, (_("More"), {"fields": more})] if more else fieldsets

    def log_addition(self, request: HttpRequest, obj: User, message: Any) -> Any:
        _record(events.USER_CREATED, request, obj)
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: User, message: Any) -> Any:
        # Django's name of this page is the same for every user model.
        page = request.resolver_match and request.resolver_match.url_name
        sets_password = page == "auth_user_password_change"
        event = events.PASSWORD_CHANGED if sets_password else events.USER_UPDATED
        _record(event, request, obj)
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: QuerySet[User]) -> Any:
        for user in queryset:
            _record(events.USER_DELETED, request, user)
        return super().log_deletions(request, queryset)


def _record(event: str, request: HttpRequest, user: User) -> None:
    events.record(event, request=request, user=user, by=str(request.user.pk))
