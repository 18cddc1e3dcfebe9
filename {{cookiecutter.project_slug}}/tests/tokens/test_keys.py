"""The keys in JWT_KEYS_DIR: the newest signs, and all verify."""

import os
import re
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import jwt
import pytest
import time_machine
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.utils import timezone

from tests import transport
from tests.config.test_boot import serve
from tests.tokens.forgery import altered
from tokens import keys
from tokens.key_files import write_key
from tokens.keys import NoSigningKeyError, all_keys, find_key, signing_key

Me = Callable[[str], Any]
Login = Callable[[], Any]


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    """A folder with the key of the tests, for one test."""
    shutil.copytree(settings.JWT_KEYS_DIR, tmp_path / "keys")
    settings.JWT_KEYS_DIR = tmp_path / "keys"
    return tmp_path / "keys"


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders that were read."""
    readings = []
    read = keys._read

    def recorded(folder: Path) -> Any:
        readings.append(folder)
        return read(folder)

    monkeypatch.setattr(keys, "_read", recorded)
    return readings


def kid(token: str) -> str:
    return str(jwt.get_unverified_header(token)["kid"])


def let_pass(seconds: float) -> None:
    """Let the last reading be older by this."""
    if last := keys._last:
        keys._last = keys.Reading(
            last.folder, last.state, last.keys, last.at - seconds, last.is_certain
        )


def test_both_tokens_have_the_id_of_the_key_that_signs(tokens: dict[str, str]) -> None:
    assert kid(tokens["access"]) == kid(tokens["refresh"]) == signing_key().kid


def test_a_new_key_signs_and_the_old_one_verifies_until_its_file_is_removed(
    login: Login, me: Me, refresh: Me, folder: Path
) -> None:
    (old,) = folder.iterdir()
    before = transport.tokens_in(login())
    new, _ = write_key(folder)
    after = login().json()["access"]

    assert kid(after) == new.kid != kid(before["access"])
    assert me(before["access"]).status_code == me(after).status_code == 200
    refreshed = refresh(before["refresh"]).json()["access"]
    assert kid(refreshed) == new.kid

    let_pass(2)
    old.unlink()
    assert me(before["access"]).status_code == 401
    assert me(after).status_code == me(refreshed).status_code == 200


def test_a_key_that_waits_verifies_before_it_signs(
    login: Login, me: Me, folder: Path
) -> None:
    before = login().json()["access"]
    new, _ = write_key(folder, timedelta(minutes=10))
    of_another_server = altered(before, key=new.signing, headers={"kid": new.kid})

    assert kid(login().json()["access"]) == kid(before)
    assert me(of_another_server).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=10, seconds=1)):
        assert kid(login().json()["access"]) == new.kid


def test_a_key_verifies_only_with_its_own_id(
    tokens: dict[str, str], me: Me, folder: Path
) -> None:
    new, _ = write_key(folder)
    old = all_keys()[1].signing

    mixed_up = altered(tokens["access"], key=old, headers={"kid": new.kid})

    assert me(altered(tokens["access"], key=old)).status_code == 200
    assert me(mixed_up).status_code == 401


def test_a_key_without_a_date_in_its_name_is_the_oldest(folder: Path) -> None:
    (own,) = folder.iterdir()
    own.rename(folder / "legacy.pem")
    new, _ = write_key(folder)

    let_pass(2)

    assert signing_key().kid == new.kid


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("99990101T000000.000000Z-x.pem", "half a k", "x.pem is not a private key"),
        ("20261399T000000.000000Z-x.pem", "", "begins with an invalid date"),
    ],
)
def test_a_file_that_is_not_a_key_is_logged_and_left_out(
    tokens: dict[str, str],
    me: Me,
    folder: Path,
    caplog: pytest.LogCaptureFixture,
    name: str,
    text: str,
    message: str,
) -> None:
    (own,) = folder.iterdir()
    (folder / name).write_text(text or own.read_text("utf-8"), "utf-8")
    (folder / "notes.txt").write_text("not read", "utf-8")

    assert me(tokens["access"]).status_code == 200
    assert message in caplog.text


def test_the_files_are_read_again_when_the_folder_has_changed(
    readings: list[Path], folder: Path
) -> None:
    os.utime(folder, (1_600_000_000, 1_600_000_000))

    for _ in range(100):
        all_keys()
    assert len(readings) == 1

    new, _ = write_key(folder)
    assert signing_key().kid == new.kid
    assert len(readings) == 2


def test_for_unknown_key_ids_the_files_are_read_once_in_a_second(
    readings: list[Path], folder: Path
) -> None:
    os.utime(folder, (1_600_000_000, 1_600_000_000))

    for count in (1, 2):
        for number in range(100):
            assert find_key(f"unknown-{number}") is None
        assert len(readings) == count
        let_pass(2)


def test_a_second_change_within_the_resolution_of_the_file_system_is_seen(
    folder: Path,
) -> None:
    os.utime(folder)
    found = folder.stat()
    assert len(all_keys()) == 1
    (path,) = folder.iterdir()
    path.unlink()
    os.utime(folder, ns=(found.st_atime_ns, found.st_mtime_ns))

    let_pass(2)

    assert all_keys() == ()


def test_without_a_key_tokens_are_refused_and_none_is_signed(
    tokens: dict[str, str], me: Me, settings: Any, tmp_path: Path
) -> None:
    settings.JWT_KEYS_DIR = tmp_path / "nowhere"

    assert me(tokens["access"]).status_code == 401
    with pytest.raises(NoSigningKeyError):
        signing_key()
    with pytest.raises(SystemCheckError) as error:
        call_command("check")
    assert "tokens.E010" in str(error.value)
    assert "manage.py new_signing_key" in str(error.value)


@pytest.mark.slow
def test_without_a_key_the_server_does_not_start(tmp_path: Path) -> None:
    result = serve("wsgi", JWT_KEYS_DIR=str(tmp_path / "nowhere"))

    assert result.returncode == 3
    assert "tokens.E010" in result.stderr
    assert "new_signing_key" in result.stderr
    assert "Traceback" not in result.stderr


def test_the_representation_of_a_key_does_not_contain_it() -> None:
    assert re.fullmatch(
        r"Key\(kid='[\w-]{43}', signs_from=[\d.]+\)", repr(signing_key())
    )
