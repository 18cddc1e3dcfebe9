"""Shows the life of an access token against a running service, request by request.

    ACCESS_TOKEN_LIFETIME=2s .venv/bin/python manage.py runserver

and in another terminal, with what the README's first lines set, or your own:

    export API LOGIN_NAME=demo LOGIN_PASSWORD="$DJANGO_SUPERUSER_PASSWORD"
    .venv/bin/python docs/walkthrough.py

It needs nothing but Python, and ends with 1 if an answer is not what it should be.
"""

import base64
import http.client
import json
import os
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any

HEADERS = {
    "Content-Type": "application/json",
    # template: if cookiecutter.token_transport == "cookie"
    # A page of another site cannot send this.
    "X-Requested-With": "walkthrough",
    # template: endif
}

opener = urllib.request.build_opener(
    # Straight to the service, whatever proxy there is.
    urllib.request.ProxyHandler({}),
    # template: if cookiecutter.token_transport == "cookie"
    # Keeps the refresh token.
    urllib.request.HTTPCookieProcessor(),
    # template: endif
)

# In seconds. Nobody wants to watch a token for longer.
PATIENCE = 30


VARIABLES = ("API", "LOGIN_NAME", "LOGIN_PASSWORD")


def main() -> int:
    for name in VARIABLES:
        if not os.environ.get(name):
            print(f"Set {name}: {', '.join(VARIABLES)} are needed.")
            return 1
    api, name, password = (os.environ[variable] for variable in VARIABLES)
    try:
        walk(api, name, password)
    except Surprise as error:
        print(f"\n{error}")
    except (OSError, http.client.HTTPException, ValueError) as error:
        print(f"{api} does not answer: {error}")
    else:
        return 0
    return 1


class Surprise(Exception):
    """An answer that is not what it should be."""


def walk(
    api: str, name: str, password: str, wait: Callable[[float], object] = time.sleep
) -> None:
    """Go through the life of an access token; raises Surprise."""
    print("Without a token the API stays closed:")
    send(api, "GET", "users/me/", expect=401)

    print("Log in, and there are tokens:")
    # The service reads one of the names, and passes over the other.
    body = {"username": name, "email": name, "password": password}
    login = send(api, "POST", "token/", body, expect=200)
    access, refresh = login["access"], login.get("refresh")

    print("The access token opens it:")
    send(api, "GET", "users/me/", access=access, expect=200)

    seconds = expiry(access) - time.time() + 1
    if seconds > PATIENCE:
        print(
            f"It lives for {seconds:.0f} seconds more, which nobody waits for here.\n"
        )
    else:
        print(f"{seconds:.0f} seconds later it has expired:")
        wait(seconds)
        send(api, "GET", "users/me/", access=access, expect=401)

    print("Refresh, with the refresh token alone, and there is a new one:")
    body = {"refresh": refresh} if refresh else {}
    access = send(api, "POST", "token/refresh/", body, expect=200)["access"]

    print("It opens the API again:")
    send(api, "GET", "users/me/", access=access, expect=200)


def send(
    api: str,
    method: str,
    path: str,
    body: dict[str, str] | None = None,
    *,
    access: str = "",
    expect: int,
) -> dict[str, Any]:
    """Send a request, print it with its answer, and return what the answer says."""
    authorization = {"Authorization": f"Bearer {access}"} if access else {}
    request = urllib.request.Request(  # noqa: S310
        f"{api.rstrip('/')}/{path}",
        None if body is None else json.dumps(body).encode(),
        HEADERS | authorization,
        method=method,
    )
    try:
        with opener.open(request) as response:
            status, text = response.status, response.read()
    except urllib.error.HTTPError as error:
        with error:
            status, text = error.code, error.read()
    try:
        told = dict(json.loads(text))
    except ValueError as error:
        raise Surprise(
            f"{request.full_url} answered {status}, but not as this API does: "
            f"is API={api} right, with the prefix at its end?"
        ) from error
    print(f"  {method} {path}{'  Authorization: Bearer …' if access else ''}")
    print(f"  {status} {told.get('detail') or ', '.join(told)}\n")
    if status != expect:
        raise Surprise(f"It should have been {expect}.")
    return told


def expiry(token: str) -> float:
    """Read when a token expires. Anyone who holds one can."""
    claims = token.split(".")[1]
    return float(json.loads(base64.urlsafe_b64decode(claims + "=="))["exp"])


if __name__ == "__main__":
    sys.exit(main())
