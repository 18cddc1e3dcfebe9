"""Reads a Dockerfile, and does on this machine what it says, in a folder."""

import json
import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Instruction:
    name: str
    value: str

    @property
    def words(self) -> list[str]:
        """Return the command in JSON, of CMD and its like, or the words."""
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
    """Return what the paths match that `.dockerignore` keeps out of the image."""
    lines = [line for line in patterns.splitlines() if line and line[0] != "#"]
    assert not any("!" in line or "?" in line for line in lines), "not understood here"
    alternatives = [
        re.escape(line.lstrip("/"))
        .replace(r"\*\*/", "(?:.*/)?")
        .replace(r"\*", "[^/]*")
        for line in lines
    ]
    return re.compile(rf"(?:{'|'.join(alternatives)})(?:/.*)?")


def context(project: Path) -> Iterator[Path]:
    """Return the files that are sent to the builder."""
    left_out = ignored((project / ".dockerignore").read_text(encoding="utf-8"))
    for path in sorted(project.rglob("*")):
        place = path.relative_to(project)
        if path.is_file() and not left_out.fullmatch(place.as_posix()):
            yield place


@dataclass
class Build:
    """An image without a container: the folder `root` is its `/`.

    `python` is what the base image would bring. Of all stages there is one folder.
    """

    project: Path
    root: Path
    python: Path
    environment: dict[str, str] = field(default_factory=dict)
    workdir: Path = Path("/")
    stage: dict[str, Instruction] = field(default_factory=dict)

    def here(self, text: str) -> str:
        """Return a command or a value of the image as it has to be on this machine."""
        return text.replace("/srv/", f"{self.root}/srv/")

    def build(self) -> None:
        for stage in stages((self.project / "Dockerfile").read_text(encoding="utf-8")):
            self.stage, self.environment = (
                {},
                {"PATH": f"{self.python.parent}:/usr/bin:/bin"},
            )
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
            return  # the same folder here
        for place in context(self.project):
            if any(source == "." or place.match(source) for source in sources):
                copy = self.workdir / target / place
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(self.project / place, copy)

    def _run(self, instruction: Instruction) -> None:
        command = self.here(instruction.value)
        if os.geteuid() != 0:  # nothing can be given to anybody else
            command = re.sub(r"--(owner|group)=\d+", "", command)
        result = self.run(["/bin/sh", "-c", command], {})
        assert result.returncode == 0, result.stdout

    def run(
        self, command: list[str], environment: Mapping[str, str]
    ) -> "subprocess.CompletedProcess[str]":
        """Run a command of the build, with the user's own index and certificates."""
        own = ("PIP_", "UV_INDEX", "UV_DEFAULT_INDEX", "SSL_", "HTTP", "NO_PROXY")
        inherited = {k: v for k, v in os.environ.items() if k.upper().startswith(own)}
        return subprocess.run(
            command,
            cwd=self.workdir,
            env={
                "HOME": os.environ.get("HOME", "/"),
                **inherited,
                **self.environment,
                **environment,
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
