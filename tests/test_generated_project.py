"""Generated projects pass their own check, on rows that together hold every answer."""

from collections.abc import Callable

import pytest

from tests.answers import Answers, choose, covering, name_of, possible_answers
from tests.conftest import Project, Service

ROWS = choose(covering(possible_answers(), strength=2))

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    "row", ROWS, ids=[f"{number}-{name_of(row)}" for number, row in enumerate(ROWS)]
)
def test_it_passes_its_own_check(
    bake: Callable[..., Project], service: Service, row: Answers
) -> None:
    result = service.run(bake(row), "check.py")

    assert result.returncode == 0, result.stdout + result.stderr
    assert "All is well." in result.stdout


def test_it_passes_its_tests_on_postgresql(
    bake: Callable[..., Project], service: Service, postgres: str
) -> None:
    result = service.run(
        bake(), "-m", "pytest", "-rs", "-p", "no:cacheprovider", DATABASE_URL=postgres
    )

    assert result.returncode == 0, result.stdout + result.stderr
    assert "skipped" not in result.stdout


def test_its_check_fails_when_something_is_wrong(
    cookies: object, service: Service
) -> None:
    project = Project(cookies.bake().project_path)  # type: ignore[attr-defined]
    model = project.path / "users" / "models.py"
    model.write_text(
        model.read_text(encoding="utf-8") + "\n    nickname = models.TextField( )\n",
        encoding="utf-8",
    )

    result = service.run(project, "check.py")

    assert result.returncode == 1
    assert "Failed: format" in result.stdout
    assert "test_the_migrations_match_the_models" in result.stdout
