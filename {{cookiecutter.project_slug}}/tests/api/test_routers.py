"""With a replica: what decides about access is read from where it is written."""

from typing import Any

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import router
from django.urls import reverse
from rest_framework.test import APIClient

from tests.client import me, new_tokens, refreshed
from tests.conftest import NEW_PASSWORD, PASSWORD
from users.models import User

REPLICA = "tests.api.test_routers.ReplicaRouter"


class ReplicaRouter:
    """Reads from a database that does not exist, so that reading from it is an error."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        return "replica"

    def db_for_write(self, model: Any, **hints: Any) -> str:
        return "default"


@pytest.fixture
def replica(settings: Any) -> None:
    settings.DATABASE_ROUTERS = [*settings.DATABASE_ROUTERS, REPLICA]


@pytest.mark.usefixtures("replica")
def test_tokens_and_passwords_are_read_from_the_primary(
    api: APIClient, user: User
) -> None:
    access = refreshed(new_tokens(user)["refresh"])["access"]

    assert me(access).status_code == 200
    assert api.post(reverse("token_verify"), {"token": access}).status_code == 200
    body = {"current_password": PASSWORD, "new_password": NEW_PASSWORD}
    header = {"authorization": f"Bearer {access}"}
    changed = api.post(reverse("password_change"), body, headers=header)
    assert changed.status_code == 200


@pytest.mark.usefixtures("replica")
def test_every_model_that_decides_about_access_is_read_from_the_primary(
    settings: Any,
) -> None:
    models = [
        model
        for model in apps.get_models()
        if model._meta.app_label in settings.READ_FROM_PRIMARY
    ]

    assert User in models
    assert {router.db_for_read(model) for model in models} == {"default"}
    assert router.db_for_read(LogEntry) == "replica"


def test_a_router_that_reads_them_from_a_replica_is_refused(settings: Any) -> None:
    settings.DATABASE_ROUTERS = [REPLICA]

    with pytest.raises(SystemCheckError, match=r"api\.E032"):
        call_command("check")
