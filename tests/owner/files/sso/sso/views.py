from django.core import signing
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import AllowAny, IsAdminUser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.throttling import ByAddress
from tokens import logins
from tokens.transport import token_response
from users.models import User


class SocialLoginSerializer(serializers.Serializer):
    assertion = serializers.CharField()


class SocialLoginView(APIView):
    """Log in with what the company's identity provider has signed."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_classes = (ByAddress,)
    throttle_scope = "login"

    @extend_schema(request=SocialLoginSerializer, responses={200: None})
    def post(self, request: Request) -> Response:
        serializer = SocialLoginSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        try:
            email = signing.loads(
                serializer.validated_data["assertion"], salt="identity provider"
            )
        except signing.BadSignature as error:
            raise AuthenticationFailed from error
        user = get_object_or_404(User, email=email)
        response: Response = token_response(logins.start(user, request))
        return response


class SupportViewSet(viewsets.ViewSet):
    """Look at the service as one of its users sees it."""

    permission_classes = (IsAdminUser,)

    @extend_schema(
        parameters=[OpenApiParameter("id", OpenApiTypes.UUID, OpenApiParameter.PATH)],
        request=None,
        responses={200: None},
    )
    @action(detail=True, methods=["post"])
    def impersonate(self, request: Request, pk: str) -> Response:
        user = get_object_or_404(User, pk=pk, is_staff=False)
        return Response({"access": logins.start(user, request)["access"]})
