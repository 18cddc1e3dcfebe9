"""The first secret signs, all of them verify."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.tokens.keys.conftest import NEW, OLD, kid
from tokens.keys import NoSigningKeyError, key_id, signing_key

Me = Callable[[str], Any]
LogIn = Callable[[], dict[str, str]]


def test_both_tokens_name_the_key_that_signed_them(tokens: dict[str, str]) -> None:
    newest = signing_key().kid

    assert kid(tokens["access"]) == kid(tokens["refresh"]) == newest


def test_the_first_secret_signs_and_an_old_one_verifies_until_it_is_removed(
    log_in: LogIn, me: Me, refresh: Me, settings: Any
) -> None:
    settings.JWT_SIGNING_KEYS = [OLD]
    before = log_in()
    settings.JWT_SIGNING_KEYS = [NEW, OLD]
    after = log_in()

    assert (kid(before["access"]), kid(after["access"])) == (key_id(OLD), key_id(NEW))
    assert me(before["access"]).status_code == 200
    assert me(after["access"]).status_code == 200
    refreshed = refresh(before["refresh"]).json()
    assert kid(refreshed["access"]) == key_id(NEW)

    settings.JWT_SIGNING_KEYS = [NEW]
    assert me(before["access"]).status_code == 401
    assert me(after["access"]).status_code == 200
    assert me(refreshed["access"]).status_code == 200


def test_a_secret_can_verify_everywhere_before_it_signs(
    log_in: LogIn, me: Me, settings: Any
) -> None:
    settings.JWT_SIGNING_KEYS = [NEW, OLD]
    from_a_machine_that_is_ahead = log_in()["access"]
    settings.JWT_SIGNING_KEYS = [OLD, NEW]

    assert kid(log_in()["access"]) == key_id(OLD)
    assert me(from_a_machine_that_is_ahead).status_code == 200


def test_the_right_secret_under_another_name_is_refused(
    tokens: dict[str, str], altered: Callable[..., str], me: Me, settings: Any
) -> None:
    settings.JWT_SIGNING_KEYS = [*settings.JWT_SIGNING_KEYS, OLD]

    mixed_up = altered(tokens["access"], headers={"kid": key_id(OLD)})
    right = altered(tokens["access"], headers={"kid": key_id(OLD)}, key=OLD)

    assert me(mixed_up).status_code == 401
    assert me(right).status_code == 200


def test_djangos_own_key_verifies_nothing(
    tokens: dict[str, str], altered: Callable[..., str], me: Me, settings: Any
) -> None:
    secret = settings.SECRET_KEY

    for headers in ({}, {"kid": key_id(secret)}):
        assert (
            me(altered(tokens["access"], key=secret, headers=headers)).status_code
            == 401
        )


def test_an_empty_secret_is_no_key(settings: Any) -> None:
    settings.JWT_SIGNING_KEYS = [NEW, ""]
    assert signing_key().kid == key_id(NEW)

    settings.JWT_SIGNING_KEYS = [""]
    with pytest.raises(NoSigningKeyError):
        _ = signing_key()


def test_a_key_shows_nothing_of_itself(settings: Any) -> None:
    settings.JWT_SIGNING_KEYS = [NEW]

    assert NEW not in repr(signing_key())
    assert len(key_id(NEW)) == 16
