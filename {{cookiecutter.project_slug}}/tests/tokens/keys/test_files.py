"""The files are read when that is due, and only then."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.tokens.keys.conftest import let_pass
from tokens import keys
from tokens.key_files import write_key
from tokens.keys import NoSigningKeyError, all_keys, find_key, signing_key

Me = Callable[[str], Any]


def count_readings(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    readings = []
    read = keys._read

    def counted(folder: Path) -> Any:
        readings.append(folder)
        return read(folder)

    monkeypatch.setattr(keys, "_read", counted)
    return readings


def test_files_of_keys_are_read_when_the_folder_changes_and_not_else(
    monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    readings = count_readings(monkeypatch)
    os.utime(folder, (1_600_000_000, 1_600_000_000))

    for _ in range(100):
        all_keys()
    assert len(readings) == 1

    new, _ = write_key(folder)
    assert signing_key().kid == new.kid
    assert len(readings) == 2


def test_tokens_with_made_up_names_do_not_keep_the_disk_busy(
    monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    readings = count_readings(monkeypatch)
    os.utime(folder, (1_600_000_000, 1_600_000_000))

    for number in range(100):
        assert find_key(f"made-up-{number}") is None
    assert len(readings) == 1

    let_pass(2)
    for number in range(100):
        assert find_key(f"made-up-{number}") is None
    assert len(readings) == 2


def test_a_disk_that_tells_no_moments_apart_is_looked_at_twice(folder: Path) -> None:
    """Two changes at once: the folder looks the same after the second."""
    os.utime(folder)
    found = folder.stat()
    assert len(all_keys()) == 1
    (path,) = folder.iterdir()
    path.unlink()
    os.utime(folder, ns=(found.st_atime_ns, found.st_mtime_ns))

    let_pass(2)

    assert all_keys() == ()


def test_a_file_that_is_no_key_does_not_stop_the_others(
    tokens: dict[str, str], me: Me, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (folder / "99990101T000000.000000Z-broken.pem").write_text("half a k", "utf-8")
    (folder / "notes.txt").write_text("not looked at", "utf-8")

    assert me(tokens["access"]).status_code == 200
    assert "broken.pem is not a private key" in caplog.text


def test_without_a_key_tokens_are_refused_and_none_is_made(
    tokens: dict[str, str], me: Me, settings: Any, tmp_path: Path
) -> None:
    settings.JWT_KEYS_DIR = tmp_path / "nowhere"

    assert me(tokens["access"]).status_code == 401
    with pytest.raises(NoSigningKeyError):
        _ = signing_key()


def test_a_key_shows_nothing_of_itself() -> None:
    assert re.fullmatch(
        r"Key\(kid='[\w-]{43}', signs_from=[\d.]+\)", repr(signing_key())
    )


def test_a_key_with_a_name_of_its_own_is_older_than_all_that_tell_their_time(
    folder: Path,
) -> None:
    (own,) = folder.iterdir()
    own.rename(folder / "legacy.pem")
    new, _ = write_key(folder)

    let_pass(2)

    assert signing_key().kid == new.kid


def test_a_name_with_a_moment_that_never_was_is_left_out(
    tokens: dict[str, str], me: Me, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (own,) = folder.iterdir()
    (folder / "20261399T000000.000000Z-x.pem").write_bytes(own.read_bytes())

    assert me(tokens["access"]).status_code == 200
    assert "begins with an invalid date" in caplog.text
