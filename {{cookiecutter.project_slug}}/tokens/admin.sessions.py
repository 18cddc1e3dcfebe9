"""Sessions in the admin: staff can view and end them."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from tokens import logins
from tokens.models import EndReason, Session
from users.models import User


@admin.register(Session)
class SessionAdmin(admin.ModelAdmin):
    actions = ["end_selected"]
    list_display = [
        "user",
        "ip_address",
        "user_agent",
        "created_at",
        "last_used_at",
        "expires_at",
        "ended_at",
        "end_reason",
    ]
    list_filter = ["end_reason"]
    list_select_related = ["user"]
    # It has an index; sessions that were used last expire last.
    ordering = ["-expires_at"]
    search_fields = [f"user__{User.USERNAME_FIELD}", "ip_address"]

    @admin.action(description=_("End selected sessions"), permissions=["end"])
    def end_selected(self, request: HttpRequest, queryset: QuerySet[Session]) -> None:
        ended = [
            logins.end_session(
                session_id=session.pk,
                user=session.user_id,
                reason=EndReason.STAFF,
                request=request,
            )
            for session in queryset
        ]
        text = _("Ended sessions: %(number)d.") % {"number": sum(ended)}
        self.message_user(request, text)

    def has_end_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("tokens.change_session")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Sessions are deleted with their user, by staff who may delete users."""
        return request.user.has_perm("users.delete_user")
