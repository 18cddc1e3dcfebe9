"""Generated projects pass their own check, for every two answers."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.answers import (
    QUESTIONS,
    Answers,
    choices,
    covering,
    name_of,
    with_texts,
)
from tests.conftest import Project, Service

ROWS = with_texts(covering(choices(), strength=2))

# All that decides how tokens are made, kept, carried and revoked.
TOKEN_ANSWERS: dict[str, list[Any]] = {
    "login_field": QUESTIONS["login_field"],
    "rotate_refresh_tokens": [True, False],
    "blacklisting": QUESTIONS["blacklisting"],
    "signing_algorithm": ["HS256", "EdDSA"],
    "token_transport": QUESTIONS["token_transport"],
}
EVERY_TOKEN_ROW = covering(TOKEN_ANSWERS, strength=len(TOKEN_ANSWERS))

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


@pytest.mark.full
@pytest.mark.parametrize("row", EVERY_TOKEN_ROW, ids=name_of)
def test_every_way_of_handling_tokens_passes_its_own_check(
    bake: Callable[..., Project], service: Service, row: Answers
) -> None:
    result = service.run(bake(row), "check.py")

    assert result.returncode == 0, result.stdout + result.stderr


def test_it_passes_its_tests_on_postgresql_and_redis(
    bake: Callable[..., Project], service: Service, postgres: str, redis: str
) -> None:
    result = service.run(
        bake(),
        *["-m", "pytest", "-rs", "-p", "no:cacheprovider"],
        DATABASE_URL=postgres,
        CACHE_URL=redis,
    )

    assert result.returncode == 0, result.stdout + result.stderr
    assert "skipped" not in result.stdout


def test_its_check_fails_when_something_is_wrong(
    cookies: object, service: Service
) -> None:
    project = Project(cookies.bake().project_path)  # type: ignore[attr-defined]
    model = project.path / "users" / "models.py"
    model.write_text(
        model.read_text("utf-8").replace('"email address"', "'address'"), "utf-8"
    )

    result = service.run(project, "check.py")

    assert result.returncode == 1
    assert "Failed: format" in result.stdout
    assert "test_the_migrations_match_the_models" in result.stdout
