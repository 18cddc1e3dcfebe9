import re
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse
from rest_framework.test import APIClient

from tests.api.conftest import assert_problem
from users.models import User


@pytest.fixture
def schema(api: APIClient, user: User) -> Any:
    user.is_staff = True
    api.force_authenticate(user)
    return api.get(reverse("schema"), {"format": "json"}).json()


def test_the_schema_is_valid(tmp_path: Any) -> None:
    call_command("spectacular", "--validate", file=str(tmp_path / "schema.yaml"))


def test_every_operation_has_the_problem(schema: Any) -> None:
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            assert "default" in operation["responses"], f"{method} {path}"


def test_the_login_is_described_with_the_user(schema: Any) -> None:
    login = schema["paths"][reverse("token_obtain_pair")]["post"]
    answer = login["responses"]["200"]["content"]["application/json"]["schema"]
    name = answer["$ref"].rsplit("/", 1)[-1]

    assert {"access", "user"} <= set(
        schema["components"]["schemas"][name]["properties"]
    )


def test_only_staff_can_read_the_documentation_in_production(
    api: APIClient, user: User
) -> None:
    assert_problem(api.get(reverse("schema")), 401, "not_authenticated")
    login = api.get(reverse("docs"))
    assert login.status_code == 302
    assert login["Location"] == f"{reverse('admin:login')}?next={reverse('docs')}"
    api.force_authenticate(user)
    for name in ("schema", "docs"):
        assert_problem(api.get(reverse(name)), 403, "permission_denied")


def test_the_schema_describes_which_token_to_send(schema: Any) -> None:
    text = schema["components"]["securitySchemes"]["jwtAuth"]["description"]

    assert f"POST {reverse('token_obtain_pair')}" in text


def test_the_documentation_loads_nothing_from_other_hosts(
    api: APIClient, user: User
) -> None:
    user.is_staff = True
    api.force_authenticate(user)

    page = api.get(reverse("docs")).content.decode()

    sources = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert sources
    assert all(source.startswith("/") for source in sources)
    assert not re.search(r"<style|<script>| on\w+=| style=", page)
