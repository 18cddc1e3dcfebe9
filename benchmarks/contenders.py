"""The generated service and those it is compared with, on one interpreter."""

import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks import traffic
from benchmarks.services import BenchmarkError, Postgres

ROOT = Path(__file__).resolve().parent.parent
PLAIN = Path(__file__).resolve().parent / "plain"
PATHS = ("get", "login", "refresh", "logout")
USERS = 1_000
# More than a run can make. They are counted all the same.
OUT_OF_REACH = "1000000000/min"


@dataclass(frozen=True)
class Contender:
    name: str
    title: str
    settings: str
    paths: tuple[str, ...]
    # What needs a package that the service does not depend on.
    package: str = ""
    scheme: str = "Bearer"
    login_with: str = "username"

    @property
    def is_service(self) -> bool:
        return self.name == "service"

    @property
    def wsgi(self) -> str:
        return "config.wsgi" if self.is_service else "plain.wsgi"


SERVICE = Contender(
    "service", "the generated service", "config.settings.production", PATHS
)
SIMPLEJWT = Contender("simplejwt", "plain DRF + SimpleJWT", "plain.settings", PATHS)
CONTENDERS = (
    SERVICE,
    SIMPLEJWT,
    Contender(
        "drf-token",
        "DRF TokenAuthentication",
        "plain.drf_token",
        ("get",),
        scheme="Token",
    ),
    Contender(
        "knox",
        "django-rest-knox",
        "plain.knox",
        ("get",),
        package="django-rest-knox",
        scheme="Token",
    ),
    Contender(
        "ninja-jwt",
        "django-ninja-jwt",
        "plain.ninja_jwt",
        ("get",),
        package="django-ninja-jwt",
    ),
    Contender(
        "jwt-allauth",
        "django-jwt-allauth",
        "plain.jwt_allauth",
        ("login", "refresh"),
        package="django-jwt-allauth",
        login_with="email",
    ),
)


def run(
    command: list[str], folder: Path, environment: Mapping[str, str], text: str = ""
) -> str:
    """Run a program and return its output; its errors are those of the benchmark."""
    done = subprocess.run(
        command,
        cwd=folder,
        env=dict(environment),
        input=text,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()[-15:]
        name = " ".join(Path(part).name for part in command[:4])
        raise BenchmarkError("\n".join([f"{name} failed:", *said]))
    return done.stdout


def environment() -> dict[str, str]:
    """Return the environment, without what would reach into a project."""
    misleading = ("DJANGO_", "PYTHON", "VIRTUAL_ENV", "DATABASE_URL", "CACHE_URL")
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith((*misleading, "THROTTLE_", "UV_PROJECT", "COOKIECUTTER"))
    }


def bake(folder: Path, environment: Mapping[str, str], *answers: str) -> Path:
    """Generate the project with the default answers, and return its folder."""
    command = [sys.executable, "-m", "cookiecutter", str(ROOT), "--no-input"]
    run([*command, "-o", str(folder), *answers], folder, environment)
    return folder / "acme-api"


