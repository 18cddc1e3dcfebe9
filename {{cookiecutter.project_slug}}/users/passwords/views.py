"""The way back in for whoever has lost their password."""

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from api import events, throttling
from api.background import run_later
from api.views import PublicView
from users.passwords import serializers, services


class PasswordResetView(PublicView):
    """Mail a link to reset the password, if the address is somebody's.

    The answer is the same for every address, and comes before anything is looked up.
    """

    throttle_classes = (throttling.ByAddress, throttling.ByAccount)
    throttle_scope = "reset"
    throttled_account = "email"

    @extend_schema(request=serializers.PasswordResetSerializer, responses={202: None})
    def post(self, request: Request) -> Response:
        serializer = serializers.PasswordResetSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        run_later(services.send_reset_link, email=serializer.validated_data["email"])
        return Response(status=status.HTTP_202_ACCEPTED)


class PasswordResetConfirmView(PublicView):
    """Set a new password with a mailed link. Logging in is another step."""

    throttle_classes = (throttling.ByAddress,)
    throttle_scope = "verify"

    @extend_schema(
        request=serializers.PasswordResetConfirmSerializer, responses={204: None}
    )
    def post(self, request: Request) -> Response:
        serializer = serializers.PasswordResetConfirmSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        user = serializer.validated_data["user"]
        services.reset_password(**serializer.validated_data)
        events.record(events.PASSWORD_CHANGED, request=request, user=user)
        # Else whoever guesses the password would go on keeping its owner out.
        throttling.remember_login(request, user)
        return Response(status=status.HTTP_204_NO_CONTENT)
