"""With a replica: what decides who may do what is read from where it is written."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import router
from django.urls import reverse
from rest_framework.test import APIClient

from api.store import DatabaseCache
from tests import transport
from tests.conftest import NEW_PASSWORD
from users.models import User

REPLICA = "tests.api.test_routers.ReplicaRouter"


class ReplicaRouter:
    """Reads from a database that is not there: to read from it is an error."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        return "replica"

    def db_for_write(self, model: Any, **hints: Any) -> str:
        return "default"


@pytest.fixture
def replica(settings: Any) -> None:
    settings.DATABASE_ROUTERS = [*settings.DATABASE_ROUTERS, REPLICA]


@pytest.mark.usefixtures("replica")
def test_tokens_are_given_and_used(
    credentials: dict[str, str],
    refresh: Callable[[str], Any],
    me: Callable[[str], Any],
    api: APIClient,
) -> None:
    first = transport.tokens_in(api.post(reverse("token_obtain_pair"), credentials))
    fresh = transport.tokens_in(refresh(first["refresh"]))

    assert me(fresh["access"]).status_code == 200
    body = {"token": fresh["access"]}
    assert api.post(reverse("token_verify"), body).status_code == 200


@pytest.mark.usefixtures("replica")
def test_passwords_are_changed(
    api: APIClient, tokens: dict[str, Any], credentials: dict[str, str]
) -> None:
    changed = api.post(
        reverse("password_change"),
        {"current_password": credentials["password"], "new_password": NEW_PASSWORD},
        headers={"authorization": f"Bearer {tokens['access']}"},
    )
    assert changed.status_code == 200


@pytest.mark.usefixtures("replica")
def test_every_model_that_decides_is_read_where_it_is_written(settings: Any) -> None:
    deciding = [
        model
        for model in apps.get_models()
        if model._meta.app_label in settings.READ_FROM_PRIMARY
    ]

    assert User in deciding
    deciding.append(DatabaseCache("cache", {}).cache_model_class)
    assert {router.db_for_read(model) for model in deciding} == {"default"}
    assert router.db_for_read(LogEntry) == "replica"


def test_a_router_that_would_read_them_elsewhere_is_refused(settings: Any) -> None:
    settings.DATABASE_ROUTERS = [REPLICA]

    with pytest.raises(SystemCheckError, match=r"api\.E032"):
        call_command("check")
