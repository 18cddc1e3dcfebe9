"""The second factors of the current user: list, add, rename and remove them."""

from typing import Any, cast

from django.db import transaction
from django.db.models import QuerySet
from django.urls import path
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import ValidationError
from rest_framework.generics import GenericAPIView
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response

from api import throttling
from api.fields import ModelSerializer, TextField
from api.parsers import JSONParser
from api.permissions import RecentlyAuthenticated
from second_factor import factors, totp
from second_factor.models import Factor, RecoveryCode, lock
from second_factor.recovery_codes import new_recovery_codes
from users.models import User


class FactorSerializer(ModelSerializer):
    class Meta:
        model = Factor
        fields = ["id", "kind", "name", "created_at", "last_used_at"]
        read_only_fields = ["kind", "created_at", "last_used_at"]


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


class FactorsView(GenericAPIView):
    """The base of the views below: a change needs a recent login or step-up."""

    serializer_class: type[serializers.BaseSerializer] = FactorSerializer
    parser_classes = (JSONParser,)
    throttle_scope = "login"

    def get_queryset(self) -> QuerySet[Factor]:
        return Factor.objects.filter(user=self.user)

    def get_permissions(self) -> list[Any]:
        changes = self.request.method not in SAFE_METHODS
        more = [RecentlyAuthenticated()] if changes else []
        return [*super().get_permissions(), *more]

    def get_throttles(self) -> list[Any]:
        changes = self.request.method not in SAFE_METHODS
        return [throttling.ByAddress(), throttling.ByAccount()] if changes else []

    def validated(self, request: Request) -> dict[str, Any]:
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        data: dict[str, Any] = serializer.validated_data
        return data

    @property
    def user(self) -> User:
        return cast("User", self.request.user)


class FactorListView(FactorsView):
    @extend_schema(responses=FactorSerializer(many=True))
    def get(self, request: Request) -> Response:
        """One's own factors, the oldest first."""
        return Response(self.get_serializer(self.get_queryset(), many=True).data)


class FactorView(FactorsView):
    lookup_url_kwarg = "factor_id"

    def patch(self, request: Request, **kwargs: Any) -> Response:
        """Rename one of one's own factors."""
        with transaction.atomic():
            lock(self.user)
            factor = self.get_object()
            factor.name = self.validated(request)["name"]
            # Not its other fields: a login may have used a code in the meantime.
            factor.save(update_fields=["name"])
        factors.record_change(self.user, "renamed", request)
        return Response(self.get_serializer(factor).data)

    def delete(self, request: Request, **kwargs: Any) -> Response:
        """Remove one of one's own factors, and with the last one the recovery codes."""
        with transaction.atomic():
            lock(self.user)
            self.get_object().delete()
            if not factors.methods_of(self.user):
                factors.reset(self.user)
        factors.record_change(self.user, "removed", request)
        return Response(status=status.HTTP_204_NO_CONTENT)


class TotpView(FactorsView):
    @extend_schema(request=None, responses={200: EnrolmentSerializer})
    def post(self, request: Request) -> Response:
        """Begin to set up an authenticator app; nothing changes until `confirm/`."""
        return Response(totp.begin(self.user)._asdict())


class TotpConfirmView(FactorsView):
    serializer_class = CodeSerializer

    @extend_schema(responses={200: RecoveryCodesSerializer})
    def post(self, request: Request) -> Response:
        """Add the app with its first code.

        The response has the recovery codes if the user had none, and an empty list if not.
        """
        app = totp.finish(self.user, **self.validated(request))
        if app is None:
            raise ValidationError({"code": totp.WRONG}, code="wrong_second_factor")
        return Response({"recovery_codes": factors.add(app, request)})


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
