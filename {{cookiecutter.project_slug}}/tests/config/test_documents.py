"""README.md, AGENTS.md and docs/settings.md say what is there."""

import re
import shlex
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import get_commands
from environs.fields import TimeDelta
from rest_framework_simplejwt.settings import DEFAULTS

from config.env import env
from tests.endpoints import served
from tokens.checks import FIXED

PROJECT: Path = settings.BASE_DIR
README = (PROJECT / "README.md").read_text(encoding="utf-8")

AGENTS = (PROJECT / "AGENTS.md").read_text(encoding="utf-8")
PATHS = re.findall(r"`((?:[\w.-]+/)+[\w.-]*|[\w.-]+\.(?:md|py|example))`", AGENTS)
[BLOCK] = re.findall(r"^```sh\n(.*?)^```$", AGENTS, re.MULTILINE | re.DOTALL)
COMMANDS = [shlex.split(line, comments=True) for line in BLOCK.splitlines()]

# The name of a setting of SimpleJWT, its mark, the value here, and the default.
ROWS = re.findall(
    r"^\| `(\w+)`( ‡)? \| `(.+?)` \| `(.+?)` \|",
    (PROJECT / "docs" / "settings.md").read_text(encoding="utf-8"),
    re.MULTILINE,
)

# What a variable can set, in the environment or in .env.
VARIABLES = {
    "ACCESS_TOKEN_LIFETIME": "ACCESS_TOKEN_LIFETIME",
    "REFRESH_TOKEN_LIFETIME": "REFRESH_TOKEN_LIFETIME",
    "AUDIENCE": "JWT_AUDIENCE",
    "ISSUER": "JWT_ISSUER",
}


def test_the_paths_of_the_readme_are_served() -> None:
    listed = set(re.findall(r"^\| `[A-Z, ]+ (/\S*)` \|", README, re.MULTILINE))
    gone = listed - {re.sub(r"<\w+:\w*id>", "<id>", path) for path, _ in served()}

    assert not gone, f"README.md lists {gone}, which are not served. Delete the rows."


@pytest.mark.parametrize("path", sorted(set(PATHS)))
def test_a_path_in_agents_md_exists(path: str) -> None:
    assert (PROJECT / path).exists(), (
        f"AGENTS.md names {path}, which does not exist. Correct the page."
    )


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_command_in_agents_md_can_be_run(command: list[str]) -> None:
    python, program, *arguments = command

    assert python in {".venv/bin/python", "python3"}
    if program == "-m":
        assert find_spec(arguments[0])
        words = [word for word in arguments[1:] if "/" in word]
        assert all((PROJECT / word).exists() for word in words)
    elif program == "manage.py":
        assert arguments[0] in get_commands()
    else:
        text = (PROJECT / program).read_text(encoding="utf-8")
        for word in arguments:
            assert (PROJECT / word).exists() if "/" in word else f'"{word}"' in text


def says(text: str, value: Any) -> bool:
    if isinstance(value, timedelta):
        return TimeDelta().deserialize(text) == value
    if isinstance(value, str):
        return text == (value or '""')
    return text.replace('"', "'") == repr(value)


def test_every_setting_of_simplejwt_is_listed_as_it_is() -> None:
    assert sorted(name for name, *_ in ROWS) == sorted(DEFAULTS)
    for name, _, here, default in ROWS:
        value = settings.SIMPLE_JWT.get(name, DEFAULTS[name])
        assert says(default, DEFAULTS[name]) or name == "SIGNING_KEY", name
        variable = VARIABLES.get(name)
        is_set = variable is not None and env.str(variable, "")
        assert is_set or says(here, value), (
            f"SIMPLE_JWT now has another {name}: write it into docs/settings.md, too."
        )


def test_what_is_fixed_is_marked() -> None:
    marks = {name: mark for name, mark, *_ in ROWS}

    assert {name for name in marks if marks[name]} == FIXED.keys()
