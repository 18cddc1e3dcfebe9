"""Reads compose.yaml as Docker does, as far as the template's own needs it."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

VARIABLE = re.compile(r"\$\{([A-Z_]+)(:\?|:-)?([^}]*)\}")


class MissingVariableError(Exception):
    """A variable is asked for, and not set or empty."""


def read_env(path: Path) -> dict[str, str]:
    text = path.read_text(encoding="utf-8")
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
    """Return the services, with variables filled in and `env_file` read."""
    text = (project / "compose.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(interpolated(text, variables))["services"]
    for service in found.values():
        environment = service.get("environment", {})
        if "env_file" in service:
            environment = {**variables, **environment}
        service["environment"] = environment
    return found
