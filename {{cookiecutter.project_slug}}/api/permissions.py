"""A permission for views that need a recent proof of the user (RFC 9470).

permission_classes = [IsAuthenticated, RecentlyAuthenticated]
"""

import time
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import APIException
from rest_framework.permissions import BasePermission
from rest_framework.request import Request


class InsufficientUserAuthentication(APIException):
    """The user was authenticated too long ago: see POST token/step-up/."""

    status_code = 401
    default_detail = _(
        "Prove who you are again, at token/step-up/, and repeat the request."
    )
    default_code = "insufficient_user_authentication"

    def __init__(self) -> None:
        super().__init__()
        seconds = round(settings.STEP_UP_MAX_AGE.total_seconds())
        # The response has it as WWW-Authenticate (RFC 9470, 3).
        self.auth_header = (
            f'Bearer realm="api", error="{self.default_code}", '
            'error_description="A more recent authentication is required", '
            f'max_age="{seconds}"'
        )


class RecentlyAuthenticated(BasePermission):
    """Accepts access tokens whose `auth_time` is at most STEP_UP_MAX_AGE ago.

    A token of DRF and a session of the admin do not tell when their user was
    authenticated, and are refused.
    """

    def has_permission(self, request: Request, view: Any) -> bool:
        # DRF's tokens have no claims.
        claims: Any = request.auth if hasattr(request.auth, "get") else {}
        auth_time = claims.get("auth_time")
        oldest = time.time() - settings.STEP_UP_MAX_AGE.total_seconds()
        if type(auth_time) is not int or auth_time < oldest:
            raise InsufficientUserAuthentication
        return True
