"""How long it takes to render the project, and from the template to the first answer."""

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.contenders import PLAIN, bake, environment, run
from benchmarks.server import free_port
from benchmarks.services import BenchmarkError
from benchmarks.traffic import PASSWORD

RENDERS = 7
ROUNDS = 2
START_WITHIN = 60  # seconds
ANN = {"username": "ann", "password": PASSWORD}
SUPERUSER = ["createsuperuser", "--noinput", "--username=ann", "--email=a@example.com"]


def children_cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def render() -> dict[str, list[float]]:
    """Return the seconds and the CPU seconds of rendering without the set-up.

    `start_cpu_seconds` are those that Cookiecutter takes to print its version.
    """
    names = ("seconds", "cpu_seconds", "start_cpu_seconds")
    found: dict[str, list[float]] = {name: [] for name in names}
    version = [sys.executable, "-m", "cookiecutter", "--version"]
    for _ in range(RENDERS):
        cpu = children_cpu()
        run(version, Path.cwd(), environment())
        found["start_cpu_seconds"].append(children_cpu() - cpu)
        with tempfile.TemporaryDirectory() as folder:
            cpu, start = children_cpu(), time.perf_counter()
            bake(Path(folder), {**environment(), "COOKIECUTTER_DRF_SETUP": "0"})
            found["seconds"].append(time.perf_counter() - start)
            found["cpu_seconds"].append(children_cpu() - cpu)
    return found


def from_the_template(folder: Path, variables: dict[str, str]) -> tuple[Path, Path]:
    project = bake(folder, variables)
    return project, project / ".venv" / "bin" / "python"


def by_hand(folder: Path, variables: dict[str, str]) -> tuple[Path, Path]:
    """Install the packages of the generated project for one that is ready written."""
    project = folder / "plain"
    shutil.copytree(PLAIN, project, ignore=shutil.ignore_patterns("__pycache__"))
    python = project / ".venv" / "bin" / "python"
    uv = [sys.executable, "-m", "uv"]
    run([*uv, "venv", "--python", sys.executable, ".venv"], project, variables)
    install = [*uv, "pip", "install", "--python", str(python), "--group"]
    group = f"{folder.parent / 'acme-api' / 'pyproject.toml'}:dev"
    run([*install, group], project, variables)
    run([str(python), "manage.py", "migrate"], project, variables)
    return project, python


def call(port: int, path: str, body: Any = None, token: str = "") -> Any:
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}")
    request.add_header("Content-Type", "application/json")
    if token:
        request.add_header("Authorization", f"Bearer {token}")
    data = json.dumps(body).encode() if body else None
    with urllib.request.urlopen(request, data=data, timeout=10) as response:
        return json.load(response)


@contextmanager
def development_server(
    python: Path, project: Path, variables: dict[str, str]
) -> Iterator[int]:
    port = free_port()
    process = subprocess.Popen(
        [str(python), "manage.py", "runserver", "--noreload", str(port)],
        cwd=project,
        env=variables,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield port
    finally:
        process.terminate()
        process.wait()


def first_answer(port: int) -> None:
    """Log in and get the profile, as soon as the server answers."""
    deadline = time.monotonic() + START_WITHIN
    while True:
        try:
            tokens = call(port, "/api/token/", ANN)
            break
        except urllib.error.HTTPError as error:
            raise BenchmarkError(f"The login failed: {error.read()!r}") from error
        except OSError as error:
            if time.monotonic() > deadline:
                raise BenchmarkError("The server did not start.") from error
            time.sleep(0.05)
    call(port, "/api/users/me/", token=tokens["access"])


def first_200(
    make: Callable[[Path, dict[str, str]], tuple[Path, Path]],
    folder: Path,
    cache: Path,
) -> float:
    """Return the seconds from nothing to the first authenticated 200."""
    scripts = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    variables = {
        **environment(),
        "PATH": scripts,
        "UV_CACHE_DIR": str(cache),
        "DJANGO_SUPERUSER_PASSWORD": PASSWORD,
    }
    if make is by_hand:
        variables |= {
            "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
            "SECRET_KEY": "of-a-project-that-is-removed-right-after-this-measurement",
        }
    else:
        variables["COOKIECUTTER_DRF_STRICT"] = "1"
    start = time.perf_counter()
    project, python = make(folder, variables)
    run([str(python), "manage.py", *SUPERUSER], project, variables)
    with development_server(python, project, variables) as port:
        first_answer(port)
        return time.perf_counter() - start


def measure(say: Callable[[str], None]) -> dict[str, Any]:
    say("render")
    result: dict[str, Any] = {"render": render(), "first_200": {}}
    ways = {"template": from_the_template, "by hand": by_hand}
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary)
            bake(folder, {**environment(), "COOKIECUTTER_DRF_SETUP": "0"})
            # Each way fills its own cache, and then uses it.
            for cache in ("cold", "warm"):
                for way, make in ways.items():
                    say(f"{way}, {cache} cache")
                    (where := folder / f"{way} {cache}").mkdir()
                    seconds = first_200(make, where, folder / f"cache of {way}")
                    key = f"{way}, {cache}"
                    result["first_200"].setdefault(key, []).append(seconds)
    return result
