"""The command to type again: the one typed, with the good answers and no bad ones."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from cookiecutter_drf_simplejwt.answers.files import REPLAY


class CommandLine(NamedTuple):
    """A Cookiecutter command in its parts."""

    program: str
    # Options and the template, as they were given.
    rest: list[str]
    # `question=answer`
    answers: dict[str, str]
    # The same, where there is no such question.
    unknown: dict[str, str]


def read_command_line(
    argv: Sequence[str], questions: Collection[str]
) -> CommandLine | None:
    """Take the command apart; None when something else runs Cookiecutter."""
    program = _program(argv[0]) if argv else None
    if program is None:
        return None
    rest: list[str] = []
    answers: dict[str, str] = {}
    unknown: dict[str, str] = {}
    template = ""
    only_arguments = False
    words = iter(argv[1:])
    for word in words:
        if only_arguments or not re.match("-.", word):
            question, equals, answer = word.partition("=")
            if not template or not equals or question.startswith("_"):
                rest.append(word)
            elif question in questions:
                answers[question] = answer
            else:
                unknown[question] = answer
            template = template or word
        elif word == "--":
            only_arguments = True
            rest.append(word)
        else:
            option = [word, *([next(words, "")] if _wants_a_value(word) else [])]
            # What was answered then is in the command now.
            if word.partition("=")[0] not in REPLAY:
                rest.extend(option)
    return CommandLine(program, rest, answers, unknown)


def command_to_type(line: CommandLine | None, keep: Mapping[str, object]) -> str:
    """Return it quoted for the user's shell."""
    start = (
        [line.program, *map(_quoted, line.rest)]
        if line
        else ["cookiecutter", "<template>"]
    )
    return " ".join(start + [_pair(name, answer) for name, answer in keep.items()])


def _program(path: str) -> str | None:
    """Return what starts Cookiecutter the same way, as far as the path tells."""
    *folders, name = re.split(r"[\\/]", path)
    if name == "__main__.py" and folders[-1:] == ["cookiecutter"]:
        return f"{_shortest('python', 'python3', path=sys.executable)} -m cookiecutter"
    if name not in ("cookiecutter", "cookiecutter.exe"):
        return None
    # These three put it into folders of their own, which are gone a moment later.
    if "pipx" in folders:
        return "pipx run cookiecutter"
    if "archive-v0" in folders:
        return "uvx cookiecutter" if shutil.which("uvx") else "pipx run cookiecutter"
    if "builds-v0" in folders:
        return "uv run --with cookiecutter cookiecutter"
    return _shortest("cookiecutter", path=path)


def _shortest(*names: str, path: str) -> str:
    """Return the name by which the shell finds a program, or else its path."""
    for name in names:
        found = shutil.which(name)
        if found and Path(path).exists() and Path(found).samefile(path):
            return name
    return _quoted(path)


def _wants_a_value(word: str) -> bool:
    """Tell whether an option's value is the next word: `-o x`, but not `-ox`."""
    from cookiecutter.cli import main  # type: ignore[import-untyped]

    with_value = {
        name
        for option in main.params
        if option.param_type_name == "option" and not getattr(option, "is_flag", False)
        for name in option.opts
    }
    if word.startswith("--"):
        return word in with_value
    first = next((i for i, c in enumerate(word) if f"-{c}" in with_value), None)
    return first == len(word) - 1


def _pair(name: str, answer: object) -> str:
    text = {True: "yes", False: "no"}[answer] if isinstance(answer, bool) else answer
    if os.name == "nt":
        return _quoted(f"{name}={text}")
    return f"{name}={_quoted(str(text))}"


def _quoted(word: str) -> str:
    return subprocess.list2cmdline([word]) if os.name == "nt" else shlex.quote(word)