@dataclass(frozen=True)
class Bench:
    """The projects of all contenders, and one virtual environment for them."""

    folder: Path
    postgres: Postgres
    cache_url: str
    contenders: Sequence[Contender] = CONTENDERS
    # Contenders whose packages could not be installed, and why.
    missing: dict[str, str] = field(default_factory=dict)
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(50))

    @property
    def python(self) -> Path:
        return self.folder / "env" / "bin" / "python"

    @property
    def service(self) -> Path:
        return self.folder / "acme-api"

    @property
    def extras(self) -> Path:
        return self.folder / "extras"

    def project(self, contender: Contender) -> Path:
        return self.service if contender.is_service else self.folder / "plain"

    def prepare(self) -> None:
        bake(self.folder, {**environment(), "COOKIECUTTER_DRF_SETUP": "0"})
        shutil.copytree(
            PLAIN, self.folder / "plain", ignore=shutil.ignore_patterns("__pycache__")
        )
        self.uv("venv", "--quiet", "--python", sys.executable, str(self.folder / "env"))
        install = ("pip", "install", "--quiet", "--python", str(self.python))
        self.uv(*install, "--group", "runtime", "--compile-bytecode")
        # Apart from the others: PyJWT, for example, imports cryptography where it is.
        pins = str(self.folder / "pins.txt")
        Path(pins).write_text(self.uv("pip", "freeze", "--python", str(self.python)))
        purelib = "import sysconfig; print(sysconfig.get_path('purelib'))"
        command = [str(self.python), "-c", purelib]
        installed = Path(run(command, self.folder, environment()).strip())
        for contender in self.contenders:
            target = self.extras / contender.name
            if not contender.package:
                continue
            try:
                self.uv(
                    *install, "--target", str(target), "-c", pins, contender.package
                )
            except BenchmarkError as error:
                self.missing[contender.name] = str(error)
            for path in [*target.glob("*")] if target.exists() else []:
                if (installed / path.name).exists():
                    shutil.rmtree(path) if path.is_dir() else path.unlink()

    def uv(self, *arguments: str) -> str:
        command = [sys.executable, "-m", "uv", *arguments]
        return run(command, self.service, environment())

    def environment(self, contender: Contender, database: str) -> dict[str, str]:
        """Return the environment in which a contender runs, as in production."""
        found = {
            **environment(),
            "BENCHMARK_CONTENDER": contender.name,
            "DATABASE_URL": self.postgres.url_of(database or "none"),
            "DJANGO_SETTINGS_MODULE": contender.settings,
            "PYTHONDONTWRITEBYTECODE": "",
            "PYTHONPATH": str(self.extras / contender.name)
            if contender.package
            else "",
            "SECRET_KEY": self.secret,
        }
        if contender.is_service:
            limits = ("LOGIN", "REFRESH", "REGISTER", "RESET", "VERIFY")
            found |= {
                "ACCESS_TOKEN_LIFETIME": "6h",
                "ALLOWED_HOSTS": "127.0.0.1",
                "CACHE_URL": self.cache_url,
                "CONN_MAX_AGE": "600",
                "EMAIL_URL": "submission://mail.example.com",
                "DEFAULT_FROM_EMAIL": "service@example.com",
                "FRONTEND_URL": "https://app.example.com",
                "TRUSTED_PROXIES": "1",
                **{f"THROTTLE_{name}": OUT_OF_REACH for name in limits},
            }
        return found

    def manage(self, contender: Contender, database: str, *arguments: str) -> str:
        return run(
            [str(self.python), "manage.py", *arguments],
            self.project(contender),
            self.environment(contender, database),
        )

    def inside_environment(self, contender: Contender, database: str) -> dict[str, str]:
        """Return the environment for benchmarks.inside, which is imported from here."""
        found = self.environment(contender, database)
        paths = filter(None, (found["PYTHONPATH"], str(ROOT)))
        return {**found, "PYTHONPATH": os.pathsep.join(paths), "PYTHONHASHSEED": "0"}

    def inside(
        self, contender: Contender, database: str, command: str, given: dict[str, Any]
    ) -> list[Any]:
        """Run benchmarks.inside, and return the lines that it prints."""
        said = run(
            [str(self.python), "-m", "benchmarks.inside", command],
            self.project(contender),
            self.inside_environment(contender, database),
            json.dumps(given) + "\n",
        )
        return [json.loads(line) for line in said.splitlines()]

    def seed(self, contender: Contender, database: str, tokens: int) -> dict[str, Any]:
        """Return tokens as the contender makes them, and whose they are."""
        wanted = {"users": USERS, "tokens": tokens}
        made: dict[str, Any] = self.inside(contender, database, "seed", wanted)[0]
        name = contender.login_with
        user = made["users"][0]
        made["credentials"] = {
            name: user if name == "username" else f"{user}@example.com",
            "password": traffic.PASSWORD,
        }
        made["authorization"] = f"{contender.scheme} {made['access']}"
        made["wsgi"] = contender.wsgi
        return made

    @contextmanager
    def database(self, contender: Contender) -> Iterator[str]:
        """Yield a database with the contender's tables and users."""
        with self.postgres.database() as name:
            self.manage(contender, name, "migrate", "-v", "0")
            if contender.name == "jwt-allauth":
                # It has no migrations of its own.
                self.manage(contender, name, "migrate", "-v", "0", "--run-syncdb")
            self.seed(contender, name, 1)
            yield name

    @property
    def present(self) -> list[Contender]:
        return [one for one in self.contenders if one.name not in self.missing]


@contextmanager
def bench(
    postgres: Postgres, cache_url: str, contenders: Sequence[Contender]
) -> Iterator[Bench]:
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        made = Bench(Path(folder), postgres, cache_url, contenders)
        made.prepare()
        yield made
