"""A token is verified: its signature, header, type, claims and dates."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import jwt
import pytest
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core import signing
from django.utils import timezone
from jwt.algorithms import get_default_algorithms

from tests.client import Tokens, after, claims, verify
from tests.tokens.forgery import LEFT_OUT, LIFETIMES, altered, refused, unsigned
from users.models import User

ALGORITHM = settings.SIMPLE_JWT["ALGORITHM"]
ISSUER = settings.SIMPLE_JWT["ISSUER"]
AUDIENCE = settings.SIMPLE_JWT["AUDIENCE"]
HUGE = [1e18, 10**18, 10**400, float("inf"), float("nan")]

# By type of token: `typ` and `token_type` of the other one.
OTHER = {"access": ("rt+jwt", "refresh"), "refresh": ("at+jwt", "access")}

BAD_CLAIMS: dict[str, list[Any]] = {
    "sub": [True, 1, 1.5, None, [], {}, "", "abc", "1\0", "\uff11", 1e30],
    "exp": ["9999999999", *HUGE, [], None, True, -1],
    "iat": ["1", *HUGE, None, True, 0, 4_000_000_000],
    "jti": [1, None, "", "x" * 300, "\0"],
    "sid": [1, None, "", "x", "\0"],
    "token_type": ["sliding", "", None, 1],
    "nbf": [4_000_000_000],
}
OTHER_SERVICES: dict[str, list[Any]] = {
    "iss": ["another", [ISSUER], f"{ISSUER}x", ISSUER.upper(), ISSUER[:-1], None, 1],
    "aud": ["another", ["another"], [], f"{AUDIENCE}x", AUDIENCE[:-1], None, 1],
}
BAD_HEADERS: dict[str, list[Any]] = {
    "typ": ["JWT", "secevent+jwt", "", LEFT_OUT],
    "kid": ["unknown", "../../dev/null", "' OR 1=1 --", "x" * 3000, LEFT_OUT],
    "crit": [["exp"], ["b64"]],
    "b64": [False],
    "alg": [ALGORITHM.swapcase(), f"{ALGORITHM} ", None, 1, [], LEFT_OUT],
}
# Not from the settings, in which one could be missing.
REQUIRED = {"iss", "aud", "sub", "iat", "exp", "jti", "token_type", "sid"}

Present = Callable[[str], Any]


def each(bad: dict[str, list[Any]]) -> list[Any]:
    return [
        pytest.param({name: value}, id=f"{name}={ascii(value)[:30]}")
        for name, values in bad.items()
        for value in values
    ]


def test_a_valid_token_is_accepted(present: Present, token: str) -> None:
    assert (verify(token).status_code, verify(token).json()) == (200, {})
    assert present(altered(token)).status_code == 200


@pytest.mark.parametrize("alg", ["none", "None", "NONE", "nOnE", "", None, LEFT_OUT])
def test_an_unsigned_token_is_refused(present: Present, token: str, alg: Any) -> None:
    assert refused(present(unsigned(token, alg=alg)))
    assert refused(present(unsigned(token, token.split(".")[2], alg=alg)))


def test_a_changed_token_is_refused(present: Present, token: str) -> None:
    header, payload, signature = token.split(".")
    other = altered(token, padding="x", headers={"more": 1}).split(".")
    flipped = "A" if signature[0] != "A" else "B"

    for changed in (
        f"{header}.{payload}.{flipped}{signature[1:]}",
        f"{header}.{payload}.{signature[:-4]}",
        f"{header}.{payload[:-4]}AAAA.{signature}",
        f"{header}.{other[1]}.{signature}",
        f"{other[0]}.{payload}.{signature}",
        f"{header}.{payload}.",
        f"{header}.{payload}",
        f"{token}.{signature}",
        f"{token}.{signature}.{signature}",
    ):
        assert refused(present(changed))


def test_a_key_is_used_with_one_algorithm(present: Present, token: str) -> None:
    for name in sorted(get_default_algorithms().keys() - {ALGORITHM}):
        assert refused(present(altered(token, headers={"alg": name})))
        # The key is of a wrong type for some algorithms.
        with suppress(jwt.InvalidKeyError, TypeError, ValueError):
            forgery = altered(token, alg=name, headers={"alg": name})
            assert refused(present(forgery))


@pytest.mark.parametrize(
    "headers", [*each(BAD_HEADERS), {"b64": False, "crit": ["b64"]}]
)
def test_a_token_with_another_header_is_refused(
    present: Present, token: str, headers: dict[str, Any]
) -> None:
    assert refused(present(altered(token, headers=headers)))


@pytest.mark.parametrize("bad", each(BAD_CLAIMS))
def test_a_claim_with_a_wrong_type_or_value_is_refused(
    present: Present, token: str, bad: dict[str, Any]
) -> None:
    assert refused(present(altered(token, **bad)))


@pytest.mark.parametrize("bad", each(OTHER_SERVICES))
def test_a_token_of_another_issuer_or_audience_is_refused(
    present: Present, token: str, bad: dict[str, Any]
) -> None:
    assert refused(present(altered(token, **bad)))


def test_no_claim_can_be_left_out(present: Present, token: str) -> None:
    there = REQUIRED & set(claims(token))

    assert there | {"sid"} == REQUIRED
    for name in there:
        assert refused(present(altered(token, **{name: LEFT_OUT})))


def test_a_uuid_has_one_spelling(present: Present, token: str) -> None:
    for name in {"sub", "jti", "sid"} & set(claims(token)):
        value = claims(token)[name]
        braced = "{" + value + "}"
        for other in (
            value.upper(),
            value.replace("-", ""),
            f"urn:uuid:{value}",
            braced,
        ):
            bad: dict[str, Any] = {name: other}
            assert refused(present(altered(token, **bad)))


def test_a_token_of_the_other_type_is_refused(
    present: Present, tokens: Tokens, token: str, kind: str
) -> None:
    typ, token_type = OTHER[kind]

    other = present(tokens[token_type])
    assert refused(other)
    assert other.content == present("garbage").content
    assert refused(present(altered(token, headers={"typ": typ})))
    assert refused(present(altered(token, token_type=token_type)))


def test_what_django_signs_is_not_a_token(present: Present, user: User) -> None:
    """For example the key of a session in a signed cookie."""
    assert refused(present(signing.dumps({"_auth_user_id": str(user.pk)})))
    assert refused(present(signing.Signer().sign(str(user.pk))))
    assert refused(present(default_token_generator.make_token(user)))


def test_the_long_form_of_the_type_and_further_audiences_are_accepted(
    present: Present, token: str, kind: str
) -> None:
    typ = {"access": "application/at+jwt", "refresh": "RT+JWT"}[kind]
    other = altered(token, headers={"typ": typ}, aud=["another", AUDIENCE])

    assert present(other).status_code == 200


def test_a_token_expires(present: Present, token: str, kind: str) -> None:
    with after(LIFETIMES[kind] + 1):
        expired = present(token)
        assert refused(expired)
        assert expired.content == present("garbage").content
    with after(LIFETIMES[kind] - 5):
        assert present(token).status_code == 200


@pytest.mark.parametrize(("seconds", "status"), [(1, 200), (25, 200), (40, 401)])
def test_the_clock_of_the_issuer_may_be_ahead_by_seconds(
    present: Present, token: str, seconds: int, status: int
) -> None:
    with after(-seconds):
        assert present(token).status_code == status


def test_a_token_expires_later_by_the_leeway(
    present: Present, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tokens.tokens.api_settings.LEEWAY", 10)
    now = int(timezone.now().timestamp())

    assert refused(present(altered(token, exp=now - 15)))
    assert present(altered(token, exp=now - 5)).status_code == 200
