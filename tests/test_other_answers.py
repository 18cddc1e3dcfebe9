"""What docs/questions.md says about another answer: who has to log in again, and tables."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.answers import ROOT
from tests.conftest import Project, Service
from tests.production import ANN

pytestmark = pytest.mark.slow

SESSIONS: dict[str, Any] = {}
BLACKLIST = {"blacklisting": "token_blacklist"}
NONE = {"blacklisting": "none"}
FIXED = {"rotate_refresh_tokens": False}
TOTP = {"second_factor": "totp"}
PASSKEYS = {"second_factor": "passkeys"}

# The statuses of a GET and of a refresh with the tokens of before, and the app whose tables
# are made.
CHANGES: list[tuple[dict[str, Any], dict[str, Any], tuple[int, int], str]] = [
    (SESSIONS, FIXED, (200, 200), ""),
    (FIXED, SESSIONS, (200, 200), ""),
    (SESSIONS, BLACKLIST, (200, 401), "token_blacklist"),
    (SESSIONS, NONE, (200, 200), ""),
    (BLACKLIST, SESSIONS, (401, 401), "tokens"),
    (BLACKLIST, NONE, (200, 200), ""),
    (NONE, SESSIONS, (401, 401), "tokens"),
    (NONE, BLACKLIST, (200, 401), "token_blacklist"),
    (SESSIONS, {"signing_algorithm": "ES256"}, (401, 401), ""),
    (SESSIONS, {"token_transport": "cookie"}, (200, 403), ""),
    (SESSIONS, {"drf_token_auth": True}, (200, 200), "authtoken"),
    (SESSIONS, TOTP, (200, 200), "second_factor"),
    (TOTP, PASSKEYS, (200, 200), ""),
]

LOG_IN = f"""
import json
from rest_framework.test import APIClient
client = APIClient(SERVER_NAME="localhost")
print(json.dumps(client.post("/api/token/", {ANN!r}, format="json").json()))
"""
COUNT_FACTORS = """
from second_factor.models import Factor
print(Factor.objects.count())
"""
ADD_FACTORS = f"""
from users.models import User
from second_factor.models import Factor
user = User.objects.get()
Factor.objects.create(user=user, kind="totp", name="app", key=b"x")
Factor.objects.create(user=user, kind="passkey", name="key", key=b"x", credential_id="eA")
{COUNT_FACTORS}
"""
USE = """
import json
from rest_framework.test import APIClient
client = APIClient(SERVER_NAME="localhost")
tokens = %r
bearer = {"authorization": "Bearer " + tokens["access"]}
statuses = [
    client.get("/api/users/me/", headers=bearer).status_code,
    client.post(
        "/api/token/refresh/", {"refresh": tokens["refresh"]}, format="json"
    ).status_code,
]
print(json.dumps(statuses))
"""


@pytest.fixture(scope="module")
def with_ann(
    bake: Callable[..., Project],
    service: Service,
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[dict[str, Any]], Project]:
    """Return a project with some answers, with its tables and the user ann."""
    made: dict[str, Project] = {}
    create = ("createsuperuser", "--noinput", "--username=ann", "--email=a@example.com")

    def with_ann(answers: dict[str, Any]) -> Project:
        key = json.dumps(answers)
        if key not in made:
            path = tmp_path_factory.mktemp("old") / "project"
            made[key] = Project(shutil.copytree(bake(answers).path, path))
            service.manage(made[key], "migrate")
            password = ANN["password"]
            service.manage(made[key], *create, DJANGO_SUPERUSER_PASSWORD=password)
        return made[key]

    return with_ann


@pytest.mark.xdist_group("other answers")
@pytest.mark.parametrize(("before", "after", "statuses", "app"), CHANGES)
def test_the_tokens_and_tables_of_before_are_as_documented(
    bake: Callable[..., Project],
    with_ann: Callable[[dict[str, Any]], Project],
    service: Service,
    tmp_path: Path,
    before: dict[str, Any],
    after: dict[str, Any],
    statuses: tuple[int, int],
    app: str,
) -> None:
    old = with_ann(before)
    tokens = json.loads(shell(service, old, LOG_IN))

    new = Project(shutil.copytree(bake(after).path, tmp_path / "new"))
    move(old, new)
    if "signing_algorithm" in after:
        service.manage(new, "new_signing_key")
    plan = service.manage(new, "migrate", "--plan")
    assert set(re.findall(r"^(\w+)\.0001", plan, re.MULTILINE)) == ({app} - {""})
    service.manage(new, "migrate")

    assert json.loads(shell(service, new, USE % tokens)) == list(statuses)


@pytest.mark.xdist_group("other answers")
def test_passkeys_are_removed_with_their_migration(
    bake: Callable[..., Project],
    with_ann: Callable[[dict[str, Any]], Project],
    service: Service,
    tmp_path: Path,
) -> None:
    """As the page says, before the answer totp."""
    old = with_ann(PASSKEYS)
    assert shell(service, old, ADD_FACTORS) == "2"
    assert shell(service, old, LOG_IN).count('"methods": ["code", "credential"]') == 1

    service.manage(old, "migrate", "second_factor", "0001")
    new = Project(shutil.copytree(bake(TOTP).path, tmp_path / "new"))
    move(old, new)

    assert service.manage(new, "migrate", "--plan").count("No planned") == 1
    assert shell(service, new, LOG_IN).count('"methods": ["code"]') == 1
    assert shell(service, new, COUNT_FACTORS) == "1"


def move(old: Project, new: Project) -> None:
    """Bring the database and the variables of before, with the secrets that are new."""
    shutil.copy(old.path / "db.sqlite3", new.path)
    before = (old.path / ".env").read_text(encoding="utf-8")
    names = set(re.findall(r"^(\w+)=", before, re.MULTILINE))
    made = (new.path / ".env").read_text(encoding="utf-8").splitlines()
    added = [
        line
        for line in made
        if line.startswith("SECOND_FACTOR_KEY=") and "SECOND_FACTOR_KEY" not in names
    ]
    (new.path / ".env").write_text("\n".join([before, *added, ""]), encoding="utf-8")


def shell(service: Service, project: Project, code: str) -> str:
    """Return the last line that a program in Django's shell prints."""
    said = service.manage(project, "shell", "--no-imports", "-c", code)
    return said.strip().splitlines()[-1]


def test_the_page_says_so() -> None:
    page = (ROOT / "docs/questions.md").read_text(encoding="utf-8")
    section = page.split("\n## Another answer later\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| `(\w+)`: (\S+) to (\S+) \|(.*)\|", section, re.MULTILINE)
    ends = {(name, old, new): "log in again" in text for name, old, new, text in rows}

    for before, after, (_, refresh), _ in CHANGES[2:10]:
        [name] = {*before, *after}
        default = {"blacklisting": "sessions", "signing_algorithm": "HS256"}
        change = (
            name,
            str(before.get(name, default.get(name, "header"))),
            str(after.get(name, default.get(name, "header"))),
        )
        assert ends[change] is (refresh != 200), change
