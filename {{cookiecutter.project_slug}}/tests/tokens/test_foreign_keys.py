"""A token is verified with a key of this service, whatever its header says."""

from pathlib import Path
from typing import Any

import pytest

from tests.client import Tokens, me
from tests.tokens.forgery import altered, encoded, forged, refused

SECRET = b"a secret of the attacker's own, which is long enough"
JWK = {"kty": "oct", "k": encoded(SECRET)}


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
def test_an_unknown_key_id_is_refused(tokens: Tokens, kid: Any) -> None:
    for secret in (b"", SECRET):
        assert refused(me(forged(tokens["access"], secret, kid=kid)))


def test_a_key_id_is_not_a_path(tokens: Tokens, tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_bytes(SECRET)

    assert refused(me(forged(tokens["access"], SECRET, kid=str(path))))


@pytest.mark.parametrize(
    "header",
    [
        {"jwk": JWK},
        {"jwk": {**JWK, "kid": "own"}, "kid": "own"},
        {"x5c": [encoded(SECRET)]},
    ],
)
def test_a_key_in_the_header_is_not_used(
    tokens: Tokens, header: dict[str, Any]
) -> None:
    """CVE-2018-0114: the token is valid with the key in its own header."""
    assert refused(me(forged(tokens["access"], SECRET, **header)))


@pytest.mark.parametrize("name", ["jku", "x5u"])
def test_no_key_is_fetched_from_a_url_in_the_header(
    tokens: Tokens, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    connections: list[Any] = []
    monkeypatch.setattr("socket.socket.connect", lambda *to: connections.append(to))
    url = {name: "http://127.0.0.1:9/keys"}

    for header in (url, {**url, "kid": "own"}, {name: "file:///dev/null"}):
        assert refused(me(forged(tokens["access"], SECRET, **header)))
    # In a token of this service, the URL is ignored.
    assert me(altered(tokens["access"], headers=url)).status_code == 200
    assert connections == []
