"""The command to type again: the one typed, with the good answers and no bad ones."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

# What was answered then is taken whole, and no file is read.
REPLAY = ("replay", "replay_file")
# Stands where an answer was refused. Typed as it is, it is refused, too.
TO_CORRECT = "..."


class CommandLine(NamedTuple):
    """A Cookiecutter command as Cookiecutter reads it."""

    program: str
    # By the names of Cookiecutter's parameters: template, output_dir, no_input, …
    options: Mapping[str, Any]
    # `question=answer`, and what else has this form.
    answers: Mapping[str, str]


def read_command_line(argv: Sequence[str]) -> CommandLine | None:
    """Take the command apart; None when something else runs Cookiecutter."""
    program = _program(argv[0]) if argv else None
    if program is None:
        return None
    # Cookiecutter has read these arguments without an error, or would not be here.
    context = _main().make_context(None, [*argv[1:]], resilient_parsing=True)
    return CommandLine(program, context.params, context.params["extra_context"] or {})


def command_to_type(line: CommandLine, answers: Mapping[str, object]) -> str:
    """Return it quoted for the user's shell."""
    words = [line.options["template"]] if "template" in line.options else []
    for option in _main().params:
        value = line.options.get(option.name)
        if not value or not option.opts[0].startswith("-") or option.name in REPLAY:
            continue
        if value is True:
            words.append(option.opts[0])
        elif value != option.default:
            words += [option.opts[0], value]
    pairs = [_pair(name, answer) for name, answer in answers.items()]
    return " ".join([line.program, *map(_quoted, words), *pairs])


def _main() -> Any:
    from cookiecutter.cli import main  # type: ignore[import-untyped]

    return main


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


def _pair(name: str, answer: object) -> str:
    text = {True: "yes", False: "no"}[answer] if isinstance(answer, bool) else answer
    if os.name == "nt":
        return _quoted(f"{name}={text}")
    return f"{name}={_quoted(str(text))}"


def _quoted(word: str) -> str:
    return subprocess.list2cmdline([word]) if os.name == "nt" else shlex.quote(word)
