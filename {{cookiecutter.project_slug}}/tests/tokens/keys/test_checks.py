"""Keys that would fail later are refused at the start."""

import os
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import dsa, ec, rsa
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from tests.config.test_boot import serve
from tokens import algorithm
from tokens.keys import signing_key


def checked() -> str:
    with pytest.raises(SystemCheckError) as refused:
        call_command("check")
    return str(refused.value)


def test_no_key_at_all_is_refused(settings: Any, tmp_path: Path) -> None:
    settings.JWT_KEYS_DIR = tmp_path / "nowhere"

    assert "tokens.E010" in checked()
    assert "manage.py new_signing_key" in checked()


def pem_of(private: Any) -> bytes:
    pem: bytes = private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return pem


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda: dsa.generate_private_key(2048), id="DSA"),
        pytest.param(lambda: ec.generate_private_key(ec.SECP384R1()), id="P-384"),
        pytest.param(lambda: rsa.generate_private_key(65537, 1024), id="short RSA"),  # noqa: S505
    ],
)
def test_a_key_of_another_kind_is_refused(folder: Path, make: Any) -> None:
    (folder / "zz.pem").write_bytes(pem_of(make()))

    message = checked()

    assert "tokens.E011" in message
    assert "zz.pem does not fit" in message
    assert algorithm.KIND in message


def test_a_public_key_is_refused(folder: Path) -> None:
    public = signing_key().verifying.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    (folder / "zz.pem").write_bytes(public)

    assert "tokens.E011" in checked()


def test_another_algorithm_needs_other_keys(settings: Any) -> None:
    settings.SIMPLE_JWT = {**settings.SIMPLE_JWT, "ALGORITHM": "HS256"}

    assert "tokens.E012" in checked()


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX permissions")
def test_a_key_that_everyone_can_read_is_pointed_out(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (path,) = folder.iterdir()
    path.chmod(0o644)

    call_command("check")

    assert "tokens.W010" in capsys.readouterr().err


def test_without_a_key_no_server_starts(tmp_path: Path) -> None:
    result = serve("wsgi", JWT_KEYS_DIR=str(tmp_path / "nowhere"))

    assert result.returncode == 3
    assert "tokens.E010" in result.stderr
    assert "new_signing_key" in result.stderr
    assert "Traceback" not in result.stderr
