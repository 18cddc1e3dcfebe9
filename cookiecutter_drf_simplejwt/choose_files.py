"""Keeps the files that the answers ask for."""

import contextlib
import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

Answers = Mapping[str, object]
OnlyWith = Mapping[tuple[str, object], Sequence[str]]

LONGEST_RENDERING = 60  # seconds


def choose_files(project: Path, only_with: OnlyWith, answers: Answers) -> None:
    """Remove the files of other answers; rename `models.email.py` to `models.py`.

    A path can be a folder, or a pattern such as `docs/*.HS256.md`. One under several
    answers to a question needs one of them; one under several questions needs them all.
    Files which this run of Cookiecutter did not write (`cookiecutter -f`) are left alone.
    """
    # The disk's own time: that of a network disk may differ from this computer's.
    with tempfile.TemporaryFile(dir=project) as now:
        begun = os.fstat(now.fileno()).st_mtime - LONGEST_RENDERING

    def is_old(path: Path) -> bool:
        return path.exists() and path.stat().st_mtime < begun

    keeps_existing_files = is_old(project / "manage.py")  # cookiecutter -f -s
    for pattern in sorted({path for paths in only_with.values() for path in paths}):
        if not _is_wanted(pattern, only_with, answers):
            for path in list(project.glob(pattern)):
                _remove(path, project, is_old)
    for (question, answer), patterns in only_with.items():
        if answers.get(question) == answer:
            found = [path for pattern in patterns for path in project.glob(pattern)]
            for source in filter(Path.is_file, found):
                place = source.with_name(source.name.replace(f".{answer}.", ".", 1))
                if keeps_existing_files and place != source and place.exists():
                    source.unlink()
                else:
                    source.replace(place)


def _is_wanted(pattern: str, only_with: OnlyWith, answers: Answers) -> bool:
    keys = [key for key, patterns in only_with.items() if pattern in patterns]
    return all((question, answers.get(question)) in keys for question, _ in keys)


def _remove(path: Path, project: Path, is_old: Callable[[Path], bool]) -> None:
    """Remove a file or a folder, and the folders that are empty then."""
    inside = sorted(path.rglob("*"), reverse=True) if path.is_dir() else []
    for each in [*inside, path]:
        if not each.is_dir() and not is_old(each):
            each.unlink()
    for folder in [*inside, path, *path.parents]:
        if folder.is_dir() and project in folder.parents:
            with contextlib.suppress(OSError):  # it is not empty
                folder.rmdir()
