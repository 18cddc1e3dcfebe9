"""The door of the API: what it is, and what is behind it."""

from typing import Any

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from api.parsers import JSONParser


class PublicView(APIView):
    """A view for all, which reads JSON: a form could be sent by the page of another site."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    parser_classes = (JSONParser,)


class HelloView(PublicView):
    """Say hello: the name of this service, and where to go from here."""

    @extend_schema(
        responses={
            (200, "application/json"): {
                "type": "object",
                "properties": {
                    "name": {"type": "string"},
                    "links": {
                        "type": "object",
                        "additionalProperties": {"type": "string", "format": "uri"},
                    },
                },
                "required": ["name", "links"],
            },
        },
    )
    def get(self, request: Request) -> Response:
        return Response(
            {
                "name": settings.PROJECT_NAME,
                "links": {
                    "log in": reverse("token_obtain_pair", request=request),
                    "refresh": reverse("token_refresh", request=request),
                    "me": reverse("me", request=request),
                    "documentation": reverse("docs", request=request),
                },
            }
        )


class NotFoundView(PublicView):
    """Answer below the prefix what no other view answers."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        raise exceptions.NotFound
