"""The endpoints of passkeys: register one, and log in with one alone."""

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework_simplejwt.exceptions import InvalidToken

from api import events
from api.fields import TextField
from second_factor import challenges, factors, passkeys
from second_factor.backend import LOGIN
from second_factor.login import LoginSerializer, NotProven, SecondFactorView
from second_factor.views import FactorSerializer, FactorsView, RecoveryCodesSerializer
from tokens.authentication import AccessTokenAuthentication
from tokens.generics import TokenView
from tokens.serializers import TokenField


class PasskeyRegistrationSerializer(serializers.Serializer):
    name = TextField(max_length=50, default=_("Passkey"))
    credential = serializers.DictField()


class RegisteredSerializer(RecoveryCodesSerializer, FactorSerializer):
    class Meta(FactorSerializer.Meta):
        fields = [*FactorSerializer.Meta.fields, "recovery_codes"]


class OptionsSerializer(serializers.Serializer):
    challenge = TokenField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        current = self.context["request"].user
        user = current if current.is_authenticated else None
        if "challenge" in attrs:
            user = challenges.read(LOGIN, attrs["challenge"])
        return passkeys.use_options(user)


class PasskeyLoginSerializer(LoginSerializer):
    credential = serializers.DictField(write_only=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return the response to a login; raises NotProven or Unavailable."""
        request, credential = self.context["request"], attrs["credential"]
        passkey = passkeys.find(credential)
        if not passkey or not passkeys.use(passkey, credential, alone=True):
            events.record(events.LOGIN_FAILED, request=request)
            raise NotProven
        # RFC 8176: proof of possession, presence of the user, several factors.
        amr = ["pop", "user", "mfa"]
        try:
            return self.log_in(passkey.user, amr, attrs.get("lifetime"))
        except InvalidToken as error:
            raise NotProven from error


class PasskeyRegistrationOptionsView(FactorsView):
    @extend_schema(request=None, responses={200: OpenApiTypes.OBJECT})
    def post(self, request: Request) -> Response:
        """Begin to register a passkey: what navigator.credentials.create() needs."""
        return Response(passkeys.registration_options(self.user))


class PasskeyRegistrationView(FactorsView):
    serializer_class = PasskeyRegistrationSerializer

    @extend_schema(responses={201: RegisteredSerializer})
    def post(self, request: Request) -> Response:
        """Add the passkey that navigator.credentials.create() has returned as JSON.

        The response has the recovery codes if the user had none, and an empty list if not.
        """
        passkey = passkeys.new_passkey(self.user, **self.validated(request))
        codes = factors.add(passkey, request)
        body = {**FactorSerializer(passkey).data, "recovery_codes": codes}
        return Response(body, status=status.HTTP_201_CREATED)


class PasskeyOptionsView(TokenView):
    """What navigator.credentials.get() needs, to log in with a passkey alone.

    With the challenge of a login, or with an access token, the passkeys of this user are
    listed: the response is then a second factor, or for a step-up.
    """

    authentication_classes = (AccessTokenAuthentication,)  # type: ignore[assignment]
    permission_classes = (AllowAny,)  # type: ignore[assignment]
    serializer_class = OptionsSerializer

    @extend_schema(request=OptionsSerializer, responses={200: OpenApiTypes.OBJECT})
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return Response(self.validate(request.data))


class PasskeyLoginView(SecondFactorView):
    """Log in with a passkey alone."""

    serializer_class = PasskeyLoginSerializer


urlpatterns = [
    path("token/passkey/", PasskeyLoginView.as_view(), name="passkey_login"),
    path(
        "token/passkey/options/", PasskeyOptionsView.as_view(), name="passkey_options"
    ),
    path(
        "users/me/factors/passkeys/",
        PasskeyRegistrationView.as_view(),
        name="passkey_registration",
    ),
    path(
        "users/me/factors/passkeys/options/",
        PasskeyRegistrationOptionsView.as_view(),
        name="passkey_registration_options",
    ),
]
