"""A test of the project that fails after an owner's change names the remedy."""

from collections.abc import Callable

import pytest

from tests.owner.project import OwnersProject

pytestmark = pytest.mark.slow

OPEN = """from django.http import JsonResponse


def prices(request):
    return JsonResponse({"tea": 3})
"""


@pytest.fixture
def project(owners: Callable[..., OwnersProject]) -> OwnersProject:
    return owners()


def failure(project: OwnersProject, test: str) -> str:
    """Return the output of a test that must fail."""
    result = project.run("-m", "pytest", "-q", "-p", "no:cacheprovider", test)
    assert result.returncode == 1, result.stdout + result.stderr
    return result.stdout


def test_an_open_view_needs_a_decorator(project: OwnersProject) -> None:
    project.write("prices.py", OPEN)
    project.replace(
        "config/urls.py", "\napi = [", "\nfrom prices import prices\n\napi = ["
    )
    project.add_url('path("prices/", prices)')

    output = failure(project, "tests/api/test_closed_by_default.py")

    assert "Open to everyone: /api/prices/ (prices.prices)." in output
    assert "@login_not_required" in output
    decorator = "from django.contrib.auth.decorators import login_not_required\n"
    decorated = OPEN.replace("\n\n\ndef", "\n\n\n@login_not_required\ndef")
    project.write("prices.py", decorator + decorated)
    result = project.run("-m", "pytest", "-q", "tests/api/test_closed_by_default.py")
    assert result.returncode == 0, result.stdout


def test_a_changed_model_needs_a_migration(project: OwnersProject) -> None:
    project.replace(
        "users/models.py",
        "    class Meta",
        "    age = models.IntegerField()\n\n    class Meta",
    )

    output = failure(project, "tests/config/test_environment.py")

    assert "Type: python manage.py makemigrations" in output


def test_a_sensitive_field_must_be_read_only(project: OwnersProject) -> None:
    project.replace("users/serializers.py", '"last_name",', '"last_name", "is_staff",')

    output = failure(project, "tests/users/test_me.py")

    assert "Put those into read_only_fields." in output


def test_a_variable_must_be_in_the_example(project: OwnersProject) -> None:
    project.append("config/settings/base.py", '\nPLAN = env.str("PLAN", "free")\n')

    output = failure(project, "tests/config/test_environment.py")

    assert "Add to .env.example: PLAN" in output


def test_check_names_the_command_that_formats(project: OwnersProject) -> None:
    project.write("prices.py", "PRICES = {'tea': 3}\n")

    result = project.run("check.py", "--fast")

    assert result.returncode == 1
    assert "Failed: format" in result.stdout
    assert "-m ruff format ." in result.stdout
    assert "{'tea'" in project.read("prices.py")
