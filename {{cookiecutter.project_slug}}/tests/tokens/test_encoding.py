"""A token is a compact JWS with an object in it, in one encoding (RFC 7515)."""

import json
from collections.abc import Callable
from typing import Any

import jwt
import pytest

from tests.client import Tokens, me, refresh, verify
from tests.tokens.forgery import altered, encoded, refused, signed

ENCODINGS = ["{}=", "{}==", "{}%", "={}", "{}."]
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

Present = Callable[[str], Any]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_token_has_one_encoding(present: Present, token: str, encoding: str) -> None:
    assert refused(present(encoding.format(token)))


@pytest.mark.parametrize(
    "encoding", [*ENCODINGS, "{}\u00e9", " {}", "{} ", "{}\n", "\t{}"]
)
def test_a_token_in_a_body_has_one_encoding(tokens: Tokens, encoding: str) -> None:
    assert refused(verify(encoding.format(tokens["access"])))
    assert refused(verify(encoding.format(tokens["refresh"])))
    assert refused(refresh(encoding.format(tokens["refresh"])))


def test_a_signature_has_one_encoding(present: Present, token: str) -> None:
    signatures = (altered(token, padding=number) for number in range(1_000))
    good = next(each for each in signatures if {"-", "_"} & set(each.split(".")[2]))
    content, _, signature = good.rpartition(".")
    # The same bytes: `+/` of the usual Base64, and unused bits of the last character.
    usual = signature.translate(str.maketrans("-_", "+/"))
    last = ALPHABET[ALPHABET.index(signature[-1]) ^ 1]

    assert refused(present(f"{content}.{usual}"))
    assert refused(present(f"{content}.{signature[:-1]}{last}"))
    assert present(good).status_code == 200


def test_only_the_compact_form_is_accepted(present: Present, token: str) -> None:
    """JSON is the other form of a JWS (RFC 7515, 7.2); a JWE has five parts."""
    header, payload, signature = token.split(".")
    flat = {"protected": header, "payload": payload, "signature": signature}

    for form in (flat, {**flat, "signatures": [flat]}):
        assert refused(present(json.dumps(form, separators=(",", ":"))))
    assert refused(present(".".join([encoded(b'{"alg":"dir"}'), "", "a", "a", "a"])))


@pytest.mark.parametrize("payload", ["[]", '"x"', "null", "1", "{", "", "[" * 1_000])
def test_the_claims_are_an_object(present: Present, token: str, payload: str) -> None:
    header = json.dumps(jwt.get_unverified_header(token))

    assert refused(present(signed(header.encode(), payload.encode())))


@pytest.mark.parametrize("deep", ["[" * 1_000 + "]" * 1_000, "[" * 2_000])
def test_the_header_is_an_object_that_is_not_nested(
    present: Present, token: str, deep: str
) -> None:
    header = json.dumps({**jwt.get_unverified_header(token), "x": 0})
    nested = header.replace(": 0}", f": {deep}}}").encode()

    for bad in (nested, b"[]"):
        assert refused(present(signed(bad, b"{}")))


def test_other_texts_are_refused(present: Present) -> None:
    for text in ("x", "..", "a.b.c", "x" * 7000, "{}", "null", "e30.e30.e30"):
        assert refused(present(text))


@pytest.mark.parametrize("text", ["\xe9", "\0", "a\0", "\x1b[2K", "\x7f", "\x80\xff"])
def test_bytes_outside_of_the_alphabet_are_refused(tokens: Tokens, text: str) -> None:
    assert refused(me(text))
    assert refused(me(tokens["access"] + text))


def test_a_token_that_is_too_long_is_refused(present: Present, token: str) -> None:
    assert refused(present(altered(token, padding="x" * 4096)))


def test_a_body_that_is_too_large_is_refused() -> None:
    assert verify("x" * 200_000).status_code == 413
