"""Ready answers: each set is valid, explained line by line, and bakes what it says."""

import json
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.answers import QUESTIONS, ROOT
from tests.cli import ruff, run_cli
from tests.conftest import Project, Service

PRESETS = sorted((ROOT / "presets").glob("*.yaml"))
SPEAK_FOR_THEMSELVES = {"project_name", "description"}

each_preset = pytest.mark.parametrize("preset", PRESETS, ids=lambda path: path.stem)


def answers(preset: Path) -> dict[str, Any]:
    contents = yaml.safe_load(preset.read_text(encoding="utf-8"))
    assert list(contents) == ["default_context"]
    given: dict[str, Any] = contents["default_context"]
    return given


def baked(preset: Path, into: Path) -> Project:
    result = run_cli(
        *["--no-input", "--config-file", str(preset), "-o", str(into)], cwd=into
    )
    assert result.returncode == 0, result.stdout
    assert "Warning" not in result.stdout
    [path] = into.iterdir()
    return Project(path)


def test_there_is_one_for_every_lesson_and_every_taste() -> None:
    assert {path.stem for path in PRESETS} == {
        *("tutorial", "custom_claims", "user_api", "bookstore", "by_hand"),
        *("minimal", "hardened", "team"),
    }


@each_preset
def test_its_answers_are_known_and_each_is_explained(preset: Path) -> None:
    text = preset.read_text(encoding="utf-8")
    assert answers(preset).keys() <= QUESTIONS.keys()
    lines = text.splitlines()

    assert re.search(rf"--config-file (presets/)?{preset.name}\b", text)
    for before, line in pairwise(lines):
        found = re.match(r"  (\w+):", line)
        if found and found[1] not in SPEAK_FOR_THEMSELVES:
            assert before.startswith("  # "), line


@each_preset
def test_what_it_bakes_is_finished(preset: Path, tmp_path: Path) -> None:
    project = baked(preset, tmp_path)

    kept = json.loads(project.read(".cookiecutter.json"))["default_context"]
    given = answers(preset)
    assert {name: kept[name] for name in given} == given
    assert ruff(project.path) == ""


def test_the_smallest_is_small(tmp_path: Path, bake: Callable[..., Project]) -> None:
    smallest = baked(ROOT / "presets" / "minimal.yaml", tmp_path)

    assert len(smallest.files()) < 0.8 * len(bake().files())


@pytest.mark.slow
@pytest.mark.parametrize("name", ["minimal", "hardened"])
def test_it_passes_its_own_check(name: str, tmp_path: Path, service: Service) -> None:
    project = baked(ROOT / "presets" / f"{name}.yaml", tmp_path)

    result = service.check(project)

    assert result.returncode == 0, result.stdout + result.stderr
    assert "All is well." in result.stdout
