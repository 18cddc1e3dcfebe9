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


def pytest_in(project: OwnersProject, status: int, *tests: str) -> str:
    """Return the output of tests, which must end with this status."""
    result = project.run("-m", "pytest", "-q", "-p", "no:cacheprovider", *tests)
    assert result.returncode == status, result.stdout + result.stderr
    return result.stdout


def test_an_open_view_needs_a_decorator(project: OwnersProject) -> None:
    closed = "tests/api/test_closed_by_default.py"
    project.write("prices.py", OPEN)
    project.replace(
        "config/urls.py", "\napi = [", "\nfrom prices import prices\n\napi = ["
    )
    project.add_url('path("prices/", prices)')

    output = pytest_in(project, 1, closed)

    assert "Open to everyone: /api/prices/ (prices.prices)." in output
    assert "@login_not_required" in output
    decorator = "from django.contrib.auth.decorators import login_not_required\n"
    decorated = OPEN.replace("\n\n\ndef", "\n\n\n@login_not_required\ndef")
    project.write("prices.py", decorator + decorated)
    pytest_in(project, 0, closed)


def test_other_failures_name_the_remedy(project: OwnersProject) -> None:
    environment = "tests/config/test_environment.py"
    project.replace("users/serializers.py", '"last_name",', '"last_name", "is_staff",')
    project.append("config/settings/base.py", '\nPLAN = env.str("PLAN", "free")\n')

    output = pytest_in(project, 1, "tests/users/test_me.py", environment)

    assert "Put those into read_only_fields." in output
    assert "Add to .env.example: PLAN" in output
    age = "    age = models.IntegerField()\n\n    class Meta"
    project.replace("users/models.py", "    class Meta", age)
    output = pytest_in(project, 1, environment, "-k", "migrations")
    assert "Type: python manage.py makemigrations" in output


def test_check_names_the_command_that_formats(project: OwnersProject) -> None:
    project.write("prices.py", "PRICES = {'tea': 3}\n")

    result = project.check("--fast")

    assert result.returncode == 1
    assert "Failed: format" in result.stdout
    assert "dev.py fix" in result.stdout
    assert "{'tea'" in project.read("prices.py")
