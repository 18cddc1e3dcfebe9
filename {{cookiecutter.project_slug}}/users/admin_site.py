"""The admin's login and change of password, limited and recorded like those of the API."""

from typing import Any, cast

from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

from api import events, throttling
from users.models import User


class LoginForm(AdminAuthenticationForm):
    """Remembers the address while `last_login` is still that of the login before."""

    def confirm_login_allowed(self, user: User) -> None:
        super().confirm_login_allowed(user)
        throttling.remember_login(cast("HttpRequest", self.request), user)


class AdminSite(admin.AdminSite):
    """Counts password attempts together with those at the API."""

    login_form = LoginForm

    def login(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return super().login(request, *args, **kwargs)
        throttling.count_address(request, "login")
        throttling.count_account(request, "login", request.POST.get("username", ""))
        response = super().login(request, *args, **kwargs)
        # Not by Django's signal: it is not sent if a user who is not staff is refused.
        if response.status_code != 302:
            events.record(events.LOGIN_FAILED, request=request)
            return response
        events.record(events.LOGIN_SUCCEEDED, request=request, user=request.user.pk)
        return response

    def password_change(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.method != "POST":
            return super().password_change(request, *args, **kwargs)
        throttling.count_address(request, "login")
        throttling.count_user(request, "login", request.user)
        response = super().password_change(request, *args, **kwargs)
        changed = response.status_code == 302
        event = events.PASSWORD_CHANGED if changed else events.PASSWORD_CHANGE_FAILED
        events.record(event, request=request, user=request.user.pk)
        return response


@receiver(user_logged_out)
def record_logout(request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    if user:
        events.record(events.ENDED, request=request, user=user, reason="logout")
