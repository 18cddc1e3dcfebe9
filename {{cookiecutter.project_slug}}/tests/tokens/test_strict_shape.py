"""Tokens that our own key has signed, and that are no tokens all the same."""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import jwt
import pytest
from django.conf import settings
from django.urls import reverse
from jwt.algorithms import get_default_algorithms
from rest_framework.test import APIClient

from tests.conftest import LEFT_OUT
from tests.tokens.forgery import encoded, refused, signed

ALGORITHM = settings.SIMPLE_JWT["ALGORITHM"]


@pytest.fixture
def parts(tokens: dict[str, str], kind: str, claims: Any) -> Any:
    """The header and the claims of a good token."""
    return jwt.get_unverified_header(tokens[kind]), claims(tokens[kind])


def resigned(parts: Any, by: str = "", **header: Any) -> str:
    members = {**parts[0], **header}
    kept = {name: value for name, value in members.items() if value is not LEFT_OUT}
    return signed(json.dumps(kept).encode(), json.dumps(parts[1]).encode(), by)


def by_other_algorithms(parts: Any) -> Iterator[str]:
    """Sign with our key in each way that it can be used, and say so or lie."""
    for name in sorted(get_default_algorithms().keys() - {ALGORITHM}):
        yield resigned(parts, alg=name)
        with suppress(jwt.InvalidKeyError, TypeError, ValueError):
            yield resigned(parts, by=name, alg=name)


def test_a_key_has_one_algorithm(present: Callable[[str], Any], parts: Any) -> None:
    assert present(resigned(parts)).status_code == 200
    for token in by_other_algorithms(parts):
        assert refused(present(token))


@pytest.mark.parametrize("name", [ALGORITHM.swapcase(), f"{ALGORITHM} ", None, 1, []])
def test_an_algorithm_has_one_spelling(
    present: Callable[[str], Any], parts: Any, name: Any
) -> None:
    assert refused(present(resigned(parts, alg=name)))
    assert refused(present(resigned(parts, alg=LEFT_OUT)))


@pytest.mark.parametrize("header", [{"b64": False}, {"b64": False, "crit": ["b64"]}])
def test_a_payload_is_encoded(
    present: Callable[[str], Any], parts: Any, header: dict[str, Any]
) -> None:
    """RFC 7797 has payloads that are not; whoever overlooks it reads another text."""
    assert refused(present(resigned(parts, **header)))


@pytest.mark.parametrize("payload", ["[]", '"x"', "null", "1", "{", "", "[" * 1_000])
def test_claims_are_an_object(
    present: Callable[[str], Any], parts: Any, payload: str
) -> None:
    assert refused(present(signed(json.dumps(parts[0]).encode(), payload.encode())))


@pytest.mark.parametrize("deep", ["[" * 1_000 + "]" * 1_000, "[" * 2_000])
def test_a_header_is_flat(present: Callable[[str], Any], parts: Any, deep: str) -> None:
    header = json.dumps({**parts[0], "x": 0}).replace(": 0}", f": {deep}}}")

    assert refused(present(signed(header.encode(), b"{}")))
    assert refused(present(signed(b"[]", json.dumps(parts[1]).encode())))


def test_only_the_compact_form_is_read(
    present: Callable[[str], Any], tokens: dict[str, str], kind: str
) -> None:
    """RFC 7515, 7.2 has a form in JSON, too."""
    header, payload, signature = tokens[kind].split(".")
    flat = {"protected": header, "payload": payload, "signature": signature}

    for form in (flat, {**flat, "signatures": [flat]}):
        assert refused(present(json.dumps(form, separators=(",", ":"))))
    # Five parts are encrypted (RFC 7516); nobody encrypts for us.
    assert refused(present(".".join([encoded(b'{"alg":"dir"}'), "", "a", "a", "a"])))


@pytest.mark.parametrize(
    "text", ["\xe9", "\x00", "a\x00", "\x1b[2K", "\x7f", "\x80\xff"]
)
def test_bytes_that_no_token_has(
    me: Callable[[str], Any], tokens: dict[str, str], text: str
) -> None:
    assert refused(me(text))
    assert refused(me(tokens["access"] + text))


def test_a_body_full_of_token_is_too_large(api: APIClient) -> None:
    response = api.post(reverse("token_verify"), {"token": "x" * 200_000})

    assert response.status_code == 413
