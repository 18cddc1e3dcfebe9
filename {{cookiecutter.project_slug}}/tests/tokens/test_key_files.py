"""Unusable key files are refused at the start; `new_signing_key` writes a key file."""

import os
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import dsa, ec, rsa
from django.core.management import CommandError, call_command

from tests.config.test_environment import PRODUCTION, manage
from tests.conftest import check_fails
from tokens import algorithm
from tokens.key_files import write_key
from tokens.keys import all_keys, signing_key


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    """A folder with one key."""
    settings.JWT_KEYS_DIR = tmp_path / "keys"
    write_key(settings.JWT_KEYS_DIR)
    return tmp_path / "keys"


@pytest.mark.parametrize(
    "make",
    [
        lambda: dsa.generate_private_key(2048),
        lambda: ec.generate_private_key(ec.SECP384R1()),
        lambda: rsa.generate_private_key(65537, 1024),  # noqa: S505
    ],
    ids=["DSA", "P-384", "short RSA"],
)
def test_a_key_of_another_type_is_refused(folder: Path, make: Any) -> None:
    pem = make().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    (folder / "zz.pem").write_bytes(pem)

    message = check_fails()

    assert "tokens.E011" in message
    assert "zz.pem does not fit" in message
    assert algorithm.KIND in message


def test_a_public_key_is_refused(folder: Path) -> None:
    public = signing_key().verifying.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    (folder / "zz.pem").write_bytes(public)

    assert "tokens.E011" in check_fails()


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX permissions")
def test_a_warning_is_given_for_a_key_that_other_users_can_read(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (path,) = folder.iterdir()
    path.chmod(0o644)

    call_command("check")

    assert "tokens.W010" in capsys.readouterr().err


def test_the_command_makes_a_folder_and_a_key_for_the_owner_alone(
    tmp_path: Path, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = settings.JWT_KEYS_DIR = tmp_path / "not" / "yet"

    call_command("new_signing_key")

    (path,) = folder.iterdir()
    output = capsys.readouterr().out
    assert str(path) in output
    assert signing_key().kid in output
    assert "PRIVATE" not in output
    assert path.read_text("ascii").startswith("-----BEGIN PRIVATE KEY-----")
    if os.name != "nt":
        assert path.stat().st_mode & 0o777 == 0o600
        assert folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.slow
def test_the_command_works_before_there_is_a_key(tmp_path: Path) -> None:
    environment = {**PRODUCTION, "JWT_KEYS_DIR": str(tmp_path / "new")}

    assert manage("check", **environment).returncode == 1
    result = manage("new_signing_key", **environment)
    assert result.returncode == 0, result.stderr
    assert manage("check", **environment).returncode == 0


@pytest.mark.usefixtures("folder")
def test_the_command_makes_a_key_that_waits() -> None:
    old = signing_key()

    call_command("new_signing_key", "--wait", "10m")

    assert len(all_keys()) == 2
    assert signing_key().kid == old.kid


@pytest.mark.parametrize("wait", ["soon", "10", "-5m"])
def test_an_invalid_duration_is_refused(wait: str) -> None:
    with pytest.raises(CommandError, match="90s, 10m or 2h"):
        call_command("new_signing_key", f"--wait={wait}")


def test_a_folder_that_is_not_writable_is_named(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    settings.JWT_KEYS_DIR = tmp_path / "file" / "keys"

    with pytest.raises(CommandError, match="file"):
        call_command("new_signing_key")
