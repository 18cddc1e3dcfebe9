"""A test of the project that fails because of an owner's change says what to do."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Project, Service
from tests.owner.project import OwnersProject

pytestmark = pytest.mark.slow

OPEN = """from django.http import JsonResponse


def prices(request):
    return JsonResponse({"tea": 3})
"""


@pytest.fixture
def project(
    bake: Callable[..., Project], service: Service, tmp_path: Path
) -> OwnersProject:
    shutil.copytree(bake().path, tmp_path / "project")
    return OwnersProject(tmp_path / "project", service.python, {})


def failure(project: OwnersProject, test: str) -> str:
    """Return what a test says that has to fail."""
    result = project.run("-m", "pytest", "-q", "-p", "no:cacheprovider", test)
    assert result.returncode == 1, result.stdout + result.stderr
    return result.stdout


def test_a_view_that_is_open_without_saying_so(project: OwnersProject) -> None:
    project.write("prices.py", OPEN)
    project.replace(
        "config/urls.py", "\napi = [", "\nfrom prices import prices\n\napi = ["
    )
    project.add_url('path("prices/", prices)')

    said = failure(project, "tests/api/test_closed_by_default.py")

    assert "Open to everyone: /api/prices/ (prices.prices)." in said
    assert "@login_not_required" in said
    decorator = "from django.contrib.auth.decorators import login_not_required\n"
    decorated = OPEN.replace("\n\n\ndef", "\n\n\n@login_not_required\ndef")
    project.write("prices.py", decorator + decorated)
    result = project.run("-m", "pytest", "-q", "tests/api/test_closed_by_default.py")
    assert result.returncode == 0, result.stdout


def test_a_model_that_has_changed(project: OwnersProject) -> None:
    project.replace(
        "users/models.py",
        "    class Meta",
        "    age = models.IntegerField()\n\n    class Meta",
    )

    said = failure(project, "tests/config/test_environment.py")

    assert "Type: python manage.py makemigrations" in said


def test_a_field_that_users_must_not_write(project: OwnersProject) -> None:
    project.replace("users/serializers.py", '"last_name",', '"last_name", "is_staff",')

    said = failure(project, "tests/users/test_me.py")

    assert "Put those into read_only_fields." in said


def test_a_variable_that_is_not_in_the_example(project: OwnersProject) -> None:
    project.append("config/settings/base.py", '\nPLAN = env.str("PLAN", "free")\n')

    said = failure(project, "tests/config/test_environment.py")

    assert "Add to .env.example: PLAN" in said


def test_check_names_the_command_that_mends_the_format(project: OwnersProject) -> None:
    project.write("prices.py", "PRICES = {'tea': 3}\n")

    result = project.run("check.py", "--fast")

    assert result.returncode == 1
    assert "Failed: format" in result.stdout
    assert "-m ruff format ." in result.stdout
    assert "{'tea'" in project.read("prices.py")
