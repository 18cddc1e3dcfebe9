"""Tokens that are not spelled as they were given out."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from tests import transport
from tests.conftest import LEFT_OUT
from tests.tokens.forgery import refused, unsigned

Altered = Callable[..., str]


@pytest.mark.parametrize(
    "algorithm", ["none", "None", "NONE", "nOnE", "", None, LEFT_OUT]
)
def test_unsigned_tokens(
    present: Callable[[str], Any],
    tokens: dict[str, str],
    kind: str,
    algorithm: object,
) -> None:
    signature = tokens[kind].split(".")[2]

    assert refused(present(unsigned(tokens[kind], algorithm)))
    assert refused(present(unsigned(tokens[kind], algorithm, signature)))


def test_changed_tokens(
    present: Callable[[str], Any], tokens: dict[str, str], kind: str
) -> None:
    header, payload, signature = tokens[kind].split(".")
    flipped = "A" if signature[0] != "A" else "B"

    for token in (
        f"{header}.{payload}.{flipped}{signature[1:]}",
        f"{header}.{payload}.{signature[:-4]}",
        f"{header}.{payload[:-4]}AAAA.{signature}",
        f"{header}.{payload}.",
        f"{header}.{payload}",
        f"{header}.{payload}.{signature}.{signature}",
        f"{header}.{payload}.{signature}.{signature}.{signature}",
    ):
        assert refused(present(token))


def test_the_signature_covers_claims_and_header(
    present: Callable[[str], Any], tokens: dict[str, str], altered: Altered, kind: str
) -> None:
    header, payload, signature = tokens[kind].split(".")
    another = altered(tokens[kind], padding="x", headers={"more": 1}).split(".")

    assert refused(present(f"{header}.{another[1]}.{signature}"))
    assert refused(present(f"{another[0]}.{payload}.{signature}"))


SPELLINGS = ["{}=", "{}==", "{}%", "={}", "{}\u00e9", "{}."]


@pytest.mark.parametrize("spelling", [*SPELLINGS, " {}", "{} ", "{}\n"])
def test_other_spellings_of_a_good_token(
    api: APIClient, tokens: dict[str, str], spelling: str
) -> None:
    assert refused(transport.refresh(api, spelling.format(tokens["refresh"])))


@pytest.mark.parametrize("spelling", [*SPELLINGS, " {}", "{} ", "{}\n", "\t{}"])
def test_other_spellings_of_a_token_in_a_body(
    api: APIClient, tokens: dict[str, str], kind: str, spelling: str
) -> None:
    def verify(token: str) -> Any:
        return api.post(reverse("token_verify"), {"token": token})

    assert verify(tokens[kind]).status_code == 200
    assert refused(verify(spelling.format(tokens[kind])))


@pytest.mark.parametrize("spelling", ["{}=", "{}==", "{}%", "={}", "{}."])
def test_other_spellings_in_the_header(
    me: Callable[[str], Any], tokens: dict[str, str], spelling: str
) -> None:
    assert refused(me(spelling.format(tokens["access"])))


def test_the_alphabet_is_that_of_addresses(
    present: Callable[[str], Any], tokens: dict[str, str], altered: Altered, kind: str
) -> None:
    """`+/` for `-_`, as other Base64 has it."""
    signatures = (altered(tokens[kind], padding=number) for number in range(1_000))
    token = next(each for each in signatures if {"-", "_"} & set(each.split(".")[2]))
    signed, _, signature = token.rpartition(".")
    # What is signed stays as it is, so that the signature refuses nothing.
    other = signature.translate(str.maketrans("-_", "+/"))

    assert refused(present(f"{signed}.{other}"))
    assert present(token).status_code == 200


def test_other_trailing_bits_of_a_good_token(
    present: Callable[[str], Any], tokens: dict[str, str], kind: str
) -> None:
    token = tokens[kind]
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    last = alphabet[alphabet.index(token[-1]) ^ 1]

    assert refused(present(token[:-1] + last))


def test_tokens_that_are_too_long(
    present: Callable[[str], Any], tokens: dict[str, str], altered: Altered, kind: str
) -> None:
    assert refused(present(altered(tokens[kind], padding="x" * 4096)))


def test_garbage(present: Callable[[str], Any]) -> None:
    for garbage in ("x", "..", "a.b.c", "x" * 7000, "{}", "null", "e30.e30.e30"):
        assert refused(present(garbage))


def test_the_other_kind_of_token(
    present: Callable[[str], Any], tokens: dict[str, str], kind: str
) -> None:
    other = {"access": "refresh", "refresh": "access"}[kind]

    assert refused(present(tokens[other]))
