"""A new password for a user who has forgotten it, by a mailed link."""

from contextlib import suppress
from datetime import datetime, timezone
from typing import Any
from uuid import UUID

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db.models import Q
from django.dispatch import receiver
from django.urls import path
from django.utils.timezone import now
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from api import events, throttling
from api.errors import InvalidLink
from api.fields import EmailField, TextField
from api.views import PublicView
from users import mail
from users.models import User
from users.passwords import PasswordField, check_new_password, store_password
from users.signals import logged_in


class ResetTokenGenerator(PasswordResetTokenGenerator):
    """Django's tokens, of which only the one requested last is valid.

    A token of Django's is valid until the password or the address changes, or the time is
    over. This one is valid until another is requested, it is used or the user logs in.
    """

    key_salt = "users.password_reset"

    def _make_hash_value(self, user: User, timestamp: int) -> str:
        requested = user.reset_requested_at
        own = requested and requested.timestamp()
        return f"{super()._make_hash_value(user, timestamp)}{own}"

    def _now(self) -> datetime:
        # Django uses local time, in which an hour repeats in autumn.
        return datetime.now(timezone.utc).replace(tzinfo=None)


reset_tokens = ResetTokenGenerator()


class PasswordResetSerializer(serializers.Serializer):
    email = EmailField()


class PasswordResetConfirmSerializer(serializers.Serializer):
    uid = TextField()
    token = TextField()
    new_password = PasswordField()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        user = user_of_reset_link(attrs["uid"], attrs["token"])
        check_new_password(attrs["new_password"], user)
        return {"user": user, "password": attrs["new_password"]}


class PasswordResetView(PublicView):
    """Mail a link to set a new password, if a user has the address.

    The response is the same for every address, and is sent before any query.
    """

    throttle_classes = (throttling.ByAddress, throttling.ByAccount)
    throttle_scope = "reset"
    throttled_account = "email"

    @extend_schema(request=PasswordResetSerializer, responses={202: None})
    def post(self, request: Request) -> Response:
        serializer = PasswordResetSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        mail.run_later(send_reset_link, email=serializer.validated_data["email"])
        return Response(status=status.HTTP_202_ACCEPTED)


class PasswordResetConfirmView(PublicView):
    """Set a new password with a mailed link. It does not log the user in."""

    throttle_classes = (throttling.ByAddress,)
    throttle_scope = "verify"

    @extend_schema(request=PasswordResetConfirmSerializer, responses={204: None})
    def post(self, request: Request) -> Response:
        serializer = PasswordResetConfirmSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        user = serializer.validated_data["user"]
        reset_password(**serializer.validated_data)
        events.record(events.PASSWORD_CHANGED, request=request, user=user)
        # Otherwise an attacker who guesses passwords would keep the owner locked out.
        throttling.remember_login(request, user, announce=False)
        return Response(status=status.HTTP_204_NO_CONTENT)


def send_reset_link(*, email: str) -> None:
    """Mail a link to the stored address of its user, never to the address as it was typed.

    A user without a usable password, which only staff can decide, gets no link.
    """
    user = User.objects.filter(email=email, is_active=True).first()
    if user is None or not user.has_usable_password():
        return
    user.reset_requested_at = now()
    User.objects.filter(pk=user.pk).update(reset_requested_at=user.reset_requested_at)
    mail.send(
        "password_reset",
        to=user.email,
        uid=str(user.pk),
        token=reset_tokens.make_token(user),
        user=user,
    )


def user_of_reset_link(uid: str, token: str) -> User:
    """Return the user of a link; raises InvalidLink.

    Reading a link does not use it, because mail programs open links to preview them.
    """
    user = None
    with suppress(ValueError):
        user = User.objects.filter(pk=UUID(uid), is_active=True).first()
    if user is None or not reset_tokens.check_token(user, token):
        raise InvalidLink
    return user


def reset_password(*, user: User, password: str) -> None:
    """Set the password once for each link; raises InvalidLink if it was used meanwhile."""
    unused = Q(reset_requested_at=user.reset_requested_at)
    if not store_password(user, password, condition=unused, reset_requested_at=None):
        raise InvalidLink


@receiver(logged_in)
def end_reset_link(user: User, **kwargs: Any) -> None:
    """End the link of a user who has logged in, and does not need it."""
    if user.reset_requested_at:
        # Not user.save(): the user may have been deleted in the meantime.
        User.objects.filter(pk=user.pk).update(reset_requested_at=None)


urlpatterns = [
    path("password/reset/", PasswordResetView.as_view(), name="password_reset"),
    path(
        "password/reset/confirm/",
        PasswordResetConfirmView.as_view(),
        name="password_reset_confirm",
    ),
]
