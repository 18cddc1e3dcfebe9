"""Runs in the process of a contender: makes its users and tokens, and calls its WSGI.

`python -m benchmarks.inside`, in the folder of the contender's project, reads a line of
JSON that says what to do.
"""

import importlib
import io
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

from benchmarks import traffic


def token_maker() -> Callable[[Any], dict[str, str]]:
    """Return what starts a login, as the contender's own code does it."""
    name = os.environ["BENCHMARK_CONTENDER"]
    if name == "service":
        logins = importlib.import_module("tokens.logins")
        return lambda user: dict(logins.start(user))
    if name == "drf-token":
        model = importlib.import_module("rest_framework.authtoken.models").Token
        return lambda user: {"access": model.objects.get_or_create(user=user)[0].key}
    if name == "knox":
        model = importlib.import_module("knox.models").AuthToken
        return lambda user: {"access": model.objects.create(user)[1]}
    module = {
        "simplejwt": "rest_framework_simplejwt.tokens",
        "ninja-jwt": "ninja_jwt.tokens",
        "jwt-allauth": "jwt_allauth.tokens.tokens",
    }[name]
    refresh_token = importlib.import_module(module).RefreshToken

    def start(user: Any) -> dict[str, str]:
        refresh = refresh_token.for_user(user)
        return {"access": str(refresh.access_token), "refresh": str(refresh)}

    return start


def seed(users: int, tokens: int) -> dict[str, Any]:
    """Make users, if there are none, and tokens; all users have one password."""
    importlib.import_module("django").setup()
    auth = importlib.import_module("django.contrib.auth")
    manager = auth.get_user_model()._default_manager
    if not manager.exists():
        password = auth.hashers.make_password(traffic.PASSWORD)
        manager.bulk_create(
            manager.model(
                username=f"user{number}",
                email=f"user{number}@example.com",
                first_name="Ann",
                last_name="Example",
                password=password,
            )
            for number in range(users)
        )
    start = token_maker()
    people = list(manager.order_by("username")[: max(1, min(users, tokens))])
    made = [start(people[number % len(people)]) for number in range(tokens)]
    return {
        "users": [person.username for person in people],
        "access": made[0]["access"],
        "refresh": [tokens.get("refresh", "") for tokens in made],
    }


def environ_of(request: traffic.Request) -> dict[str, Any]:
    """Return the request as gunicorn gives it to the application."""
    headers = {**traffic.PROXIED, "Host": "127.0.0.1:8000", **request.headers}
    url = urlsplit(request.path)
    environ: dict[str, Any] = {
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(request.body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "REQUEST_METHOD": request.method,
        "PATH_INFO": url.path,
        "QUERY_STRING": url.query,
        "RAW_URI": request.path,
        "SCRIPT_NAME": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "REMOTE_PORT": "50000",
    }
    if request.body:
        environ["CONTENT_TYPE"] = "application/json"
        environ["CONTENT_LENGTH"] = str(len(request.body))
    for name, value in headers.items():
        environ["HTTP_" + name.upper().replace("-", "_")] = value
    return environ


def call(application: Any, request: traffic.Request) -> bytes:
    statuses: list[str] = []
    response = application(
        environ_of(request), lambda status, headers, exc=None: statuses.append(status)
    )
    try:
        body = b"".join(response)
    finally:
        response.close()
    if not statuses[0].startswith("2"):
        sys.exit(f"{request.method} {request.path}: {statuses[0]}: {body[:300]!r}")
    return body


def clients(given: dict[str, Any]) -> dict[str, traffic.Client]:
    tokens = given["refresh"]
    return {
        "get": traffic.get(given["authorization"]),
        "login": traffic.login(given["credentials"]),
        "refresh": traffic.refresh(tokens[0]),
        "logout": traffic.logout(tokens[1:]),
    }


def phases(given: dict[str, Any]) -> Iterator[tuple[str, float]]:
    """Make the calls of each phase; yield its path, and the CPU seconds that it took."""
    application = importlib.import_module(given["wsgi"]).application
    running = clients(given)
    answers: dict[str, Any] = {}
    for path, count in given["phases"]:
        client = running[path]
        start = time.process_time()
        for _ in range(count):
            answers[path] = call(application, client.send(answers.get(path)))
        yield path, time.process_time() - start


def queries(given: dict[str, Any]) -> dict[str, list[str]]:
    """Return the statements of one call of each path, after some that are not counted."""
    application = importlib.import_module(given["wsgi"]).application
    connection = importlib.import_module("django.db").connection
    capture = importlib.import_module("django.test.utils").CaptureQueriesContext
    found = {}
    running = clients(given)
    for path in given["paths"]:
        answer: Any = None
        for _ in range(3):
            with capture(connection) as captured:
                answer = call(application, running[path].send(answer))
        found[path] = [query["sql"].split()[0] for query in captured.captured_queries]
    return found


def main() -> None:
    command = sys.argv[1]
    given = json.loads(sys.stdin.readline())
    if command == "seed":
        print(json.dumps(seed(**given)))
    elif command == "queries":
        print(json.dumps(queries(given)))
    else:
        for result in phases(given):
            print(json.dumps(result), flush=True)
            if given.get("wait"):
                sys.stdin.readline()


main()
