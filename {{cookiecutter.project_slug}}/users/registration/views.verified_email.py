"""Making an account, in two steps: an address first, and with its link all else."""

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from api import events, throttling
from api.background import run_later
from api.views import PublicView
from users.registration.links import send_registration_link
from users.registration.serializers import (
    RegistrationSerializer,
    VerifyEmailSerializer,
)
from users.registration.services import create_account
from users.serializers import UserSerializer


class RegistrationView(PublicView):
    """Mail a link to make an account with; ask again if it got lost.

    The answer is the same for every address, and comes before anything is looked up.
    """

    throttle_classes = (throttling.ByAddress, throttling.ByAccount)
    throttle_scope = "register"
    throttled_account = "email"

    @extend_schema(request=RegistrationSerializer, responses={202: None})
    def post(self, request: Request) -> Response:
        serializer = RegistrationSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        run_later(send_registration_link, email=serializer.validated_data["email"])
        return Response(status=status.HTTP_202_ACCEPTED)


class VerifyEmailView(PublicView):
    """Make an account with a mailed link. Logging in is another step."""

    throttle_classes = (throttling.ByAddress,)
    throttle_scope = "verify"

    @extend_schema(request=VerifyEmailSerializer, responses={201: UserSerializer})
    def post(self, request: Request) -> Response:
        serializer = VerifyEmailSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        user = create_account(**serializer.validated_data)
        events.record(events.USER_CREATED, request=request, user=user)
        return Response(UserSerializer(user).data, status=status.HTTP_201_CREATED)
