import os
import re
import stat
from pathlib import Path

import pytest

from cookiecutter_drf_simplejwt.project_setup.dotenv import write_dotenv

HS256: dict[str, object] = {"signing_algorithm": "HS256", "deployment": "none"}
COMPOSE = {**HS256, "deployment": "compose"}


def secrets_in(path: Path) -> dict[str, str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if not line.startswith("#"))


def test_it_holds_two_different_secrets_of_fifty_bytes(tmp_path: Path) -> None:
    assert write_dotenv(tmp_path / ".env", HS256)

    secrets = secrets_in(tmp_path / ".env")
    assert list(secrets) == ["SECRET_KEY", "JWT_SIGNING_KEY"]
    assert [len(secret) for secret in secrets.values()] == [67, 67]
    assert secrets["SECRET_KEY"] != secrets["JWT_SIGNING_KEY"]


@pytest.mark.parametrize("algorithm", ["ES256", "EdDSA", "RS256"])
def test_a_key_pair_is_not_in_it(tmp_path: Path, algorithm: str) -> None:
    write_dotenv(tmp_path / ".env", {**HS256, "signing_algorithm": algorithm})

    assert list(secrets_in(tmp_path / ".env")) == ["SECRET_KEY"]


def test_compose_adds_the_password_of_its_database(tmp_path: Path) -> None:
    write_dotenv(tmp_path / ".env", COMPOSE)

    secrets = secrets_in(tmp_path / ".env")
    assert list(secrets) == ["SECRET_KEY", "JWT_SIGNING_KEY", "POSTGRES_PASSWORD"]
    assert len(set(secrets.values())) == 3
    # It is put into an address as it is.
    assert re.fullmatch(r"[\w-]{67}", secrets["POSTGRES_PASSWORD"], re.ASCII)


def test_every_line_of_it_is_explained(tmp_path: Path) -> None:
    write_dotenv(tmp_path / ".env", COMPOSE)

    lines = (tmp_path / ".env").read_text(encoding="utf-8").splitlines()
    assert [line.startswith("# ") for line in lines] == [True, False] * 3


def test_every_project_has_its_own_secrets(tmp_path: Path) -> None:
    write_dotenv(tmp_path / "one", COMPOSE)
    write_dotenv(tmp_path / "two", COMPOSE)

    one, two = secrets_in(tmp_path / "one"), secrets_in(tmp_path / "two")
    assert not set(one.values()) & set(two.values())


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_only_its_owner_can_read_it(tmp_path: Path) -> None:
    write_dotenv(tmp_path / ".env", HS256)

    assert stat.S_IMODE((tmp_path / ".env").stat().st_mode) == 0o600


def test_it_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("SECRET_KEY=mine\n", encoding="utf-8")

    assert not write_dotenv(tmp_path / ".env", COMPOSE)

    assert (tmp_path / ".env").read_text(encoding="utf-8") == "SECRET_KEY=mine\n"


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
def test_a_link_to_nowhere_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / ".env").symlink_to(tmp_path / "elsewhere")

    assert not write_dotenv(tmp_path / ".env", HS256)

    assert not (tmp_path / "elsewhere").exists()
