"""The secrets of JWT_SIGNING_KEY: the first signs, all verify, weak ones are refused."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jwt
import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from tests import transport
from tests.config.test_environment import PRODUCTION, manage
from tests.tokens.forgery import altered
from tokens.keys import NoSigningKeyError, key_id, signing_key

OLD, NEW = "an-old-secret-long-enough-for-HS256", "a-new-secret-long-enough-for-HS256"

DOTENV = (
    f"# Ours\nSECRET_KEY={'unused-' * 9}\nexport JWT_SIGNING_KEY='{OLD}'\nDEBUG=no\n"
)

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
        (["a-string-secret-at-least-256-bits-long"], ["tokens.E011"]),
        (["django-insecure-" + NEW], ["tokens.E011"]),
        (["0123" * 16], ["tokens.E011"]),
        (["your-256-bit-secret-your-256-bit-secret"], ["tokens.E011"]),
        (
            ["your-super-secret-jwt-token-with-at-least-32-characters-long"],
            ["tokens.E011"],
        ),
        (["secret-key-that-is-long-enough-for-anybody"], ["tokens.E011"]),
        (["my-ultra-secure-and-ultra-long-secret"], ["tokens.E011"]),
        (["16fd2706-8baf-433b-82eb-8c7fada847da"], ["tokens.E011"]),
        (["-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZI"], ["tokens.E011"]),
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


def test_another_algorithm_is_refused(settings: Any) -> None:
    settings.SIMPLE_JWT = {**settings.SIMPLE_JWT, "ALGORITHM": "none"}

    with pytest.raises(SystemCheckError, match=r"tokens\.E012"):
        call_command("check")


@pytest.mark.slow
def test_without_a_secret_the_error_has_the_command_that_makes_one() -> None:
    result = manage("check", **{**PRODUCTION, "JWT_SIGNING_KEY": ""})

    assert result.returncode == 1
    assert "JWT_SIGNING_KEY is not set" in result.stderr
    assert "secrets.token_urlsafe(50)" in result.stderr


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the service, with its own .env."""
    ignored = shutil.ignore_patterns(
        ".env", ".venv", "tests", "__pycache__", ".*_cache"
    )
    project = tmp_path / "copy"
    shutil.copytree(django_settings.BASE_DIR, project, ignore=ignored)
    (project / ".env").write_text(DOTENV, encoding="utf-8")
    (project / ".env").chmod(0o640)
    return project


def new_signing_key(
    project: Path, **environment: str
) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "manage.py", "new_signing_key"],
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
def test_the_command_adds_a_secret_in_front(project: Path) -> None:
    for _ in range(2):
        result = new_signing_key(project)
        assert result.returncode == 0, result.stderr

    text = (project / ".env").read_text(encoding="utf-8")
    found = re.search(r"^export JWT_SIGNING_KEY='(.*)'$", text, re.MULTILINE)
    assert found
    newest, newer, oldest = found[1].split(",")
    assert (oldest, newest != newer) == (OLD, True)
    assert min(len(newest), len(newer)) >= 64
    assert text.replace(f"{newest},{newer},", "") == DOTENV
    assert newest not in result.stdout + result.stderr
    assert key_id(newest) in result.stdout
    assert sorted(path.name for path in project.glob(".env*")) == [
        ".env",
        ".env.example",
    ]
    if os.name != "nt":
        assert (project / ".env").stat().st_mode & 0o777 == 0o640


@pytest.mark.slow
@pytest.mark.parametrize("environment", [NEW, f"{NEW},{OLD}"])
def test_the_command_does_not_change_a_secret_of_the_environment(
    project: Path, environment: str
) -> None:
    result = new_signing_key(project, JWT_SIGNING_KEY=environment)

    assert result.returncode == 1
    assert "JWT_SIGNING_KEY comes from the environment" in result.stderr
    assert "Traceback" not in result.stderr
    assert not any(secret in result.stderr for secret in (OLD, NEW))
    assert (project / ".env").read_text(encoding="utf-8") == DOTENV
