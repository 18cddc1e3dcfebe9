"""The secrets of JWT_SIGNING_KEY: the first signs, all verify, weak ones are refused."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jwt
import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from django.core.management.base import SystemCheckError

from tests import transport
from tests.config.test_environment import PRODUCTION, manage
from tests.tokens.forgery import altered
from tokens.keys import NoSigningKeyError, key_id, signing_key

OLD, NEW = "an-old-secret-long-enough-for-HS256", "a-new-secret-long-enough-for-HS256"

DOTENV = (
    f"# Ours\nSECRET_KEY={'unused-' * 9}\nexport JWT_SIGNING_KEY='{OLD}'\nDEBUG=no\n"
)

GUESSABLE = [
    "a-string-secret-at-least-256-bits-long",
    "django-insecure-" + NEW,
    "0123" * 16,
    "your-256-bit-secret-your-256-bit-secret",
    "your-super-secret-jwt-token-with-at-least-32-characters-long",
    "secret-key-that-is-long-enough-for-anybody",
    "my-ultra-secure-and-ultra-long-secret",
    "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZI",
]

Me = Callable[[str], Any]
Login = Callable[[], Any]


def kid(token: str) -> str:
    return str(jwt.get_unverified_header(token)["kid"])


def test_both_tokens_have_the_id_of_the_key_that_signs(tokens: dict[str, str]) -> None:
    assert kid(tokens["access"]) == kid(tokens["refresh"]) == signing_key().kid


def test_the_first_secret_signs_and_an_old_one_verifies_until_it_is_removed(
    login: Login, me: Me, refresh: Me, settings: Any
) -> None:
    settings.JWT_SIGNING_KEYS = [OLD]
    before = transport.tokens_in(login())
    settings.JWT_SIGNING_KEYS = [NEW, OLD]
    after = login().json()["access"]

    assert (kid(before["access"]), kid(after)) == (key_id(OLD), key_id(NEW))
    assert me(before["access"]).status_code == me(after).status_code == 200
    refreshed = refresh(before["refresh"]).json()["access"]
    assert kid(refreshed) == key_id(NEW)

    settings.JWT_SIGNING_KEYS = [NEW]
    assert me(before["access"]).status_code == 401
    assert me(after).status_code == me(refreshed).status_code == 200


def test_a_secret_can_verify_before_it_signs(
    login: Login, me: Me, settings: Any
) -> None:
    settings.JWT_SIGNING_KEYS = [NEW, OLD]
    of_another_server = login().json()["access"]
    settings.JWT_SIGNING_KEYS = [OLD, NEW]

    assert kid(login().json()["access"]) == key_id(OLD)
    assert me(of_another_server).status_code == 200


def test_a_secret_verifies_only_with_its_own_id(
    tokens: dict[str, str], me: Me, settings: Any
) -> None:
    settings.JWT_SIGNING_KEYS = [*settings.JWT_SIGNING_KEYS, OLD]
    headers = {"kid": key_id(OLD)}

    assert me(altered(tokens["access"], headers=headers)).status_code == 401
    assert me(altered(tokens["access"], headers=headers, key=OLD)).status_code == 200


def test_djangos_secret_key_verifies_nothing(
    tokens: dict[str, str], me: Me, settings: Any
) -> None:
    secret = settings.SECRET_KEY

    for headers in ({}, {"kid": key_id(secret)}):
        forgery = altered(tokens["access"], key=secret, headers=headers)
        assert me(forgery).status_code == 401


def test_an_empty_secret_is_not_a_key(settings: Any) -> None:
    settings.JWT_SIGNING_KEYS = [NEW, ""]
    assert signing_key().kid == key_id(NEW)

    settings.JWT_SIGNING_KEYS = [""]
    with pytest.raises(NoSigningKeyError):
        signing_key()


def test_the_representation_of_a_key_does_not_contain_it(settings: Any) -> None:
    settings.JWT_SIGNING_KEYS = [NEW]

    assert NEW not in repr(signing_key())
    assert len(key_id(NEW)) == 16


@pytest.mark.parametrize(
    ("secrets", "expected"),
    [
        ([], ["tokens.E010", "manage.py new_signing_key"]),
        (
            [NEW, "x1y2z3u4v5w6r7s8t9o0p1q2l3m4n5i"],
            ["tokens.E001", "JWT_SIGNING_KEY: secret 2 is shorter than 32 bytes."],
        ),
        (
            [NEW, django_settings.SECRET_KEY],
            ["tokens.E002", "secret 2 is the same as SECRET_KEY"],
        ),
        *(([secret], ["tokens.E011"]) for secret in GUESSABLE),
    ],
)
def test_a_weak_secret_is_refused(
    settings: Any, secrets: list[str], expected: list[str]
) -> None:
    settings.JWT_SIGNING_KEYS = secrets

    with pytest.raises(SystemCheckError) as error:
        call_command("check")

    message = str(error.value)
    assert all(text in message for text in expected)
    assert not any(secret in message for secret in secrets)


@pytest.mark.slow
def test_without_a_secret_the_error_has_the_command_that_makes_one() -> None:
    result = manage("check", **{**PRODUCTION, "JWT_SIGNING_KEY": ""})

    assert result.returncode == 1
    assert "JWT_SIGNING_KEY is not set" in result.stderr
    assert "secrets.token_urlsafe(50)" in result.stderr


@pytest.fixture
def dotenv(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A .env with OLD, which was read into the environment."""
    settings.BASE_DIR = tmp_path
    monkeypatch.setenv("JWT_SIGNING_KEY", OLD)
    path = tmp_path / ".env"
    path.write_text(DOTENV, encoding="utf-8")
    path.chmod(0o640)
    return path


def test_the_command_adds_a_secret_in_front(
    dotenv: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("new_signing_key")

    text = dotenv.read_text(encoding="utf-8")
    [secret] = re.findall(f"'(.+),{OLD}'", text)
    assert len(secret) >= 64
    assert text.replace(f"{secret},", "") == DOTENV
    output = capsys.readouterr().out
    assert secret not in output
    assert key_id(secret) in output
    assert [path.name for path in dotenv.parent.iterdir()] == [".env"]
    if os.name != "nt":
        assert dotenv.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("secrets", [NEW, f"{NEW},{OLD}"])
def test_the_command_does_not_change_a_secret_of_the_environment(
    dotenv: Path, monkeypatch: pytest.MonkeyPatch, secrets: str
) -> None:
    monkeypatch.setenv("JWT_SIGNING_KEY", secrets)

    with pytest.raises(CommandError, match="comes from the environment") as error:
        call_command("new_signing_key")

    assert not any(secret in str(error.value) for secret in (OLD, NEW))
    assert dotenv.read_text(encoding="utf-8") == DOTENV
