"""What somebody who is known may not do: the client is told, and it is written down."""

from django.http import HttpRequest
from rest_framework.request import Request
from rest_framework.response import Response

from api import events


def refuse(request: Request, response: Response) -> None:
    """Complete a 403 with the challenge of whatever let its sender in (RFC 6750, 3.1).

    An access token says `insufficient_scope`: one with other claims might do.
    """
    challenge = getattr(request.successful_authenticator, "forbidden_header", None)
    if challenge:
        response["WWW-Authenticate"] = challenge
    record(request)


def record(request: Request | HttpRequest) -> None:
    """Write down who was refused what; strangers have no rights to overstep."""
    user = getattr(request, "user", None)
    if user and user.is_authenticated:
        events.record(
            events.FORBIDDEN,
            request=request,
            user=user.pk,
            method=request.method,
            path=request.path,
        )
