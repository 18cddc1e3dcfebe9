"""The generated documents for owners, followed as printed."""

import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.browser import chromium
from tests.conftest import Project, Service
from tests.owner.document import blocks
from tests.owner.project import PASSWORD, OwnersProject, RunningService
from tests.server import START_WITHIN_SECONDS, free_port

pytestmark = pytest.mark.slow

BAKES: dict[str, dict[str, Any]] = {
    "default": {},
    "cookie": {"token_transport": "cookie", "login_field": "email"},
}


@contextmanager
def started(
    commands: str, project: Path, log: Path, **environment: str
) -> Iterator[None]:
    """Run a command until the end of the context."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            ["bash", "-c", commands],
            cwd=project,
            env={**os.environ, "PYTHONUNBUFFERED": "1", **environment},
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def wait_for(address: str, log: Path) -> None:
    deadline = time.monotonic() + START_WITHIN_SECONDS
    while time.monotonic() < deadline:
        try:
            httpx.get(address, trust_env=False)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(log.read_text(encoding="utf-8"))


@pytest.mark.parametrize("answers", BAKES.values(), ids=BAKES)
def test_the_first_resource_is_called_from_a_page_on_another_origin(
    answers: dict[str, Any],
    bake: Callable[..., Project],
    service: Service,
    tmp_path: Path,
) -> None:
    path = tmp_path / "project"
    shutil.copytree(bake(answers).path, path)
    api, page = str(free_port()), str(free_port())
    document = path / "docs" / "first-resource.md"
    # Free ports, so that two tests can run at the same time.
    text = document.read_text(encoding="utf-8").replace("runserver", "runserver 8000")
    document.write_text(re.sub(r"\b8000\b", api, re.sub(r"\b3000\b", page, text)))
    project = OwnersProject(path, service.python, answers)

    project.follow("docs/first-resource.md")

    RunningService(project, httpx.Client()).make_user("ann")
    servers = [
        block.text
        for block in blocks(project.read("docs/first-resource.md"))
        if block.kind == "sh" and re.search(r"runserver|http\.server", block.text)
    ]
    assert len(servers) == 2
    with ExitStack() as stack:
        for number, commands in enumerate(servers):
            stack.enter_context(started(commands, path, tmp_path / f"{number}.log"))
        wait_for(f"http://127.0.0.1:{api}/health/live/", tmp_path / "0.log")
        wait_for(f"http://localhost:{page}/", tmp_path / "1.log")
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


@pytest.fixture(scope="module")
def packaged(
    bake: Callable[..., Project], tmp_path_factory: pytest.TempPathFactory, redis: str
) -> OwnersProject:
    """A project with further packages, in its own environment."""
    base = tmp_path_factory.mktemp("packaged")
    path = base / "project"
    shutil.copytree(bake().path, path)
    uv = [sys.executable, "-m", "uv"]
    environment = base / "environment"
    subprocess.run(
        [*uv, "venv", "-q", "--python", sys.executable, environment], check=True
    )
    project = OwnersProject(path, environment / "bin" / "python", {})

    def install() -> None:
        subprocess.run(
            [*uv, "pip", "install", "-q", "--python", project.python, "--group", "dev"],
            cwd=path,
            check=True,
        )

    install()
    project.follow("docs/first-resource.md")
    project.follow(
        "docs/extend.md", "Mail by another backend", "Work in a queue", "Websockets"
    )
    # Another database than that of the other tests.
    project.append(".env", f"CELERY_BROKER_URL={redis.removesuffix('/0')}/8\n")
    install()
    return project


def test_the_sections_with_packages_pass_the_checks(packaged: OwnersProject) -> None:
    for arguments in (
        ["ruff", "format", "."],
        ["ruff", "check", "."],
        ["mypy"],
        ["pytest", "-q", "notes", "tests/config/test_environment.py"],
    ):
        result = packaged.run("-m", *arguments)
        assert result.returncode == 0, result.stdout + result.stderr


def test_mail_uses_the_other_backend(packaged: OwnersProject) -> None:
    shown = packaged.manage(
        "shell",
        "-c",
        "from django.core.mail import get_connection; print(get_connection())",
        DJANGO_SETTINGS_MODULE="config.settings.production",
        MAILGUN_API_KEY="secret",
    )

    assert "anymail.backends.mailgun.EmailBackend" in shown


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
        started(command, packaged.path, log),
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
    port, log = free_port(), tmp_path / "daphne.log"
    with ExitStack() as stack:
        stack.enter_context(
            started(
                f".venv/bin/daphne --port {port} config.asgi:application",
                packaged.path,
                log,
                DJANGO_SETTINGS_MODULE="config.settings.local",
                ACCESS_TOKEN_LIFETIME="5s",
            )
        )
        address = f"http://127.0.0.1:{port}"
        wait_for(address, log)
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
