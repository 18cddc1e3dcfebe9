"""`manage.py new_signing_key` changes one line of .env, and says no secret."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.tokens.keys.conftest import NEW, OLD
from tokens.keys import key_id

pytestmark = pytest.mark.slow


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The service somewhere else, with a .env of its own."""
    ignored = shutil.ignore_patterns(
        ".env", ".venv", "tests", "__pycache__", ".*_cache"
    )
    project = tmp_path / "copy"
    shutil.copytree(settings.BASE_DIR, project, ignore=ignored)
    (project / ".env").write_text(
        f"# Ours\nSECRET_KEY={'unused-' * 9}\nexport JWT_SIGNING_KEY='{OLD}'\nDEBUG=no\n",
        encoding="utf-8",
    )
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


def test_the_command_puts_a_secret_in_front(copy: Path) -> None:
    for _ in range(2):
        result = new_signing_key(copy)
        assert result.returncode == 0, result.stderr

    text = (copy / ".env").read_text(encoding="utf-8")
    found = re.search(r"^export JWT_SIGNING_KEY='(.*)'$", text, re.MULTILINE)
    assert found
    newest, newer, oldest = found[1].split(",")
    assert oldest == OLD
    assert len({newest, newer}) == 2
    assert min(len(newest), len(newer)) >= 64
    assert text.replace(f"{newest},{newer},", "") == (
        f"# Ours\nSECRET_KEY={'unused-' * 9}\nexport JWT_SIGNING_KEY='{OLD}'\nDEBUG=no\n"
    )
    assert newest not in result.stdout + result.stderr
    assert key_id(newest) in result.stdout
    assert sorted(path.name for path in copy.glob(".env*")) == [".env", ".env.example"]
    if os.name != "nt":
        assert (copy / ".env").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("environment", [NEW, f"{NEW},{OLD}"])
def test_the_command_leaves_the_environment_to_whoever_set_it(
    copy: Path, environment: str
) -> None:
    before = (copy / ".env").read_bytes()

    result = new_signing_key(copy, JWT_SIGNING_KEY=environment)

    assert result.returncode == 1
    assert "JWT_SIGNING_KEY comes from the environment" in result.stderr
    assert "Traceback" not in result.stderr
    assert not any(secret in result.stderr for secret in (OLD, NEW))
    assert (copy / ".env").read_bytes() == before
