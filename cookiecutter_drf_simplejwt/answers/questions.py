"""What cookiecutter.json asks."""

from __future__ import annotations

import json
from pathlib import Path

TEMPLATE_ROOT = Path(__file__).resolve().parents[2]


def load_questions() -> dict[str, object]:
    """Return the default of each question; a list is a choice, its first the default."""
    content = (TEMPLATE_ROOT / "cookiecutter.json").read_text(encoding="utf-8")
    return {
        name: default
        for name, default in json.loads(content).items()
        if not name.startswith("_")
    }
