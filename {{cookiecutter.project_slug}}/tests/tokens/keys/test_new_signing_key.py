"""`manage.py new_signing_key` adds a file that the service alone can read."""

import os
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.config.test_environment import PRODUCTION, manage
from tokens.keys import all_keys, signing_key


def test_the_command_makes_a_key_where_there_is_none(
    tmp_path: Path, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = settings.JWT_KEYS_DIR = tmp_path / "not" / "yet"

    call_command("new_signing_key")

    (path,) = folder.iterdir()
    said = capsys.readouterr().out
    assert str(path) in said
    assert signing_key().kid in said
    assert "PRIVATE" not in said
    assert path.read_text("ascii").startswith("-----BEGIN PRIVATE KEY-----")
    if os.name != "nt":
        assert (path.stat().st_mode & 0o777, folder.stat().st_mode & 0o777) == (
            0o600,
            0o700,
        )


def test_the_command_works_before_there_is_a_key(tmp_path: Path) -> None:
    environment = {**PRODUCTION, "JWT_KEYS_DIR": str(tmp_path / "new")}

    assert manage("check", **environment).returncode == 1
    made = manage("new_signing_key", **environment)
    assert made.returncode == 0, made.stderr
    assert manage("check", **environment).returncode == 0


def test_the_command_makes_a_key_that_waits(folder: Path) -> None:
    old = signing_key()

    call_command("new_signing_key", "--wait", "10m")

    assert len(all_keys()) == 2
    assert signing_key().kid == old.kid


@pytest.mark.parametrize("wait", ["soon", "10", "-5m"])
def test_the_command_says_how_to_write_a_length_of_time(wait: str) -> None:
    with pytest.raises(CommandError, match="90s, 10m or 2h"):
        call_command("new_signing_key", f"--wait={wait}")


def test_a_folder_that_cannot_be_written_to_is_named(
    settings: Any, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    settings.JWT_KEYS_DIR = tmp_path / "file" / "keys"

    with pytest.raises(CommandError, match="file"):
        call_command("new_signing_key")
