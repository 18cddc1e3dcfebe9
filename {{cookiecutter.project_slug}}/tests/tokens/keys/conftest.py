"""A folder with one key, and what tests ask of it again and again."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jwt
import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from tokens import keys


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    """A folder with the key of the run, for this test alone."""
    shutil.copytree(settings.JWT_KEYS_DIR, tmp_path / "keys")
    settings.JWT_KEYS_DIR = tmp_path / "keys"
    return tmp_path / "keys"


@pytest.fixture
def log_in(
    api: APIClient,
    credentials: dict[str, str],
    tokens_in: Callable[[Any], dict[str, str]],
) -> Callable[[], dict[str, str]]:
    return lambda: tokens_in(api.post(reverse("token_obtain_pair"), credentials))


def kid(token: str) -> str:
    return str(jwt.get_unverified_header(token)["kid"])


def let_pass(seconds: float) -> None:
    """Let the ring be as old as this."""
    last = keys._last
    if last:
        keys._last = keys.Reading(
            last.folder, last.state, last.keys, last.at - seconds, last.is_certain
        )
