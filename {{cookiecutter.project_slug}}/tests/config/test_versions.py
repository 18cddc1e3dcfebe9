"""The installed packages are as new as pyproject.toml requires."""

import re
from importlib.metadata import version

from django.conf import settings

REQUIREMENT = re.compile(r'^    "([\w-]+)(?:\[[\w-]+\])?>=([\d.]+)', re.MULTILINE)


def numbers(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", text)]


def floors() -> dict[str, str]:
    text = (settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8")
    runtime = text.split("\nruntime = [")[1].split("\n]")[0]
    return dict(REQUIREMENT.findall(runtime))


def test_nothing_is_older_than_it_may_be() -> None:
    asked = floors()

    assert len(asked) >= 12
    for name, floor in asked.items():
        assert numbers(version(name)) >= numbers(floor), name


def test_tokens_are_read_by_a_library_with_all_its_fixes() -> None:
    """2.12: `crit`. 2.13: five advisories. 2.15: payloads without end."""
    assert numbers(floors()["pyjwt"]) >= [2, 15]
