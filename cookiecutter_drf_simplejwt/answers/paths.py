"""The project's folder, and the place of the API in its URLs."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cookiecutter_drf_simplejwt.answers.complaint import Complaint
from cookiecutter_drf_simplejwt.answers.packages import INSTALLED_PACKAGES, normalised

SLUG = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,38}[A-Za-z0-9])?")
# Windows takes these for devices, whatever the ending: nul.txt is nul.
DEVICES = {"con", "nul", "aux", "prn"} | {
    f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)
}

LONGEST_PREFIX = 40
SEGMENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~-]*")
TAKEN_SEGMENTS = ("admin", "health", "static", ".well-known")


def slug_faults(slug: str) -> Iterator[str]:
    if not SLUG.fullmatch(slug) or ".." in slug:
        yield (
            "must be 1 to 40 letters without accents, digits, - _ and single dots, "
            "with a letter or digit at both ends, such as shop-api"
        )
    elif slug.split(".")[0].lower() in DEVICES:
        yield "is the name of a device on Windows, which cannot be a folder"
    elif normalised(slug) in INSTALLED_PACKAGES:
        yield (
            "is the name of a package that the service installs; "
            f"choose another, such as {slug}-service"
        )


def prefix_faults(prefix: str) -> Iterator[str]:
    segments = prefix.split("/")
    if segments[0] in TAKEN_SEGMENTS:
        yield f"/{segments[0]}/ is taken; choose another, such as api or api/v1"
    elif ".." in prefix or not all(SEGMENT.fullmatch(part) for part in segments):
        yield (
            "must be words of letters without accents, digits, - _ . ~ with single "
            "slashes between them and none at the ends, such as api or api/v1"
        )
    elif len(prefix) > LONGEST_PREFIX:
        yield f"must have at most {LONGEST_PREFIX} characters, this has {len(prefix)}"


def folder_complaints(options: Mapping[str, Any], slug: str) -> Iterator[Complaint]:
    """Complain of a folder that is there already, or cannot be made."""
    place = Path(options["output_dir"])
    if (place / slug).is_dir() and options["overwrite_if_exists"]:
        return
    if os.path.lexists(place / slug):
        advice = (
            "is there already; choose another name, or write over its files with -f"
        )
        yield Complaint("project_slug", slug, f"{place / slug} {advice}")
    elif not can_write_to(place):
        advice = "no folder can be made there; choose another place"
        yield Complaint("--output-dir", str(place), advice)


def can_write_to(folder: Path) -> bool:
    """Tell whether a folder, there or not yet, can be written to."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder.is_dir() and os.access(folder, os.W_OK)
