"""The requests of a client: what it sends next depends on what it got."""

import json
from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Any

PASSWORD = "correct horse battery staple"
# What a proxy adds. The service counts attempts of this address.
PROXIED = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1"}


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


# Gets the body of the response, and yields the next request.
Client = Generator[Request, Any, None]


def post(path: str, body: dict[str, Any]) -> Request:
    return Request("POST", path, json.dumps(body).encode())


def get(authorization: str) -> Client:
    while True:
        yield Request("GET", "/api/users/me/", headers={"Authorization": authorization})


def login(credentials: dict[str, str]) -> Client:
    while True:
        yield post("/api/token/", credentials)


def refresh(token: str) -> Client:
    """Refresh with a token, then with the one that came for it, and so on."""
    while True:
        answer = yield post("/api/token/refresh/", {"refresh": token})
        token = json.loads(answer)["refresh"]


def logout(tokens: list[str]) -> Client:
    for token in tokens:
        yield post("/api/token/blacklist/", {"refresh": token})
