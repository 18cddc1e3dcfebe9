"""What strangers send instead of a token: 401 with the same words, and never a crash."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from by_hand.tokens import signing_key
from tests.by_hand.conftest import Profile, Signed, refused
from tests.conftest import LEFT_OUT
from tests.tokens.forgery import encoded, forged, unsigned
from tests.tokens.forgery import refused as refused_for_real

BAD_CLAIMS: dict[str, list[Any]] = {
    "sub": ["", "abc", "1\0", 1, None, []],
    "exp": ["tomorrow", None, [], -1, float("inf"), float("nan")],
    "iat": [4_000_000_000, "now", None],
    "iss": ["somebody-else", None, 1],
    "aud": ["somebody-else", [], None, 1],
}
HEADERS = [
    b"[" * 3000,
    b'{"a":' * 3000,
    b"1" * 5000,
    b"[]",
    b'"HS256"',
    b"\xff\xfe",
    b"",
    b'{"alg": 1}',
    b'{"alg": ["HS256"]}',
    b'{"alg": "HS256", "typ": []}',
    b'{"alg": "HS256", "crit": ["x"]}',
    b'{"alg": "HS256", "kid": "../../dev/null"}',
    b'{"alg": "HS256", "typ": "\\ud800"}',
]


def each(bad: dict[str, list[Any]]) -> list[Any]:
    return [
        pytest.param(name, value, id=f"{name}={ascii(value)[:20]}")
        for name, values in bad.items()
        for value in values
    ]


@pytest.mark.parametrize("words", [[], ["{}", "x"], ["{}", "{}"], ["", "x", "y"]])
def test_a_header_of_one_word_or_three(
    profile: Profile, token: str, words: list[str]
) -> None:
    header = " ".join(["Bearer", *words]).format(token, token)

    assert refused(profile(header))


@pytest.mark.parametrize(
    "text", ["\xff\xfe", "é.é.é", "\x00.\x00.\x00", ".", "..", "...", "a", "a.b.c"]
)
def test_bytes_that_are_no_token(client: Client, text: str) -> None:
    # As a server hands them on: one character a byte.
    header: Any = {"HTTP_AUTHORIZATION": f"Bearer {text}"}

    assert refused(client.get(reverse("by_hand_profile"), **header))


@pytest.mark.parametrize("scheme", ["Basic", "Token", "Bearer:", "é"])
def test_another_scheme_is_nobody(client: Client, token: str, scheme: str) -> None:
    header: Any = {"HTTP_AUTHORIZATION": f"{scheme} {token}"}

    response = client.get(reverse("by_hand_profile"), **header)

    assert response.status_code == 401
    assert response.json()["code"] == "not_authenticated"


@pytest.mark.parametrize("header", HEADERS, ids=lambda header: ascii(header[:30]))
def test_a_token_whose_header_is_nonsense(
    profile: Profile, token: str, header: bytes
) -> None:
    _, claims, signature = token.split(".")

    assert refused(profile(f"Bearer {encoded(header)}.{claims}.{signature}"))


@pytest.mark.parametrize("alg", ["none", "None", "NONE", "", None, LEFT_OUT])
def test_a_token_that_is_not_signed(profile: Profile, token: str, alg: Any) -> None:
    for signature in ("", token.split(".")[2]):
        assert refused(profile(f"Bearer {unsigned(token, alg, signature)}"))


def test_a_token_signed_with_another_key_or_algorithm(
    profile: Profile, token: str, settings: Any
) -> None:
    assert profile(f"Bearer {forged(token, secret=signing_key())}").status_code == 200
    for key in (b"", b"secret", settings.SECRET_KEY.encode(), b"k" * 32):
        assert refused(profile(f"Bearer {forged(token, secret=key)}"))
    for alg in ("HS384", "HS512"):
        other = forged(token, secret=signing_key(), alg=alg)
        assert refused(profile(f"Bearer {other}"))


@pytest.mark.parametrize("part", [0, 1, 2])
def test_a_token_with_a_letter_changed(profile: Profile, token: str, part: int) -> None:
    place = sum(map(len, token.split(".")[:part])) + part + 4
    letter = "A" if token[place] != "A" else "B"

    assert refused(profile(f"Bearer {token[:place]}{letter}{token[place + 1 :]}"))


@pytest.mark.parametrize(("name", "value"), each(BAD_CLAIMS))
def test_a_good_signature_under_a_bad_claim(
    profile: Profile, signed: Signed, name: str, value: Any
) -> None:
    response = profile(f"Bearer {signed(**{name: value})}")

    past = name == "exp" and value == -1
    assert refused(response, "Token expired" if past else "Invalid token")


@pytest.mark.parametrize("name", ["iss", "aud", "sub", "iat", "exp"])
def test_no_claim_can_be_left_out(profile: Profile, signed: Signed, name: str) -> None:
    assert profile(f"Bearer {signed()}").status_code == 200
    assert refused(profile(f"Bearer {signed(**{name: LEFT_OUT})}"))


@pytest.mark.parametrize("typ", ["JWT", "at+jwt", "rt+jwt", "", None])
def test_another_kind_of_token(profile: Profile, signed: Signed, typ: Any) -> None:
    assert refused(profile(f"Bearer {signed(typ=typ)}"))


def test_a_payload_that_is_no_object(profile: Profile, token: str) -> None:
    header = token.split(".")[0]
    for payload in (b"[]", b"null", b"1", b'"sub"'):
        forgery = f"{header}.{encoded(payload)}.x"
        assert refused(profile(f"Bearer {forged(forgery, secret=signing_key())}"))


def test_neither_kind_of_token_opens_the_others_doors(
    profile: Profile,
    token: str,
    tokens: dict[str, str],
    me: Callable[[str], Any],
    refresh: Callable[[str], Any],
) -> None:
    for real in (tokens["access"], tokens["refresh"]):
        assert refused(profile(f"Bearer {real}"))
    assert refused_for_real(me(token))
    assert refused_for_real(refresh(token))
