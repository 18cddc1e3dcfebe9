"""Keeps the files that the answers ask for."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

Answers = Mapping[str, object]
OnlyWith = Mapping[tuple[str, object], Sequence[str]]

LONGEST_RENDERING = 60  # seconds


def choose_files(project: Path, only_with: OnlyWith, answers: Answers) -> None:
    """Remove the files of other answers; let `models.email.py` become `models.py`.

    A path under several answers to one question needs one of them; a path under several
    questions needs them all. Paths that are not there, and files which this run of
    Cookiecutter did not write, are left alone.
    """
    is_old = _what_is_old(project, only_with)
    keeps_existing_files = is_old(project / "manage.py")

    for path in sorted({path for paths in only_with.values() for path in paths}):
        if not _is_wanted(path, only_with, answers):
            _remove(project / path, is_old)
            _remove_empty_folders((project / path).parent, project)

    for (question, answer), paths in only_with.items():
        for path in paths:
            source, place = project / path, project / place_of(path, answer)
            if answers[question] != answer or source == place or not source.is_file():
                continue
            if keeps_existing_files and place.exists():
                source.unlink()
            else:
                source.replace(place)


def place_of(path: str, answer: object) -> str:
    """Return where a file ends up: `models.email.py` is one answer's `models.py`."""
    folder, slash, name = path.rpartition("/")
    return folder + slash + name.replace(f".{answer}.", ".", 1)


def _is_wanted(path: str, only_with: OnlyWith, answers: Answers) -> bool:
    keys = [key for key, paths in only_with.items() if path in paths]
    return all(
        (question, answers[question]) in keys for question in {key[0] for key in keys}
    )


def _what_is_old(project: Path, only_with: OnlyWith) -> Callable[[Path], bool]:
    """Return what tells the files that `cookiecutter -f -s` kept from those it wrote.

    A file with an answer in its name never survives a run, so it is always new.
    The clock to compare with is the disk's: a network disk has its own.
    """
    written = [
        (project / path).stat().st_mtime
        for (_, answer), paths in only_with.items()
        for path in paths
        if place_of(path, answer) != path and (project / path).is_file()
    ]
    begun = min(written, default=0.0) - LONGEST_RENDERING
    return lambda path: path.exists() and path.stat().st_mtime < begun


def _remove(path: Path, is_old: Callable[[Path], bool]) -> None:
    if path.is_dir() and not path.is_symlink():
        for inside in list(path.iterdir()):
            _remove(inside, is_old)
        if not any(path.iterdir()):
            path.rmdir()
    elif path.is_file() and not is_old(path):
        path.unlink()


def _remove_empty_folders(folder: Path, project: Path) -> None:
    while folder != project and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
