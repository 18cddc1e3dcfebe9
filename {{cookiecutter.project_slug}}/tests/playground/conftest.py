"""The page, in a service that is put together as in development."""

import importlib
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import clear_url_caches

import config.urls


@pytest.fixture
def page(settings: Any, db: None) -> Iterator[Any]:
    """Ask for the page."""
    before = settings.INSTALLED_APPS
    settings.DEBUG = True
    settings.INSTALLED_APPS = [*before, "playground"]
    _read_urls_again()
    yield lambda: Client().get("/")
    settings.INSTALLED_APPS = before
    _read_urls_again()


def _read_urls_again() -> None:
    importlib.reload(config.urls)
    clear_url_caches()
