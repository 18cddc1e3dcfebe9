"""Forged and malformed tokens get 401 with the same body, and cause no error."""

from typing import Any

import pytest
from django.test import Client
from jwt.utils import base64url_encode

from tests.api.conftest import assert_problem
from tests.by_hand.conftest import PROFILE, Profile, Signed, refused
from tests.client import Tokens, me, refresh
from tests.tokens.forgery import LEFT_OUT

BAD_CLAIMS: dict[str, list[Any]] = {
    "sub": ["", "abc", "1\0", 1, None, [], LEFT_OUT],
    "exp": ["tomorrow", None, [], float("inf"), float("nan"), LEFT_OUT],
    "iat": [4_000_000_000, "now", None, LEFT_OUT],
    "iss": ["another", None, 1, LEFT_OUT],
    "aud": ["another", [], None, 1, LEFT_OUT],
}
HEADERS = [
    *[b"[" * 3000, b'{"a":' * 3000, b"1" * 5000, b"[]", b'"HS256"', b"\xff\xfe", b""],
    *[b'{"alg": 1}', b'{"alg": ["HS256"]}', b'{"alg": "none"}', b'{"alg": ""}'],
    b'{"typ": "by-hand+jwt"}',
    b'{"alg": "HS256", "typ": []}',
    b'{"alg": "HS256", "crit": ["x"]}',
    b'{"alg": "HS256", "kid": "../../dev/null"}',
    b'{"alg": "HS256", "typ": "\\ud800"}',
]


@pytest.mark.parametrize(
    "text",
    ["", "{0} x", "{0} {0}", " x y", "\xff\xfe", "é.é.é", "\0.\0.\0", "..", "a.b.c"],
)
def test_other_words_than_one_token(client: Client, token: str, text: str) -> None:
    # WSGI servers decode headers as Latin-1.
    header: Any = {"HTTP_AUTHORIZATION": f"Bearer {text.format(token)}"}

    assert refused(client.get(PROFILE, **header))


@pytest.mark.parametrize("header", HEADERS, ids=lambda header: ascii(header[:30]))
def test_an_invalid_header_in_the_token(
    profile: Profile, token: str, header: bytes
) -> None:
    _, claims, signature = token.split(".")

    for end in (signature, ""):
        forged = f"{base64url_encode(header).decode()}.{claims}.{end}"
        assert refused(profile(f"Bearer {forged}"))


@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
def test_another_key_algorithm_or_type(
    profile: Profile, signed: Signed, settings: Any
) -> None:
    assert profile(f"Bearer {signed()}").status_code == 200
    for key in (settings.SECRET_KEY.encode(), b"k" * 32):
        assert refused(profile(f"Bearer {signed(key=key)}"))
    for alg in ("HS384", "HS512"):
        assert refused(profile(f"Bearer {signed(alg=alg)}"))
    for typ in ("JWT", "at+jwt", "rt+jwt", "", None):
        assert refused(profile(f"Bearer {signed(typ=typ)}"))


@pytest.mark.parametrize("part", [0, 1, 2])
def test_a_changed_letter(profile: Profile, token: str, part: int) -> None:
    parts = token.split(".")
    letter = "A" if parts[part][4] != "A" else "B"
    parts[part] = parts[part][:4] + letter + parts[part][5:]

    assert refused(profile(f"Bearer {'.'.join(parts)}"))


@pytest.mark.parametrize("name", BAD_CLAIMS)
def test_an_invalid_or_missing_claim(
    profile: Profile, signed: Signed, name: str
) -> None:
    for value in BAD_CLAIMS[name]:
        assert refused(profile(f"Bearer {signed(**{name: value})}")), value


def test_the_tokens_of_the_service_are_refused_and_refuse_this_one(
    profile: Profile, token: str, tokens: Tokens
) -> None:
    for other in (tokens["access"], tokens["refresh"]):
        assert refused(profile(f"Bearer {other}"))
    for response in (me(token), refresh(token)):
        assert_problem(response, 401, "token_not_valid")
