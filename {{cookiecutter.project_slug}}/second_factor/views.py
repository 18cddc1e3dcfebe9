"""The second factors of the current user: list, add, rename and remove them."""

from typing import Any, cast
from uuid import UUID

from django.db import transaction
from django.urls import path
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api import throttling
from api.fields import TextField
from api.parsers import JSONParser
from api.permissions import RecentlyAuthenticated
from second_factor import factors, totp
from second_factor.models import KINDS, Factor, RecoveryCode, lock
from second_factor.recovery_codes import new_recovery_codes
from users.models import User


class FactorSerializer(serializers.Serializer):
    id = serializers.UUIDField(read_only=True)
    kind = serializers.CharField(read_only=True)
    name = TextField(max_length=50)
    created_at = serializers.DateTimeField(read_only=True)
    last_used_at = serializers.DateTimeField(read_only=True)


class EnrolmentSerializer(serializers.Serializer):
    secret = serializers.CharField(help_text="In base32.")
    uri = serializers.CharField(help_text="The same as otpauth:// URI.")
    qr = serializers.CharField(help_text="The same as data: URL of an SVG.")


class CodeSerializer(serializers.Serializer):
    code = TextField(max_length=10)
    name = TextField(max_length=50, default=factors.APP)


class RecoveryCodesSerializer(serializers.Serializer):
    recovery_codes = serializers.ListField(child=serializers.CharField())


class RecoveryCodesLeftSerializer(serializers.Serializer):
    left = serializers.IntegerField()


class FactorsView(APIView):
    """The base of the views below: a change needs a recent login or step-up."""

    parser_classes = (JSONParser,)
    throttle_scope = "login"

    def get_permissions(self) -> list[Any]:
        changes = self.request.method not in SAFE_METHODS
        more = [RecentlyAuthenticated()] if changes else []
        return [*super().get_permissions(), *more]

    def get_throttles(self) -> list[Any]:
        changes = self.request.method not in SAFE_METHODS
        return [throttling.ByAddress(), throttling.ByAccount()] if changes else []

    @property
    def user(self) -> User:
        return cast("User", self.request.user)


class FactorListView(FactorsView):
    @extend_schema(responses=FactorSerializer(many=True))
    def get(self, request: Request) -> Response:
        """One's own factors, the oldest of each kind first."""
        found = [
            f for kind in KINDS for f in kind._default_manager.filter(user=self.user)
        ]
        return Response(FactorSerializer(found, many=True).data)


class FactorView(FactorsView):
    @extend_schema(request=FactorSerializer, responses=FactorSerializer)
    def patch(self, request: Request, factor_id: UUID) -> Response:
        """Rename one of one's own factors."""
        factor = self.find(factor_id)
        serializer = FactorSerializer(factor, data=request.data)
        serializer.is_valid(raise_exception=True)
        factor.name = serializer.validated_data["name"]
        # Not save(): the factor may have been removed in the meantime.
        rows = type(factor)._default_manager.filter(pk=factor.pk)
        if not rows.update(name=factor.name):
            raise NotFound
        factors.record_change(self.user, "renamed", request)
        return Response(FactorSerializer(factor).data)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, factor_id: UUID) -> Response:
        """Remove one of one's own factors, and with the last one the recovery codes."""
        with transaction.atomic():
            lock(self.user)
            self.find(factor_id).delete()
            if not factors.methods_of(self.user):
                factors.reset(self.user)
        factors.record_change(self.user, "removed", request)
        return Response(status=status.HTTP_204_NO_CONTENT)

    def find(self, factor_id: UUID) -> Factor:
        for kind in KINDS:
            found = kind._default_manager.filter(user=self.user, pk=factor_id).first()
            if found:
                return found
        raise NotFound


class TotpView(FactorsView):
    @extend_schema(request=None, responses={200: EnrolmentSerializer})
    def post(self, request: Request) -> Response:
        """Begin to set up an authenticator app; nothing changes until `confirm/`."""
        return Response(totp.begin(self.user)._asdict())


class TotpConfirmView(FactorsView):
    @extend_schema(request=CodeSerializer, responses={200: RecoveryCodesSerializer})
    def post(self, request: Request) -> Response:
        """Add the app with its first code.

        The response has the recovery codes if the user had none, and an empty list if not.
        """
        serializer = CodeSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        codes = factors.add_app(self.user, **serializer.validated_data, request=request)
        if codes is None:
            raise ValidationError(
                {"code": _("The code is wrong. After ten minutes, begin again.")},
                code="wrong_second_factor",
            )
        return Response({"recovery_codes": codes})


class RecoveryCodesView(FactorsView):
    @extend_schema(responses=RecoveryCodesLeftSerializer)
    def get(self, request: Request) -> Response:
        """How many of one's recovery codes are left."""
        left = RecoveryCode.objects.filter(user=self.user).count()
        return Response({"left": left})

    @extend_schema(request=None, responses={200: RecoveryCodesSerializer})
    def post(self, request: Request) -> Response:
        """Replace one's recovery codes; the old ones are not valid any more."""
        if not factors.methods_of(self.user):
            raise ValidationError(
                _("Add a second factor first."), code="no_second_factor"
            )
        codes = new_recovery_codes(self.user)
        factors.record_change(self.user, "recovery_codes", request)
        return Response({"recovery_codes": codes})


urlpatterns = [
    path("", FactorListView.as_view(), name="factors"),
    path("<uuid:factor_id>/", FactorView.as_view(), name="factor"),
    path("totp/", TotpView.as_view(), name="totp"),
    path("totp/confirm/", TotpConfirmView.as_view(), name="totp_confirm"),
    path("recovery-codes/", RecoveryCodesView.as_view(), name="recovery_codes"),
]
