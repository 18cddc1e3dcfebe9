"""Reads a Dockerfile and a compose.yaml as Docker does, and builds the image in a folder."""

import json
import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.commands import run

VARIABLE = re.compile(r"\$\{([A-Z_]+)(:\?|:-)?([^}]*)\}")


class MissingVariableError(Exception):
    """A required variable is missing or empty."""


def read_env(project: Path) -> dict[str, str]:
    text = (project / ".env").read_text(encoding="utf-8")
    return dict(re.findall(r"^([A-Z_]+)=(.*)$", text, re.MULTILINE))


def interpolated(text: str, variables: Mapping[str, str]) -> str:
    def value(match: "re.Match[str]") -> str:
        name, kind, rest = match.groups()
        if variables.get(name):
            return variables[name]
        if kind != ":-":
            raise MissingVariableError(f"{name}: {rest}")
        return rest

    return VARIABLE.sub(value, text)


def services(project: Path, variables: Mapping[str, str]) -> dict[str, Any]:
    """Return the services, with `variables` and .env filled in."""
    variables = {**read_env(project), **variables}
    text = (project / "compose.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(interpolated(text, variables))["services"]
    for service in found.values():
        environment = service.get("environment", {})
        if "env_file" in service:
            environment = {**variables, **environment}
        service["environment"] = environment
    return found


@dataclass(frozen=True)
class Instruction:
    name: str
    value: str

    @property
    def words(self) -> list[str]:
        """Return the words of a command, in JSON or not."""
        if "[" in self.value:
            words: list[str] = json.loads(self.value[self.value.index("[") :])
            return words
        return shlex.split(self.value)


def instructions(text: str) -> list[Instruction]:
    text = re.sub(r"^#.*\n", "", text, flags=re.MULTILINE)
    lines = text.replace("\\\n", "").splitlines()
    pairs = (line.split(maxsplit=1) for line in lines if line.strip())
    return [Instruction(name, value.strip()) for name, value in pairs]


def stages(text: str) -> list[list[Instruction]]:
    found: list[list[Instruction]] = []
    for instruction in instructions(text):
        if instruction.name == "FROM":
            found.append([])
        found[-1].append(instruction)
    return found


def ignored(patterns: str) -> re.Pattern[str]:
    """Return a pattern of the paths that a `.dockerignore` excludes."""
    lines = [line for line in patterns.splitlines() if line and line[0] != "#"]
    assert not any("!" in line or "?" in line for line in lines), "not supported here"
    alternatives = [
        re.escape(line.lstrip("/"))
        .replace(r"\*\*/", "(?:.*/)?")
        .replace(r"\*", "[^/]*")
        for line in lines
    ]
    return re.compile(rf"(?:{'|'.join(alternatives)})(?:/.*)?")


def context(project: Path) -> Iterator[Path]:
    """Return the files of the build context."""
    left_out = ignored((project / ".dockerignore").read_text(encoding="utf-8"))
    for path in sorted(project.rglob("*")):
        place = path.relative_to(project)
        if path.is_file() and not left_out.fullmatch(place.as_posix()):
            yield place


@dataclass
class Build:
    """An image without a container engine: the folder `root` is its `/`.

    `python` is that of the base image. All stages have the same folder.
    """

    project: Path
    root: Path
    python: Path
    environment: dict[str, str] = field(default_factory=dict)
    workdir: Path = Path("/")
    stage: dict[str, Instruction] = field(default_factory=dict)

    def here(self, text: str) -> str:
        """Replace the paths of the image by those of this machine."""
        return text.replace("/srv/", f"{self.root}/srv/")

    def build(self) -> None:
        for stage in stages((self.project / "Dockerfile").read_text(encoding="utf-8")):
            self.stage = {}
            self.environment = {"PATH": f"{self.python.parent}:/usr/bin:/bin"}
            for instruction in stage:
                self.stage[instruction.name] = instruction
                action = getattr(self, f"_{instruction.name.lower()}", None)
                if action:
                    action(instruction)

    def _env(self, instruction: Instruction) -> None:
        for word in shlex.split(instruction.value):
            name, value = word.split("=", 1)
            value = self.here(value).replace("$PATH", self.environment["PATH"])
            self.environment[name] = value

    def _workdir(self, instruction: Instruction) -> None:
        self.workdir = Path(self.here(instruction.value + "/"))
        self.workdir.mkdir(parents=True, exist_ok=True)

    def _copy(self, instruction: Instruction) -> None:
        *sources, target = instruction.words
        if sources[0].startswith("--from="):
            return  # It is the same folder.
        for place in context(self.project):
            if any(source == "." or place.match(source) for source in sources):
                copy = self.workdir / target / place
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(self.project / place, copy)

    def _run(self, instruction: Instruction) -> None:
        command = self.here(instruction.value)
        if os.geteuid() != 0:  # Only root can change owners.
            command = re.sub(r"--(owner|group)=\d+", "", command)
        result = self.run(["/bin/sh", "-c", command], {})
        assert result.returncode == 0, result.stdout

    def run(
        self, command: list[str], environment: Mapping[str, str]
    ) -> "subprocess.CompletedProcess[str]":
        """Run a command of the build, with the package index of this machine."""
        own = ("PIP_", "UV_INDEX", "UV_DEFAULT_INDEX", "SSL_", "HTTP", "NO_PROXY")
        inherited = {k: v for k, v in os.environ.items() if k.upper().startswith(own)}
        home = {"HOME": os.environ.get("HOME", "/")}
        environment = {**home, **inherited, **self.environment, **environment}
        return run(*command, cwd=self.workdir, env=environment)
