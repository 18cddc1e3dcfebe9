"""AGENTS.md names files that exist, and commands that can be run."""

import re
import shlex
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

PROJECT: Path = settings.BASE_DIR
PAGE = (PROJECT / "AGENTS.md").read_text(encoding="utf-8")
PATHS = re.findall(r"`((?:[\w.-]+/)+[\w.-]*|[\w.-]+\.(?:md|py|example))`", PAGE)
[BLOCK] = re.findall(r"^```sh\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
COMMANDS = [shlex.split(line, comments=True) for line in BLOCK.splitlines()]


@pytest.mark.parametrize("path", sorted(set(PATHS)))
def test_a_path_exists(path: str) -> None:
    assert (PROJECT / path).exists(), (
        f"AGENTS.md names {path}, which does not exist. Correct the page."
    )


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_command_can_be_run(command: list[str]) -> None:
    python, program, *arguments = command

    assert python == ".venv/bin/python"
    if program == "-m":
        assert find_spec(arguments[0])
        words = [word for word in arguments[1:] if "/" in word]
        assert all((PROJECT / word).exists() for word in words)
    elif program == "manage.py":
        assert arguments[0] in get_commands()
    else:
        text = (PROJECT / program).read_text(encoding="utf-8")
        assert all(f'"{option}"' in text for option in arguments)
