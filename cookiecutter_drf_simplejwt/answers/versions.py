"""Old versions are refused by name: 2.6 lets `rotate_refresh_tokens=no` mean yes."""

from __future__ import annotations

import re
from collections.abc import Iterator

OLDEST_COOKIECUTTER = (2, 7)
OLDEST_PYTHON = (3, 10)


def version_faults(cookiecutter: str, python: tuple[int, ...]) -> Iterator[str]:
    if python < OLDEST_PYTHON:
        yield (
            "This template needs Python 3.10 or newer, this is "
            f"{'.'.join(map(str, python))}; install Cookiecutter with a newer Python"
        )
    version = re.match(r"(\d+)\.(\d+)", cookiecutter)
    if version and (int(version[1]), int(version[2])) < OLDEST_COOKIECUTTER:
        yield (
            "This template needs Cookiecutter 2.7 or newer, this is "
            f"{cookiecutter}; type: pip install --upgrade cookiecutter"
        )
