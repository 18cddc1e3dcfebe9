"""A copy of a generated project that an owner changes, and its running service."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.commands import output_of
from tests.conftest import Project, Service
from tests.owner.document import blocks
from tests.server import admin, serve
from tests.tokens import bearer

FILES = Path(__file__).parent / "files"
PASSWORD = "correct horse battery staple"
LATER = r"dev\.py check|runserver|http\.server|worker"


@dataclass(frozen=True)
class OwnersProject(Project):
    """A copy of a generated project, which its owner changes."""

    python: Path
    answers: Mapping[str, Any]

    @classmethod
    def copied(
        cls, project: Project, to: Path, service: Service, answers: Mapping[str, Any]
    ) -> "OwnersProject":
        """Copy a project, and make its first key if it needs one."""
        shutil.copytree(project.path, to)
        own = cls(to, service.python, answers)
        if answers.get("signing_algorithm", "HS256") != "HS256":
            own.manage("new_signing_key")
        return own

    @property
    def by_email(self) -> bool:
        return self.answers.get("login_field") == "email"

    def copy(self, change: str) -> None:
        """Add the files of a change."""
        shutil.copytree(FILES / change, self.path, dirs_exist_ok=True)

    def write(self, name: str, text: str) -> None:
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def append(self, name: str, text: str) -> None:
        self.write(name, self.read(name) + text)

    def replace(self, name: str, old: str, new: str) -> None:
        """Replace a text that is there exactly once."""
        text = self.read(name)
        assert text.count(old) == 1, f"{name} has this {text.count(old)} times: {old}"
        self.write(name, text.replace(old, new))

    def add_to_user(self, lines: str) -> None:
        """Put lines at the end of the user's fields."""
        meta = "class Meta(AbstractUser.Meta):"
        end = 'USERNAME_FIELD = "email"' if self.by_email else meta
        self.replace("users/models.py", f"\n    {end}\n", f"{lines}\n    {end}\n")

    def add_app(self, app: str) -> None:
        """Put an app at the end of INSTALLED_APPS, and of the lists in pyproject.toml."""
        base = self.read("config/settings/base.py")
        start = base.index("INSTALLED_APPS = [")
        end = base.index("\n]\n", start)
        self.write("config/settings/base.py", f'{base[:end]}\n    "{app}",{base[end:]}')

    def add_url(self, line: str, to: str = "api") -> None:
        """Put a line at the end of a list in config/urls.py."""
        urls = self.read("config/urls.py")
        end = urls.index("\n]\n", urls.index(f"{to} = ["))
        self.write("config/urls.py", f"{urls[:end]}\n    {line},{urls[end:]}")

    def follow(self, document: str, *sections: str) -> None:
        """Follow a document, or some of its sections, without its checks and servers."""
        environment = self.path / ".venv"
        if not environment.exists():
            environment.symlink_to(self.python.parent.parent)
        text = self.read(document)
        if sections:
            parts = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", text, re.M | re.S))
            text = "".join(parts[section] for section in sections)
        for block in blocks(text):
            if block.file:
                block.write(self.path)
            elif block.kind == "sh" and not re.search(LATER, block.text):
                self.type(block.text)

    def type(self, commands: str) -> None:
        """Run commands of a shell, each of which must succeed."""
        output_of("bash", "-euo", "pipefail", "-c", commands, cwd=self.path)

    def run(
        self, *arguments: str, **environment: str
    ) -> "subprocess.CompletedProcess[str]":
        """Run Python in the project."""
        return Service(self.python).run(self, *arguments, **environment)

    def check(self, *options: str) -> "subprocess.CompletedProcess[str]":
        """Run the project's own check."""
        return Service(self.python).check(self, *options)

    def manage(self, *arguments: str, **environment: str) -> str:
        """Return the output of a command of Django, which must succeed."""
        return Service(self.python).manage(self, *arguments, **environment)


@dataclass(frozen=True)
class RunningService:
    """A server with the owner's changes, and users who can log in."""

    project: OwnersProject
    client: httpx.Client

    @property
    def api(self) -> str:
        """The API's prefix, with a slash on both sides."""
        return f"/{self.project.answers.get('api_prefix', 'api')}/"

    def login_name(self, name: str) -> str:
        return f"{name}@example.com" if self.project.by_email else name

    def make_user(self, name: str, **fields: Any) -> None:
        """Make a user, with the address NAME@example.com."""
        names = {"username": name, "email": f"{name}@example.com"}
        if self.project.by_email:
            del names["username"]
        self.project.manage(
            "shell",
            "-c",
            "from users.models import User; "
            f"User.objects.create_user(password={PASSWORD!r}, **{names | fields!r})",
        )

    def credentials(self, name: str) -> dict[str, str]:
        """Return the name and the password of a user."""
        field = "email" if self.project.by_email else "username"
        return {field: self.login_name(name), "password": PASSWORD}

    def log_in(self, name: str) -> dict[str, Any]:
        """Return the body of the response to a login."""
        response = self.client.post(
            f"{self.api}token/",
            json=self.credentials(name),
            headers={"X-Requested-With": "tests"},
        )
        assert response.status_code == 200, response.text
        found: dict[str, Any] = response.json()
        return found

    def headers(self, name: str) -> dict[str, str]:
        """Return the headers with which requests are those of a user."""
        return bearer(self.log_in(name)["access"])

    @contextmanager
    def staff(self) -> Iterator[httpx.Client]:
        """A browser in which the superuser `staff` is logged in to the admin."""
        with admin(self.client, self.login_name("staff"), PASSWORD) as browser:
            yield browser


@contextmanager
def running(project: OwnersProject, **variables: str) -> Iterator[RunningService]:
    """Run the development server without limits."""
    limits = {"THROTTLE_LOGIN": "", "THROTTLE_REFRESH": ""}
    environment = {**os.environ, **limits, **variables}
    project.manage("migrate")
    with serve(project.python, project.path, environment) as client:
        yield RunningService(project, client)
