"""The admin asks for the second factor, and has staff without one add an authenticator app.

With STAFF_NEED_SECOND_FACTOR, a session opens a page only if a factor was proven when it
was opened. One of staff without a factor opens the page that adds one, for STEP_UP_MAX_AGE.
"""

from typing import Any, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from api import throttling
from second_factor import factors, totp
from second_factor.admin_login import (
    PROVEN,
    CodeForm,
    LoginForm,
    SecondFactorView,
    mark,
)
from second_factor.backend import SecondFactorRequired
from users import admin_site
from users.models import User


class AdminSite(admin_site.AdminSite):
    login_form = LoginForm

    def login(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.method == "GET" and self.needs_enrolment(request):
            return redirect_to_login(_next(request), reverse("admin:add_second_factor"))
        if "challenge" in request.POST:
            throttling.count_address(request, "login")
            return self.second_step(request, {})
        try:
            response = super().login(request, *args, **kwargs)
        except SecondFactorRequired as required:
            return self.second_step(request, required.members)
        is_login = request.method == "POST" and response.status_code == 302
        if is_login and settings.STAFF_NEED_SECOND_FACTOR:
            mark(request, is_proven=False)
        return response

    def second_step(self, request: HttpRequest, initial: dict[str, Any]) -> Any:
        about = self.about(request, _("Log in"))
        return SecondFactorView.as_view(initial=initial, extra_context=about)(request)

    def add_second_factor(self, request: HttpRequest) -> HttpResponse:
        """Let staff without a factor, who need one, add an authenticator app."""
        place = _next(request)
        if not self.needs_enrolment(request):
            return redirect_to_login(place, reverse("admin:login"))
        user, form = cast("User", request.user), CodeForm(request.POST or None)
        about = self.about(request, _("Add an authenticator app"))
        about |= {"form": form, "next": place}
        if request.method != "POST":
            about["enrolment"] = totp.begin(user)
        elif form.is_valid():
            app = totp.finish(user, form.cleaned_data["code"], factors.APP)
            if app:
                codes = factors.add(app, request)
                mark(request, is_proven=True)
                about |= {"title": _("Recovery codes"), "recovery_codes": codes}
            else:
                form.add_error("code", totp.WRONG)
        return TemplateResponse(request, "admin/add_second_factor.html", about)

    def has_permission(self, request: HttpRequest) -> bool:
        is_staff = super().has_permission(request)
        if not is_staff or not settings.STAFF_NEED_SECOND_FACTOR:
            return is_staff
        is_proven = request.session.get(PROVEN) is True
        return is_proven and bool(factors.methods_of(cast("User", request.user)))

    def needs_enrolment(self, request: HttpRequest) -> bool:
        """Return whether the session is for adding a factor, and nothing else."""
        if not super().has_permission(request) or not settings.STAFF_NEED_SECOND_FACTOR:
            return False
        is_new = request.session.get(PROVEN) is False
        return is_new and not factors.methods_of(cast("User", request.user))

    def about(self, request: HttpRequest, title: Any) -> dict[str, Any]:
        """Return what the templates need, as that of Django's login does."""
        path = request.get_full_path()
        return {**self.each_context(request), "title": title, "app_path": path}

    def get_urls(self) -> list[Any]:
        view = path("second-factor/", self.add_second_factor, name="add_second_factor")
        return [view, *super().get_urls()]


def _next(request: HttpRequest) -> str:
    """Return the page of this service to which the login leads."""
    place = request.POST.get("next") or request.GET.get("next")
    is_ours = url_has_allowed_host_and_scheme(
        place, {request.get_host()}, request.is_secure()
    )
    return place if place and is_ours else reverse("admin:index")
