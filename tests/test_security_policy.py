"""SECURITY.md promises what is done, and the command in it does what it says."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.answers import ROOT
from tests.conftest import Project

POLICY = (ROOT / "SECURITY.md").read_text(encoding="utf-8")


def test_it_says_within_how_many_days() -> None:
    days = [int(number) for number in re.findall(r"^\| (\d+) days \|", POLICY, re.M)]

    assert days == sorted(days)
    assert len(days) >= 3
    assert re.search(r"is raised within (\d+)\s+days", POLICY)


@pytest.mark.slow
def test_a_project_can_list_its_parts(
    bake: Callable[..., Project], tmp_path: Path
) -> None:
    [command] = re.findall(r"`uv (export .*cyclonedx.*?)`", POLICY)
    shutil.copy(bake().path / "pyproject.toml", tmp_path)

    made = subprocess.check_output(
        [sys.executable, "-m", "uv", *command.split()], cwd=tmp_path
    )

    parts = {part["name"] for part in json.loads(made)["components"]}
    assert {"django", "djangorestframework", "pyjwt"} <= parts
    assert "pytest" not in parts
