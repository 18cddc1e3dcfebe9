"""The lesson about the library and the same by hand: presets/by_hand.yaml."""

import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from cookiecutter_drf_simplejwt.steps import VENV_PYTHON
from tests import lessons
from tests.lessons import LOGIN, NOT_AUTHENTICATED, REFUSED, bearer, claims
from tests.server import serve

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("lesson-by-hand")]

PROFILE = "/api/by-hand/profile/"
INVALID = REFUSED | {"detail": "Invalid token", "code": "invalid_token"}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lessons.make_project("by_hand", tmp_path_factory.mktemp("by-hand"))


@pytest.fixture(scope="module")
def api(project: Path) -> Iterator[httpx.Client]:
    with serve(project / VENV_PYTHON, project) as client:
        yield client


@pytest.fixture(scope="module")
def token(api: httpx.Client) -> str:
    response = api.post("/api/by-hand/login/", json=LOGIN)
    assert response.status_code == 200, response.text
    assert list(response.json()) == ["token"]
    return str(response.json()["token"])


@pytest.fixture(scope="module")
def pair(api: httpx.Client) -> dict[str, Any]:
    response = api.post("/api/token/", json=LOGIN)
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    return body


def encoded(content: Any) -> str:
    text = content if isinstance(content, bytes) else json.dumps(content).encode()
    return urlsafe_b64encode(text).decode().rstrip("=")


def signed(header: dict[str, Any], said: dict[str, Any], key: bytes) -> str:
    text = f"{encoded(header)}.{encoded(said)}"
    return f"{text}.{encoded(hmac.digest(key, text.encode(), 'sha256'))}"


def made_by_the_service(project: Path, code: str) -> str:
    """Have the service make a token, in the past for instance."""
    imports = (
        "import datetime; from by_hand import tokens; from users.models import User"
    )
    shown = lessons.manage(project, "shell", "--command", f"{imports}; {code}")
    return shown.split()[-1]


def refused(response: httpx.Response, body: dict[str, Any] = INVALID) -> bool:
    assert response.status_code == 401
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["WWW-Authenticate"] == 'Bearer realm="by-hand"'
    assert response.json() == body
    return True


def test_both_log_ins_live_side_by_side(
    api: httpx.Client, token: str, pair: dict[str, Any]
) -> None:
    by_hand = api.get(PROFILE, headers=bearer(token))
    for_real = api.get("/api/users/me/", headers=bearer(pair["access"]))

    assert by_hand.status_code == for_real.status_code == 200
    assert by_hand.json() == for_real.json() == pair["user"]
    assert by_hand.json()["username"] == "ann"
    assert by_hand.json()["email"] == "ann@example.com"


def test_neither_opens_the_others_door(
    api: httpx.Client, token: str, pair: dict[str, Any]
) -> None:
    for real in (pair["access"], pair["refresh"]):
        assert refused(api.get(PROFILE, headers=bearer(real)))
    answer = api.get("/api/users/me/", headers=bearer(token))
    assert (answer.status_code, answer.json()) == (401, REFUSED)


def test_the_wrong_password(api: httpx.Client) -> None:
    response = api.post("/api/by-hand/login/", json={**LOGIN, "password": "wrong"})

    body = {"detail": "Invalid credentials", "code": "invalid_credentials"}
    assert refused(response, REFUSED | body)


def test_a_token_of_yesterday(project: Path, api: httpx.Client) -> None:
    old = made_by_the_service(
        project,
        "tokens.LIFETIME = -datetime.timedelta(seconds=1); "
        "print(tokens.encode(User.objects.get()))",
    )

    body = {"detail": "Token expired", "code": "token_expired"}
    assert refused(api.get(PROFILE, headers=bearer(old)), REFUSED | body)


def test_somebody_who_was_deleted(project: Path, api: httpx.Client) -> None:
    orphan = made_by_the_service(project, "print(tokens.encode(User()))")

    assert refused(api.get(PROFILE, headers=bearer(orphan)))


def test_forgeries(project: Path, api: httpx.Client, token: str) -> None:
    header, said = lessons.header(token), claims(token)
    secrets = (project / ".env").read_text(encoding="utf-8")
    keys = [line.partition("=")[2] for line in secrets.splitlines() if "KEY=" in line]
    assert len(keys) >= 2

    for key in (*keys, "", "secret"):
        forgery = signed(header, said, key.encode())
        assert refused(api.get(PROFILE, headers=bearer(forgery)))
    for alg in ("none", "None", "HS512", "RS256", ["HS256"], None):
        forgery = signed(header | {"alg": alg}, said, b"")
        for text in (forgery, forgery.rpartition(".")[0] + "."):
            assert refused(api.get(PROFILE, headers=bearer(text)))


def test_malformed_headers(api: httpx.Client, token: str) -> None:
    missing: list[bytes | None] = [None, b"", b"Basic x", b"x", b"\xff\xfe"]
    for value in missing:
        headers = {} if value is None else {b"Authorization": value}
        answer = api.get(PROFILE, headers=headers)
        assert refused(answer, NOT_AUTHENTICATED)

    good = token.encode()
    wrong = [b"Bearer", b"Bearer a b", b"Bearer " + good + b" x", b"Bearer \xff\xe9"]
    nested = encoded(b"[" * 3000).encode()
    wrong += [b"Bearer ..", b"Bearer " + good[:-9], b"Bearer " + nested + b".e30.x"]
    for value in wrong:
        assert refused(api.get(PROFILE, headers={b"Authorization": value}))
