"""Both tokens travel in JSON bodies; the access token comes back in a header.

A browser sends neither by itself, so that no foreign page can act for its user.
"""

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response


def check(request: Request) -> None:
    """Let everybody in: who knows a token may use it."""


def received(request: Request) -> Any:
    """Return what the client sent along with its refresh token."""
    return request.data


def sent(data: dict[str, Any]) -> Response:
    """Answer with tokens."""
    return Response(data)


def forget(response: Response) -> None:
    """Leave it to the client to throw a dead refresh token away."""


def clear(response: Response) -> None:
    """Leave it to the client to clean up after logging out."""
