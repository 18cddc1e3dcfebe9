"""The admin's door: a password is guessed here as well as at the API's."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from rest_framework.exceptions import APIException

from api import errors, throttles


class AdminSite(admin.AdminSite):
    """Counts each try to log in together with those at the API."""

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if request.method != "POST":
            return super().login(request, extra_context)
        try:
            throttles.count_address(request, "login")
            throttles.count_account(request, "login", request.POST.get("username", ""))
            response = super().login(request, extra_context)
            if response.status_code == 302:
                throttles.remember_login(request, request.user.get_username())
        except APIException as error:
            return errors.response_to(error)
        return response
