"""The newest key signs, all of them verify."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import time_machine
from django.utils import timezone

from tests.tokens.keys.conftest import kid, let_pass
from tokens.key_files import public_jwk, thumbprint, write_key
from tokens.keys import all_keys, signing_key

Me = Callable[[str], Any]
LogIn = Callable[[], dict[str, str]]


def test_both_tokens_name_the_key_that_signed_them(tokens: dict[str, str]) -> None:
    newest = signing_key()

    assert kid(tokens["access"]) == kid(tokens["refresh"]) == newest.kid
    assert newest.kid == thumbprint(public_jwk(newest.verifying))


def test_the_thumbprint_is_the_standards() -> None:
    # RFC 7638, 3.1.
    modulus = (
        "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L"
        "6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ"
        "5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD"
        "08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEg"
        "U8awapJzKnqDKgw"
    )

    assert thumbprint({"kty": "RSA", "n": modulus, "e": "AQAB"}) == (
        "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"
    )


def test_a_new_key_signs_and_the_old_one_verifies_until_its_file_is_removed(
    log_in: LogIn, me: Me, refresh: Me, folder: Path
) -> None:
    (old,) = folder.iterdir()
    before = log_in()
    new, _ = write_key(folder)
    after = log_in()

    assert kid(after["access"]) == new.kid != kid(before["access"])
    assert me(before["access"]).status_code == 200
    assert me(after["access"]).status_code == 200
    refreshed = refresh(before["refresh"]).json()
    assert kid(refreshed["access"]) == new.kid

    let_pass(2)
    old.unlink()
    assert me(before["access"]).status_code == 401
    assert me(after["access"]).status_code == 200
    assert me(refreshed["access"]).status_code == 200


def test_a_key_that_waits_verifies_before_it_signs(
    log_in: LogIn, me: Me, altered: Callable[..., str], folder: Path
) -> None:
    before = log_in()["access"]
    new, _ = write_key(folder, timedelta(minutes=10))
    ahead = altered(before, key=new.signing, headers={"kid": new.kid})

    assert kid(log_in()["access"]) == kid(before)
    assert me(ahead).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=10, seconds=1)):
        assert kid(log_in()["access"]) == new.kid


def test_the_right_key_under_another_name_is_refused(
    tokens: dict[str, str], altered: Callable[..., str], me: Me, folder: Path
) -> None:
    access = altered(tokens["access"])
    new, _ = write_key(folder)

    mixed_up = altered(access, key=all_keys()[1].signing, headers={"kid": new.kid})

    assert me(access).status_code == 200
    assert me(mixed_up).status_code == 401
