"""The generated documents for owners, followed as printed."""

import os
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, closing
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.browser import chromium
from tests.commands import output_of
from tests.conftest import Project, Service
from tests.owner.document import blocks
from tests.owner.project import PASSWORD, OwnersProject, RunningService, running
from tests.server import START_WITHIN_SECONDS, answers, free_port, started
from tests.tokens import bearer

pytestmark = pytest.mark.slow

BAKES: dict[str, dict[str, Any]] = {
    "default": {},
    "cookie": {"token_transport": "cookie", "login_field": "email"},
}


def shell(
    commands: str, project: Path, log: Path, url: str = "", **environment: str
) -> "AbstractContextManager[subprocess.Popen[bytes]]":
    """Run commands until the end of the context, from when the URL answers."""
    variables = {**os.environ, "PYTHONUNBUFFERED": "1", **environment}
    ready = partial(answers, url) if url else lambda: True
    bash = ["bash", "-c", commands]
    return started(bash, log, ready, cwd=project, env=variables)


def assert_checked(project: OwnersProject, *tests: str) -> None:
    """Assert that the checks of the project pass, and some of its tests."""
    for arguments in (
        ["ruff", "format", "."],
        ["ruff", "check", "."],
        ["mypy"],
        ["pytest", "-q", *tests],
    ):
        result = project.run("-m", *arguments)
        assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("answers", BAKES.values(), ids=BAKES)
def test_the_first_resource_is_called_from_a_page_on_another_origin(
    answers: dict[str, Any],
    bake: Callable[..., Project],
    service: Service,
    tmp_path: Path,
) -> None:
    path = tmp_path / "project"
    project = OwnersProject.copied(bake(answers), path, service, answers)
    api, page = str(free_port()), str(free_port())
    document = path / "docs" / "first-resource.md"
    # Free ports, so that two tests can run at the same time.
    text = document.read_text(encoding="utf-8").replace("runserver", "runserver 8000")
    document.write_text(re.sub(r"\b8000\b", api, re.sub(r"\b3000\b", page, text)))

    project.follow("docs/first-resource.md")
    assert_checked(project, "notes")

    RunningService(project, httpx.Client()).make_user("ann")
    servers = [
        block.text
        for block in blocks(project.read("docs/first-resource.md"))
        if block.kind == "sh" and re.search(r"runserver|http\.server", block.text)
    ]
    with ExitStack() as stack:
        urls = [f"http://127.0.0.1:{api}/health/live/", f"http://localhost:{page}/"]
        for name, commands, url in zip("ab", servers, urls, strict=True):
            stack.enter_context(shell(commands, path, tmp_path / name, url))
        browser = stack.enter_context(chromium())
        tab = browser.new_page()
        tab.goto(f"http://localhost:{page}/")
        name = "ann@example.com" if answers.get("login_field") == "email" else "ann"
        tab.locator("#login input").first.fill(name)
        tab.get_by_label("Password").fill("wrong")
        tab.get_by_role("button", name="Log in").click()
        tab.get_by_role("alert").filter(has_text="No active account").wait_for()
        tab.get_by_label("Password").fill(PASSWORD)
        tab.get_by_role("button", name="Log in").click()
        for note in ("Buy milk.", "Buy bread."):
            tab.get_by_label("Note").fill(note)
            tab.get_by_role("button", name="Add").click()
            tab.get_by_role("listitem").filter(has_text=note).wait_for()
        assert tab.get_by_role("listitem").all_text_contents() == [
            "Buy bread.",
            "Buy milk.",
        ]


def test_authentication_never_reads_the_replica(
    owners: Callable[..., OwnersProject],
) -> None:
    """It has none of the new rows."""
    project = owners()
    project.follow("docs/extend.md", "A database replica")
    replica = project.path / "replica.sqlite3"
    project.append(".env", f"REPLICA_URL=sqlite:///{replica}\n")
    for database in ("default", "replica"):
        project.manage("migrate", f"--database={database}")
    code = (
        "from django.contrib.admin.models import LogEntry; print(LogEntry.objects.db)"
    )
    assert "replica" in project.manage("shell", "-c", code)

    with running(project) as service:
        service.make_user("ann")
        client, login = service.client, service.log_in("ann")
        me = client.get("/api/users/me/", headers=bearer(login["access"]))
        assert me.status_code == 200
        body = {"refresh": login["refresh"]}
        for path, status in (("blacklist/", 200), ("refresh/", 401)):
            response = client.post(f"/api/token/{path}", json=body)
            assert response.status_code == status


# One process installs the packages.
one_process = pytest.mark.xdist_group("packages")


