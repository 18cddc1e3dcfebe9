"""A token says which key signed it. That is believed of keys in the ring, and no others."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import jwt
import pytest

from tests.tokens.forgery import encoded, forged

Me = Callable[[str], Any]

SECRET = b"a secret of the attacker's own, which is long enough"


@pytest.mark.parametrize(
    "kid",
    [
        "",
        "unknown",
        "../../../../../../dev/null",
        "/etc/hostname",
        "' OR '1'='1",
        "x' UNION SELECT 'secret",
        "| sleep 10",
        "http://127.0.0.1:9/keys",
        "\0",
        "\ud800",
        "x" * 2_000,
        "x" * 10_000,
        7,
        1.5,
        True,
        None,
        ["a"],
        {"a": "b"},
    ],
    ids=lambda kid: repr(kid)[:30],
)
@pytest.mark.parametrize("secret", [b"", SECRET], ids=["empty", "own"])
def test_other_names_are_refused_at_once(
    tokens: dict[str, str], me: Me, kid: Any, secret: bytes
) -> None:
    began = time.monotonic()

    response = me(forged(tokens["access"], secret=secret, kid=kid))

    assert response.status_code == 401
    assert response.json()["code"] == "token_not_valid"
    assert time.monotonic() - began < 1


def test_a_token_that_names_no_key_is_refused(
    tokens: dict[str, str], altered: Callable[..., str], me: Me
) -> None:
    header, claims, signature = altered(tokens["access"]).split(".")
    nameless = encoded(
        json.dumps({"alg": jwt.get_unverified_header(f"{header}..")["alg"]}).encode()
    )

    assert me(f"{nameless}.{claims}.{signature}").status_code == 401


def test_a_key_that_comes_with_the_token_is_not_used(
    tokens: dict[str, str], me: Me
) -> None:
    """CVE-2018-0114: the attacker's key is in the header, and the token fits it."""
    jwk = {"kty": "oct", "k": encoded(SECRET)}
    for header in (
        {"jwk": jwk},
        {"jwk": {**jwk, "kid": "own"}, "kid": "own"},
        {"x5c": [encoded(SECRET)]},
    ):
        forgery = forged(tokens["access"], secret=SECRET, **header)
        assert me(forgery).status_code == 401


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """An address of the attacker's, and what was asked of it."""
    asked: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            body = json.dumps({"keys": [{"kty": "oct", "k": encoded(SECRET)}]}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("name", ["jku", "x5u"])
def test_no_key_is_fetched_from_an_address_in_the_token(
    tokens: dict[str, str],
    altered: Callable[..., str],
    me: Me,
    listener: tuple[str, list[str]],
    name: str,
) -> None:
    url, asked = listener

    for header in ({name: url}, {name: url, "kid": "own"}, {name: "file:///dev/null"}):
        forgery = forged(tokens["access"], secret=SECRET, **header)
        assert me(forgery).status_code == 401
    # In a token of our own the address is only ignored.
    assert me(altered(tokens["access"], headers={name: url})).status_code == 200
    assert asked == []


def test_a_key_is_not_read_from_a_file(
    tokens: dict[str, str], me: Me, tmp_path: Path
) -> None:
    (tmp_path / "key").write_bytes(SECRET)
    forgery = forged(tokens["access"], secret=SECRET, kid=str(tmp_path / "key"))

    assert me(forgery).status_code == 401
