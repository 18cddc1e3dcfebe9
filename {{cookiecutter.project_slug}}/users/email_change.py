"""Another e-mail address for an account, by a link that is mailed to that address.

An address receives links that set a password, so a change needs a recent proof of the user,
and the old address is told.
"""

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import path
from django.utils.crypto import constant_time_compare, salted_hmac
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api import events, throttling
from api.errors import InvalidLink
from api.fields import EmailField, TextField
from api.parsers import JSONParser
from api.permissions import RecentlyAuthenticated
from api.views import PublicView
from users import mail
from users.models import User

SALT = "users.email_change"


class EmailChangeSerializer(serializers.Serializer):
    email = EmailField()


class EmailConfirmSerializer(serializers.Serializer):
    token = TextField()


class EmailChangeView(APIView):
    """Mail a link to another address, which becomes that of one's own account.

    The response is the same for every address, and is sent before the address is looked up.
    """

    permission_classes = (IsAuthenticated, RecentlyAuthenticated)
    parser_classes = (JSONParser,)
    throttle_classes = (throttling.ByAddress, throttling.ByAccount)
    throttle_scope = "email"

    @extend_schema(request=EmailChangeSerializer, responses={202: None})
    def post(self, request: Request) -> Response:
        serializer = EmailChangeSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        email = serializer.validated_data["email"]
        # The throttle has counted the user. Several users could fill one mailbox.
        throttling.count_account(request, self.throttle_scope, email)
        mail.run_later(send_email_link, user=request.user, email=email)
        return Response(status=status.HTTP_202_ACCEPTED)


class EmailConfirmView(PublicView):
    """Take over the address to which a link was mailed. It does not log the user in."""

    throttle_classes = (throttling.ByAddress,)
    throttle_scope = "verify"

    @extend_schema(request=EmailConfirmSerializer, responses={204: None})
    def post(self, request: Request) -> Response:
        serializer = EmailConfirmSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        user, old = change_email(serializer.validated_data["token"])
        events.record(
            events.USER_UPDATED, request=request, user=user, attributes=["email"]
        )
        if old:
            mail.run_later(mail.send, template="email_changed", to=old)
        return Response(status=status.HTTP_204_NO_CONTENT)


def send_email_link(*, user: User, email: str) -> None:
    """Mail a link to a normalized address, if it is not that of an account.

    The owner of an account is told by mail that it has the address; the user is not told.
    """
    owner = User.objects.filter(email=email).first()
    if owner is None:
        link = [str(user.pk), email, _state(user)]
        mail.send("email_change", to=email, token=signing.dumps(link, salt=SALT))
    elif owner != user:
        mail.send("email_taken", to=owner.email)


def change_email(token: str) -> tuple[User, str]:
    """Give the user of a link its address; return the user and the old address.

    Of concurrent requests with one link, one succeeds: the user's row is locked. Of those
    with links of several users to one address, the unique constraint refuses the others.
    Raises InvalidLink.
    """
    try:
        key, email, state = signing.loads(
            token, salt=SALT, max_age=settings.EMAIL_CHANGE_TIMEOUT
        )
    except signing.BadSignature as error:
        raise InvalidLink from error
    with transaction.atomic():
        users = User.objects.select_for_update().filter(pk=key, is_active=True)
        user = users.first()
        if user is None or not constant_time_compare(state, _state(user)):
            raise InvalidLink
        if User.objects.filter(email=email).exists():
            raise InvalidLink
        old, user.email = user.email, email
        user.save(update_fields=["email"])
    return user, old


def _state(user: User) -> str:
    """Return a MAC of what ends a link when it changes: the address and the password."""
    return salted_hmac(
        SALT, f"{user.email} {user.password}", algorithm="sha256"
    ).hexdigest()


urlpatterns = [
    path("email/change/", EmailChangeView.as_view(), name="email_change"),
    path("email/confirm/", EmailConfirmView.as_view(), name="email_confirm"),
]
