"""Making an account, with nothing to prove.

The answer tells who has an account already: without a mail there is no other way to say
that a name is taken. Choose `verified_email` where that must not be known.
"""

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from api import events, throttling
from api.views import PublicView
from users.registration.serializers import RegistrationSerializer
from users.registration.services import create_account
from users.serializers import UserSerializer


class RegistrationView(PublicView):
    """Make an account. Logging in is another step."""

    throttle_classes = (throttling.ByAddress, throttling.ByAccount)
    throttle_scope = "register"
    throttled_account = "email"

    @extend_schema(request=RegistrationSerializer, responses={201: UserSerializer})
    def post(self, request: Request) -> Response:
        serializer = RegistrationSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        user = create_account(**serializer.validated_data)
        events.record(events.USER_CREATED, request=request, user=user)
        return Response(UserSerializer(user).data, status=status.HTTP_201_CREATED)
