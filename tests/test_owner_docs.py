"""The generated documents for owners, followed from beginning to end as they are printed."""

import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
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
def typed(commands: str, project: Path, log: Path) -> Iterator[None]:
    """Type what runs until it is stopped."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            ["bash", "-c", commands],
            cwd=project,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
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
    # Ports of this run's own, so that two can be run at the same time.
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
            stack.enter_context(typed(commands, path, tmp_path / f"{number}.log"))
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
