"""The refresh token lives in a cookie that no script can read; the access token does not.

So a page that runs a stranger's script loses an access token of minutes, not the login.
The price is that browsers send a cookie whoever asks: see origin.py. docs/clients.md
tells a front end how to use it.
"""

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from tokens.transport.cookie import checks, jar  # noqa: F401  (registers the checks)
from tokens.transport.cookie.origin import check

__all__ = ["check", "clear", "forget", "received", "sent"]

# What is no token is refused, or taken leave of, like one that is dead.
NO_TOKEN = "none"


def received(request: Request) -> dict[str, str]:
    """Return the refresh token of the cookie; the body is not looked at."""
    return {"refresh": jar.find(request) or NO_TOKEN}


def sent(data: dict[str, Any]) -> Response:
    """Answer with tokens: a refresh token goes into the cookie and nowhere else."""
    response = Response({name: data[name] for name in data if name != "refresh"})
    if "refresh" in data:
        jar.put(response, data["refresh"])
    return response


def forget(response: Response) -> None:
    """Have the browser remove a cookie that is dead."""
    jar.remove(response)


def clear(response: Response) -> None:
    """Have the browser remove all that it keeps of somebody who has logged out."""
    jar.remove(response)
    response["Clear-Site-Data"] = '"cookies", "storage"'
