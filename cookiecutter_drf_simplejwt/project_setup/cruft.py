"""Recognises renders by cruft, which keeps projects up to date with their template."""

import re
import tempfile
from collections.abc import Mapping
from pathlib import Path


def is_cruft(answers: Mapping[str, object]) -> bool:
    """Tell whether cruft renders: it alone adds the template's commit to the answers."""
    return "_commit" in answers


def is_comparison(answers: Mapping[str, object], project: Path) -> bool:
    """Tell a render for `cruft diff` or `cruft update` from one for `cruft create`.

    Both compare two renders in temporary folders, file by file: what is secret or
    differs every time must not be in them.
    """
    folder = project.resolve().parent
    return (
        is_cruft(answers)
        and folder.parent == Path(tempfile.gettempdir()).resolve()
        and re.fullmatch(r"tmp[a-z0-9_]{8}", folder.name) is not None
    )
