"""Both code bases have the same commands, which need Python alone."""

import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.answers import ROOT
from tests.cli import run_cli
from tests.commands import output_of, run
from tests.test_journey import PYTHON

VERBS = ["setup", "run", "check", "fix", "test"]


@pytest.mark.parametrize("folder", [ROOT, ROOT / "{{cookiecutter.project_slug}}"])
def test_the_verbs_are_the_same_and_others_are_refused(folder: Path) -> None:
    text = (folder / "dev.py").read_text(encoding="utf-8")
    listed = [
        line.split()[2] for line in text.splitlines() if "    python3 dev" in line
    ]
    assert list(dict.fromkeys(listed)) == VERBS

    for arguments in (["paint"], ["fix", "more"], ["setup", "--fast"]):
        result = run(sys.executable, folder / "dev.py", *arguments)
        assert result.returncode == 2
        assert "setup" in result.stdout


@pytest.mark.slow
def test_a_fresh_clone_is_set_up_by_one_command(
    tmp_path: Path, clean_home: dict[str, str]
) -> None:
    made = run_cli("--no-input", "signing_algorithm=ES256", cwd=tmp_path)
    assert made.returncode == 0, made.stdout
    project = tmp_path / "acme-api"
    for command in (["init", "-q"], ["add", "--all"]):
        subprocess.run(["git", *command], cwd=project, check=True)
    clone = tmp_path / "clone"
    options: dict[str, Any] = {"cwd": project, "env": clean_home}
    output_of("git", "checkout-index", "--all", f"--prefix={clone}/", **options)
    options["cwd"] = clone
    assert not (clone / ".env").exists()

    output_of(sys.executable, "dev.py", "setup", **options)

    dotenv = clone / ".env"
    assert stat.S_IMODE(dotenv.stat().st_mode) == 0o600
    secrets = [
        line.partition("=")[2]
        for line in dotenv.read_text("utf-8").splitlines()
        if line[:1].isupper()
    ]
    assert len(secrets) == len({*secrets}) == 2
    assert all(len(secret) > 50 for secret in secrets)
    keys = sorted((clone / "keys").iterdir())
    assert len(keys) == 1
    python = clone / ".venv" / PYTHON
    shown = output_of(python, "manage.py", "showmigrations", "--plan", **options)
    assert "[X]" in shown
    assert "[ ]" not in shown
    tested = output_of(python, "dev.py", "test", "tests/users/test_me.py", **options)
    assert " passed" in tested

    before = dotenv.read_bytes()
    output_of(python, "dev.py", "setup", **options)

    assert dotenv.read_bytes() == before
    assert sorted((clone / "keys").iterdir()) == keys
