"""Keeps the files that the answers ask for."""

import contextlib
import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from cookiecutter_drf_simplejwt.rules import Answers

LONGEST_RENDERING = 60  # seconds


def choose_files(
    project: Path,
    only_with: Mapping[tuple[str, object], Sequence[str]],
    answers: Answers,
) -> None:
    """Remove the files of other answers; rename `models.email.py` to `models.py`.

    A path can be a folder. One under several answers to a question needs one of them; one
    under several questions needs them all. Files which this run of Cookiecutter did not
    write (`cookiecutter -f`) are left alone.
    """
    # The disk's own time: that of a network disk may differ from this computer's.
    with tempfile.TemporaryFile(dir=project) as now:
        begun = os.fstat(now.fileno()).st_mtime - LONGEST_RENDERING
    keeps_existing_files = not _is_written_since(begun, project / "manage.py")  # -f -s
    for path in sorted({path for paths in only_with.values() for path in paths}):
        keys = [key for key, paths in only_with.items() if path in paths]
        if not all((question, answers.get(question)) in keys for question, _ in keys):
            _remove(project / path, project, begun)
    for (question, answer), paths in only_with.items():
        for path in paths if answers.get(question) == answer else []:
            source = project / path
            place = source.with_name(source.name.replace(f".{answer}.", ".", 1))
            if keeps_existing_files and place != source and place.exists():
                source.unlink(missing_ok=True)
            elif source.exists():
                source.replace(place)


def _is_written_since(begun: float, path: Path) -> bool:
    return path.is_file() and path.stat().st_mtime >= begun


def _remove(path: Path, project: Path, begun: float) -> None:
    """Remove a file or a folder, and the folders that are empty then."""
    inside = sorted(path.rglob("*"), reverse=True)
    for file in [*inside, path]:
        if _is_written_since(begun, file):
            file.unlink()
    for folder in [*inside, path, *path.parents]:
        if folder.is_dir() and project in folder.parents:
            with contextlib.suppress(OSError):  # it is not empty
                folder.rmdir()
