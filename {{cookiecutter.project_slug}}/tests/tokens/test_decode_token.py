"""`manage.py decode_token` shows a token, and says whether it is any good here."""

import io
import json
import logging
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command

from tests.conftest import LEFT_OUT
from tests.tokens.forgery import encoded, forged, unsigned
from users.models import User

Altered = Callable[..., str]

# Python gives up on it.
DEEP = f"{encoded(b'[' * 200_000)}.e30.x"

NOON = datetime(2031, 5, 6, 12, tzinfo=timezone.utc)


def decode(*arguments: str) -> str:
    out = io.StringIO()
    call_command("decode_token", *arguments, stdout=out)
    return out.getvalue()


def verdict(token: str) -> str:
    return decode(token).splitlines()[-1]


@pytest.mark.parametrize("kind", ["access", "refresh"])
def test_a_good_token_is_shown_and_taken(
    tokens: dict[str, str], claims: Callable[[str], Any], kind: str
) -> None:
    shown = decode(tokens[kind])

    contents, end = json.JSONDecoder().raw_decode(shown)
    assert contents["claims"] == claims(tokens[kind])
    assert sorted(contents["header"]) == ["alg", "kid", "typ"]
    assert "\n    " in shown[:end]
    assert f"This service takes it, for a good {kind} token.\n" in shown


def test_it_is_read_from_standard_input(
    tokens: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"  {tokens['access']} \n"))

    assert "takes it" in decode()


def test_dates_are_in_words(tokens: dict[str, str], altered: Altered) -> None:
    moment = int(NOON.timestamp())
    token = altered(tokens["access"], iat=moment - 180, exp=moment + 7_200, nbf=1e30)

    with time_machine.travel(NOON, tick=False):
        lines = decode(token).splitlines()

    assert "iat: 2031-05-06 11:57:00 UTC, 3 minutes ago" in lines
    assert "exp: 2031-05-06 14:00:00 UTC, in 2 hours" in lines
    assert "nbf: no date" in lines


def test_an_expired_token(tokens: dict[str, str], lifetimes: tuple[timedelta]) -> None:
    with time_machine.travel(datetime.now(timezone.utc) + lifetimes[0]):
        assert verdict(tokens["access"]).endswith("it has expired.")


CHANGES: list[tuple[dict[str, Any], str]] = [
    ({"iss": "x"}, "its issuer (iss) is not JWT_ISSUER."),
    ({"aud": "x"}, "its audience (aud) is not JWT_AUDIENCE."),
    ({"jti": LEFT_OUT}, "a claim that it needs is missing."),
    ({"jti": "x"}, "a claim is not of the right type."),
    ({"exp": "tomorrow"}, "a claim is not of the right type."),
    ({"exp": 1e400}, "a claim is not of the right type."),
    ({"nbf": 4_000_000_000}, "it is not valid yet."),
    ({"token_type": "refresh"}, "its token_type is not that of its kind (typ)."),
    ({"headers": {"typ": "JWT"}}, "of another kind (typ) than at+jwt and rt+jwt."),
    (
        {"headers": {"kid": "x"}},
        "its key (kid) is unknown: removed, of another service, or made up.",
    ),
]


@pytest.mark.parametrize(
    ("changes", "reason"), CHANGES, ids=lambda value: str(value)[:30]
)
def test_why_a_token_that_we_signed_is_refused(
    tokens: dict[str, str], altered: Altered, changes: dict[str, Any], reason: str
) -> None:
    line = verdict(altered(tokens["access"], **changes))

    assert line.startswith("This service refuses it: ")
    assert line.endswith(reason)


def test_why_a_forgery_is_refused(tokens: dict[str, str], altered: Altered) -> None:
    access = tokens["access"]
    parts = access.split(".")
    changed = ".".join([*parts[:2], encoded(b"x" * 64)])

    assert verdict(changed).endswith("it was not signed with the key that it names.")
    assert verdict(unsigned(access, "none")).endswith("a token does not have.")
    assert "algorithm (alg)" in verdict(forged(access, alg="HS512"))
    assert "4000 characters" in verdict(altered(access, more="x" * 4096))


def test_a_user_who_is_gone(tokens: dict[str, str], user: User) -> None:
    user.is_active = False
    user.save()

    for kind in ("access", "refresh"):
        assert verdict(tokens[kind]).endswith("its user was deactivated or deleted.")


@pytest.mark.parametrize(
    "text",
    ["", "x", "a.b", "a.b.c.d", "é.é.é", "W10.W10.x", "\udcff..", DEEP],
    ids=lambda text: ascii(text[:10]),
)
def test_what_is_no_token_is_not_repeated(text: str, monkeypatch: Any) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))

    with pytest.raises(CommandError) as refusal:
        decode()

    assert str(refusal.value) == "This is no JSON Web Token."


def test_it_writes_no_log_and_moves_no_cursor(
    tokens: dict[str, str], altered: Altered, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.clear()
    caplog.set_level(logging.DEBUG)

    shown = decode(altered(tokens["access"], jti="\x1b[2J\u202e"))

    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert not caplog.records
