"""A token is verified with a key of this service, whatever its header says."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.tokens.forgery import altered, encoded, forged, refused

SECRET = b"a secret of the attacker's own, which is long enough"
JWK = {"kty": "oct", "k": encoded(SECRET)}

Me = Callable[[str], Any]


@pytest.mark.parametrize(
    "kid",
    [
        *("", "unknown", "../../../../../../dev/null", "/etc/hostname"),
        *("' OR '1'='1", "x' UNION SELECT 'secret", "| sleep 10", "\0", "\ud800"),
        *("http://127.0.0.1:9/keys", "x" * 2_000, "x" * 10_000),
        *(7, 1.5, True, None, ["a"], {"a": "b"}),
    ],
    ids=lambda kid: repr(kid)[:30],
)
def test_an_unknown_key_id_is_refused(tokens: dict[str, str], me: Me, kid: Any) -> None:
    for secret in (b"", SECRET):
        assert refused(me(forged(tokens["access"], secret=secret, kid=kid)))


def test_a_key_id_is_not_a_path(tokens: dict[str, str], me: Me, tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(SECRET)

    forgery = forged(tokens["access"], secret=SECRET, kid=str(tmp_path / "key"))

    assert refused(me(forgery))


@pytest.mark.parametrize(
    "header",
    [
        {"jwk": JWK},
        {"jwk": {**JWK, "kid": "own"}, "kid": "own"},
        {"x5c": [encoded(SECRET)]},
    ],
)
def test_a_key_in_the_header_is_not_used(
    tokens: dict[str, str], me: Me, header: dict[str, Any]
) -> None:
    """CVE-2018-0114: the token is valid with the key in its own header."""
    assert refused(me(forged(tokens["access"], secret=SECRET, **header)))


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    """The URL of a server of the attacker's, and the requests to it."""
    requests: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            requests.append(self.path)
            body = json.dumps({"keys": [JWK]}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", requests
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("name", ["jku", "x5u"])
def test_no_key_is_fetched_from_a_url_in_the_header(
    tokens: dict[str, str], me: Me, server: tuple[str, list[str]], name: str
) -> None:
    url, requests = server

    for header in ({name: url}, {name: url, "kid": "own"}, {name: "file:///dev/null"}):
        assert refused(me(forged(tokens["access"], secret=SECRET, **header)))
    # In a token of this service, the URL is ignored.
    assert me(altered(tokens["access"], headers={name: url})).status_code == 200
    assert requests == []