@pytest.fixture(scope="module")
def packaged(
    bake: Callable[..., Project], tmp_path_factory: pytest.TempPathFactory, redis: str
) -> OwnersProject:
    """A project with further packages, in its own environment."""
    base = tmp_path_factory.mktemp("packaged")
    uv = [sys.executable, "-m", "uv"]
    environment = base / "environment"
    output_of(*uv, "venv", "-q", "--python", sys.executable, environment)
    python = Service(environment / "bin" / "python")
    project = OwnersProject.copied(bake(), base / "project", python, {})

    def install() -> None:
        command = [*uv, "pip", "install", "-q", "--compile-bytecode", "--group", "dev"]
        output_of(*command, "--python", project.python, cwd=project.path)

    install()
    project.follow("docs/first-resource.md")
    project.follow(
        "docs/extend.md",
        "Users from another site",
        "Mail by another backend",
        "Work in a queue",
        "Websockets",
    )
    # Another database than that of the other tests.
    project.append(".env", f"CELERY_BROKER_URL={redis.removesuffix('/0')}/8\n")
    install()
    return project


@one_process
def test_the_sections_with_packages_pass_the_checks(packaged: OwnersProject) -> None:
    assert_checked(packaged, "notes", "tests/config/test_environment.py")


@one_process
def test_mail_uses_the_other_backend(packaged: OwnersProject) -> None:
    shown = packaged.manage(
        "shell",
        "-c",
        "from django.core.mail import get_connection; print(get_connection())",
        DJANGO_SETTINGS_MODULE="config.settings.production",
        MAILGUN_API_KEY="secret",
    )

    assert "anymail.backends.mailgun.EmailBackend" in shown


@one_process
def test_a_hash_of_bcrypt_is_upgraded_at_the_next_login(
    packaged: OwnersProject,
) -> None:
    ann = "from users.models import User; ann = User.objects.filter(username='ann'); "
    hashed = (
        "from django.contrib.auth.hashers import BCryptSHA256PasswordHasher as Hasher; "
        f"ann.update(password=Hasher().encode({PASSWORD!r}, Hasher().salt()))"
    )
    with running(packaged) as service:
        service.make_user("ann")
        earlier = service.log_in("ann")
        packaged.manage("shell", "-c", ann + hashed)

        wrong = {**service.credentials("ann"), "password": f"{PASSWORD} "}
        assert service.client.post("/api/token/", json=wrong).status_code == 401
        assert "bcrypt_sha256$" in packaged.manage(
            "shell", "-c", ann + "print(ann.get().password)"
        )
        service.log_in("ann")

        assert "argon2$argon2id$" in packaged.manage(
            "shell", "-c", ann + "print(ann.get().password)"
        )
        body = {"refresh": earlier["refresh"]}
        assert service.client.post("/api/token/refresh/", json=body).status_code == 200


def test_a_worker_runs_a_task(packaged: OwnersProject, tmp_path: Path) -> None:
    [command] = [
        block.text
        for block in blocks(packaged.read("docs/extend.md"))
        if block.kind == "sh" and "worker" in block.text
    ]
    packaged.manage(
        "shell",
        "-c",
        "from notes.models import Note; from notes.tasks import delete_done_notes; "
        "from users.models import User; user = User.objects.create_user('queue'); "
        "Note.objects.create(owner=user, text='Old', done=True); "
        "Note.objects.create(owner=user, text='New'); "
        "delete_done_notes.delay(str(user.pk))",
    )
    log = tmp_path / "worker.log"
    with (
        shell(command, packaged.path, log),
        closing(sqlite3.connect(packaged.path / "db.sqlite3")) as database,
    ):
        deadline = time.monotonic() + START_WITHIN_SECONDS
        while left := database.execute("SELECT text FROM notes_note").fetchall():
            if left == [("New",)]:
                break
            assert time.monotonic() < deadline, log.read_text(encoding="utf-8")
            time.sleep(0.2)


SOCKET = """async ([address, protocols]) => new Promise((resolve) => {
    const answers = [];
    const socket = new WebSocket(address, protocols);
    socket.onopen = () => socket.send(JSON.stringify("hello"));
    socket.onmessage = (event) => answers.push(JSON.parse(event.data).content);
    socket.onclose = () => resolve(answers);
})"""


def test_a_token_opens_a_websocket_until_it_expires(
    packaged: OwnersProject, tmp_path: Path
) -> None:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with ExitStack() as stack:
        stack.enter_context(
            shell(
                f".venv/bin/daphne --port {port} config.asgi:application",
                packaged.path,
                tmp_path / "log",
                f"{address}/health/live/",
                DJANGO_SETTINGS_MODULE="config.settings.local",
                ACCESS_TOKEN_LIFETIME="5s",
            )
        )
        client = stack.enter_context(httpx.Client(base_url=address, trust_env=False))
        service = RunningService(packaged, client)
        service.make_user("socket")
        page = stack.enter_context(chromium()).new_page()
        tokens = service.log_in("socket")
        opened = [
            page.evaluate(SOCKET, [f"ws://127.0.0.1:{port}/ws/notes/", protocols])
            for protocols in (
                ["bearer", tokens["access"]],
                ["bearer", tokens["access"]],
                ["bearer", tokens["refresh"]],
                ["bearer"],
                [],
            )
        ]

    # The first is closed when its token expires; then the second is refused.
    assert opened == [["hello"], [], [], [], []]
