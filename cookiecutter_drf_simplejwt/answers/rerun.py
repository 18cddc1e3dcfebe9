"""The command to type again: the one typed, with the good answers and no bad ones."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

# What was answered then is in the command now, so there is nothing to replay.
REPLAY = ("--replay", "--replay-file")


class CommandLine(NamedTuple):
    """A Cookiecutter command in its parts."""

    program: str
    # Options and the template, as they were given.
    rest: list[str]
    # `question=answer`
    answers: dict[str, str]


def read_command_line(
    argv: Sequence[str], questions: Collection[str]
) -> CommandLine | None:
    """Take the command apart; None when something else runs Cookiecutter."""
    program = _program(argv[0]) if argv else None
    if program is None:
        return None
    rest: list[str] = []
    answers: dict[str, str] = {}
    template = ""
    only_arguments = False
    words = iter(argv[1:])
    for word in words:
        if only_arguments or not re.match("-.", word):
            question, equals, answer = word.partition("=")
            if template and equals and question in questions:
                answers[question] = answer
            else:
                rest.append(word)
            template = template or word
        elif word == "--":
            only_arguments = True
            rest.append(word)
        else:
            option = [word, *([next(words, "")] if _wants_a_value(word) else [])]
            if word.partition("=")[0] not in REPLAY:
                rest.extend(option)
    return CommandLine(program, rest, answers)


def command_to_type(line: CommandLine | None, keep: Mapping[str, object]) -> str:
    """Return it quoted for the user's shell."""
    start = (
        [line.program, *map(_quoted, line.rest)]
        if line
        else ["cookiecutter", "<template>"]
    )
    return " ".join(start + [_pair(name, answer) for name, answer in keep.items()])


def _program(path: str) -> str | None:
    *folders, name = re.split(r"[\\/]", path)
    if name in ("cookiecutter", "cookiecutter.exe"):
        # Where uvx puts what it runs: there is no `cookiecutter` on the user's PATH.
        return "uvx cookiecutter" if "archive-v0" in folders else "cookiecutter"
    if name == "__main__.py" and folders[-1:] == ["cookiecutter"]:
        return "python -m cookiecutter"
    return None


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
