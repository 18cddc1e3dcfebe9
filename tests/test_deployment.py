"""The Dockerfile and compose.yaml: their content, and their commands without containers.

The commands run on this machine, with PostgreSQL and Redis.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import psycopg
import pytest
import yaml

from tests import commands
from tests.commands import output_of
from tests.conftest import Project, Service
from tests.deployment import (
    VARIABLE,
    Build,
    MissingVariableError,
    context,
    instructions,
    interpolated,
    read_env,
    services,
    stages,
)
from tests.production import ANN, PROXIED
from tests.server import free_port, started
from tests.tokens import bearer

BIN = Path(sys.executable).parent

# The variables that an owner sets in .env.
DEPLOYED = {
    "ALLOWED_HOSTS": "api.example.com",
    "EMAIL_URL": "submission://user:password@mail.example.com:587",
    "DEFAULT_FROM_EMAIL": "service@example.com",
    "FRONTEND_URL": "https://app.example.com",
    "TRUSTED_PROXIES": "1",
}
KEY_PAIR = {"signing_algorithm": "ES256", "blacklisting": "token_blacklist"}
STATELESS = {"blacklisting": "none"}


@pytest.fixture(params=[{}, KEY_PAIR, STATELESS], ids=["defaults", "keys", "stateless"])
def project(bake: Callable[..., Project], request: pytest.FixtureRequest) -> Project:
    return bake(request.param)


LINTERS = {
    "Dockerfile": ["hadolint", "--failure-threshold=info"],
    "compose.yaml": ["check-jsonschema", "--builtin-schema=vendor.compose-spec"],
}


@pytest.mark.parametrize("file", LINTERS)
def test_a_linter_finds_nothing(project: Project, file: str) -> None:
    tool, option = LINTERS[file]

    output_of(BIN / tool, option, project.path / file)


def test_the_image_runs_gunicorn_as_a_user_without_rights(project: Project) -> None:
    first, last = stages(project.read("Dockerfile"))
    names = [instruction.name for instruction in last]
    values = {instruction.name: instruction.value for instruction in last}

    # A number, and after it only instructions that change no file.
    assert re.fullmatch(r"[1-9]\d{3,}:[1-9]\d{3,}", values["USER"])
    assert set(names[names.index("USER") + 1 :]) <= {
        *("EXPOSE", "STOPSIGNAL", "HEALTHCHECK", "CMD"),
    }
    # Without a shell, which would not pass on the signal.
    assert values["STOPSIGNAL"] == "SIGTERM"
    assert values["CMD"].startswith('["gunicorn"')
    assert "ENTRYPOINT" not in names

    # The last stage has no installer, not even pip of the base image.
    assert any("uv sync" in i.value for i in first if i.name == "RUN")
    removed, *others = (i for i in last if i.name == "RUN")
    assert removed.words[:5] == ["python", "-m", "pip", "uninstall", "--yes"]
    assert last.index(removed) < names.index("ENV")
    assert not any(re.search(r"\b(pip|uv|apt-get)\b", i.value) for i in others)

    # No layer has a secret.
    for instruction in (*first, *last):
        assert instruction.name != "ARG"
        if instruction.name in {"ENV", "LABEL"}:
            assert not re.search(r"SECRET|KEY|PASSWORD", instruction.value)


def test_what_is_private_is_not_sent_to_the_builder(cookies: Any) -> None:
    project: Path = cookies.bake(extra_context=KEY_PAIR).project_path
    private = {
        *(".env", ".git/config", ".venv/bin/python", ".pytest_cache/README.md"),
        *("api/__pycache__/health.pyc", "db.sqlite3", "staticfiles/old.css"),
        *("keys/20260101T000000.000000Z-abc.pem", "tokens/old.pem"),
        "tests/conftest.py",
    }
    for name in private:
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).touch()

    sent = {path.as_posix() for path in context(project)}

    assert not sent & private
    packages = {path.parent.name for path in project.glob("*/__init__.py")} - {"tests"}
    assert {name.split("/")[0] for name in sent} >= packages | {"manage.py"}
    assert {name for name in sent if "/" not in name} <= {
        *("manage.py", "pyproject.toml", "gunicorn.conf.py"),
    }


def test_no_password_stands_in_the_file(project: Project) -> None:
    names = {"POSTGRES_PASSWORD", *DEPLOYED}
    text = project.read("compose.yaml")
    example = re.findall(
        r"^(?:# )?([A-Z_]+)=", project.read(".env.example"), re.MULTILINE
    )

    assert {match[0] for match in VARIABLE.findall(text)} == names
    assert names <= set(example)
    for name in names:
        with pytest.raises(MissingVariableError, match=f"{name}: Write"):
            interpolated(text, {**dict.fromkeys(names, "x"), name: ""})
    for line in text.splitlines():
        if re.search(r"PASSWORD|SECRET|KEY\b|://\w+:.*@", line):
            assert "${POSTGRES_PASSWORD:?" in line, line


def test_a_container_has_no_right_that_it_does_not_need(project: Project) -> None:
    networks = yaml.safe_load(project.read("compose.yaml"))["networks"]
    assert networks == {"inside": {"internal": True}}
    for name, service in services(project.path, DEPLOYED).items():
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert "privileged" not in service, name
        assert service.get("user", "10001") != "root", name
        # Only the web can be reached, and reach other networks.
        is_web = name == "web"
        reached = ["default", "inside"] if is_web else ["inside"]
        assert service["networks"] == reached, name
        assert ("ports" in service) is is_web, name
        for port in service.get("ports", []):
            assert port.startswith("127.0.0.1:"), name
        if "build" in service:
            assert service["read_only"] is True, name
            assert service["tmpfs"] == "/tmp", name
            settings = service["environment"]["DJANGO_SETTINGS_MODULE"]
            assert settings.endswith("production"), name


def test_the_web_starts_after_the_migration_and_the_first_key(project: Project) -> None:
    found = services(project.path, DEPLOYED)
    done = {"condition": "service_completed_successfully"}
    healthy = {"condition": "service_healthy"}

    keys = {"keys": done} if "keys" in found else {}
    assert found["web"]["depends_on"] == {"migrate": done, "cache": healthy}
    assert found["migrate"]["depends_on"] == {"db": healthy, **keys}
    assert {"db", "cache"} <= {k for k, v in found.items() if "healthcheck" in v}


@pytest.mark.parametrize(
    ("answers", "more", "command"),
    [
        ({}, {"purge"}, "clear_expired_sessions"),
        (KEY_PAIR, {"purge", "keys"}, "flushexpiredtokens"),
        (STATELESS, set(), ""),
    ],
)
def test_the_services_and_volumes_depend_on_the_answers(
    bake: Callable[..., Project], answers: Any, more: set[str], command: str
) -> None:
    found = services(bake(answers).path, DEPLOYED)

    assert set(found) == {"web", "migrate", "db", "cache"} | more
    assert command in str(found.get("purge"))
    for name, service in found.items():
        if "build" in service:
            volumes = ["media:/srv/media"] if name == "web" else []
            if answers is KEY_PAIR:
                # One service writes private keys.
                volumes.append(f"keys:/srv/keys{'' if name == 'keys' else ':ro'}")
            assert service.get("volumes", []) == volumes, name


# The tests below run the commands. They share one image.


def on_the_image(test: Any) -> Any:
    return pytest.mark.slow(pytest.mark.xdist_group("image")(test))


@pytest.fixture(scope="module")
def root() -> Iterator[Path]:
    """A folder that other users can read, as an image's `/`."""
    folder = Path(tempfile.mkdtemp(prefix="image-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def as_image_user() -> dict[str, Any]:
    """Return the arguments that start a process as the image's user, for root only."""
    if os.geteuid() != 0:
        return {}
    return {"user": 10001, "group": 10001, "extra_groups": []}


def base_python() -> str:
    """Return a Python that the image's user can run."""
    for name in ("python3.13", "python3.12", sys.executable, "/usr/bin/python3"):
        found = shutil.which(name)
        if found and can_run(found):
            return found
    raise AssertionError("no Python that another user can run")


def can_run(python: str) -> bool:
    command = [str(Path(python).resolve()), "-c", "import ssl"]
    try:
        return commands.run(*command, cwd="/", **as_image_user()).returncode == 0
    except PermissionError:
        return False


@pytest.fixture(scope="module")
def image(bake: Callable[..., Project], root: Path) -> Build:
    """The image of a project with the default answers."""
    base = root / "base"
    uv = [sys.executable, "-m", "uv", "venv", "--quiet", "--seed"]
    output_of(*uv, "--python", base_python(), base)
    build = Build(bake().path, root, base / "bin" / "python")
    build.build()
    return build


@pytest.fixture(scope="module")
def role(postgres: str) -> Iterator[str]:
    """A new database and its owner, which have this name."""
    name = f"image_{uuid4().hex[:8]}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {name} LOGIN")
        connection.execute(f"CREATE DATABASE {name} OWNER {name}")
        yield name
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
        connection.execute(f"DROP ROLE {name}")


def as_container(image: Build, environment: Mapping[str, str]) -> dict[str, Any]:
    """Return the options that start a command of the image."""
    options = {"stdin": subprocess.DEVNULL, **as_image_user()}
    return {"cwd": image.workdir, "env": dict(environment), **options}


def run(image: Build, command: list[str], environment: Mapping[str, str]) -> None:
    here = map(image.here, command)
    output_of(*here, timeout=60, **as_container(image, environment))


@pytest.fixture(scope="module")
def migrated(image: Build, role: str, redis: str) -> dict[str, str]:
    """The environment of the web, with the addresses of this machine."""
    found = services(image.project, DEPLOYED)
    web = found["web"]["environment"]
    environment = {**image.environment, **{k: str(v) for k, v in web.items()}}
    address = environment["DATABASE_URL"]
    for old, new in (
        ("postgres://service:", f"postgres://{role}:"),
        ("@db:5432/service", f"@127.0.0.1:5432/{role}"),
    ):
        assert old in address
        address = address.replace(old, new)
    environment["DATABASE_URL"] = address
    assert environment["CACHE_URL"] == "redis://cache:6379/0"
    environment["CACHE_URL"] = redis
    run(image, found["migrate"]["command"], environment)
    return environment


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def web(
    image: Build, migrated: dict[str, str], port: int
) -> Iterator["subprocess.Popen[bytes]"]:
    words = image.here(" ".join(image.stage["CMD"].words)).split()
    address = f"127.0.0.1:{port}"
    with started(
        [word.replace("0.0.0.0:8000", address) for word in words],
        image.root / "web.log",
        partial(is_healthy, image, port),
        **as_container(image, migrated),
    ) as process:
        yield process


def is_healthy(image: Build, port: int) -> bool:
    """Run the image's health check."""
    words = image.stage["HEALTHCHECK"].words
    command = [image.here(word.replace("8000", str(port))) for word in words]
    options = as_container(image, image.environment)
    return commands.run(*command, timeout=10, **options).returncode == 0


@on_the_image
def test_the_image_has_no_secret_and_no_installer(image: Build) -> None:
    secrets = [value.encode() for value in read_env(image.project).values()]
    app = image.root / "srv" / "app"
    assert len(secrets) == 3
    for path in app.rglob("*"):
        if path.is_file():
            assert not any(secret in path.read_bytes() for secret in secrets), path
    assert not (app / ".env").exists()
    assert not (app / "tests").exists()

    venv = image.root / "srv" / "venv"
    programs = {path.name for path in (venv / "bin").iterdir()}
    assert {"gunicorn", "python"} <= programs
    assert not programs & {"pip", "uv", "pytest", "ruff", "mypy"}
    for python in (image.python, venv / "bin" / "python"):
        assert "No module named pip" in commands.run(python, "-m", "pip").stdout
    assert list((app / "config/__pycache__").glob("wsgi.*.pyc"))
    assert list(venv.rglob("django/__pycache__/*.pyc"))


@on_the_image
def test_the_service_answers_its_proxy_and_probes(
    web: object, image: Build, migrated: dict[str, str], port: int
) -> None:
    create = ["python", "manage.py", "createsuperuser", "--noinput"]
    run(
        image,
        [*create, "--username=ann", "--email=ann@example.com"],
        {**migrated, "DJANGO_SUPERUSER_PASSWORD": ANN["password"]},
    )
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
        tokens = client.post("/api/token/", json=ANN, headers=PROXIED).json()
        me = client.get("/api/users/me/", headers=PROXIED | bearer(tokens["access"]))
        assert me.status_code == 200
        page = client.get("/admin/login/", headers=PROXIED)
        [style] = re.findall(r'href="(/static/admin/css/base\.\w+\.css)"', page.text)
        assert client.get(style, headers=PROXIED).status_code == 200

        # Probes need neither a host name nor HTTPS.
        assert client.get("/health/live/").status_code == 200
        assert client.get("/health/ready/").status_code == 200
        assert client.get("/api/").status_code in {400, 403}
        https = {"X-Forwarded-Proto": "https"}
        assert client.get("/api/", headers=https).status_code == 400


@on_the_image
def test_the_service_cannot_write_to_the_image(web: object, image: Build) -> None:
    """The root of the container is read-only. Here it belongs to another user."""
    if os.geteuid() != 0:
        pytest.skip("only root can start processes of another user")
    # A volume has the owner of the folder where it is mounted.
    volumes = {image.root / "srv" / name for name in ("keys", "media")}
    for path in (image.root / "srv").rglob("*"):
        assert path.lstat().st_uid == (10001 if path in volumes else 0), path
        assert path.is_symlink() or not path.stat().st_mode & 0o022, path


@on_the_image
def test_expired_sessions_are_removed_and_the_loop_can_be_ended(
    image: Build, migrated: dict[str, str], tmp_path: Path
) -> None:
    command = services(image.project, DEPLOYED)["purge"]["command"]
    log = tmp_path / "log"
    with started(
        [image.here(word) for word in command],
        log,
        lambda: "Deleted sessions: 0" in log.read_text("utf-8"),
        **as_container(image, migrated),
    ) as process:
        assert process.poll() is None  # It waits for the next day.
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=5) == -signal.SIGTERM


@on_the_image
def test_a_signal_ends_the_web_in_time(
    web: "subprocess.Popen[bytes]", image: Build, port: int
) -> None:
    started = time.monotonic()
    web.send_signal(signal.SIGTERM)

    assert web.wait(timeout=10) == 0
    assert time.monotonic() - started < 5
    assert not is_healthy(image, port)


@on_the_image
def test_a_lock_file_that_was_tampered_with_stops_the_build(
    image: Build, tmp_path: Path
) -> None:
    """With a uv.lock, pyproject.toml and the hashes of the packages must match it."""
    [install] = [
        image.here(i.value)
        for i in instructions((image.project / "Dockerfile").read_text("utf-8"))
        if i.name == "RUN" and "uv sync" in i.value
    ]
    pyproject = (image.project / "pyproject.toml").read_text(encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text(pyproject, encoding="utf-8")
    environment = {
        "UV_PROJECT_ENVIRONMENT": str(tmp_path / "venv"),
        "UV_COMPILE_BYTECODE": "0",
    }

    def shell(command: str) -> "subprocess.CompletedProcess[str]":
        script = f"cd {tmp_path}; {command}"
        return image.run(["/bin/sh", "-c", script], environment)

    lock = shell("uv lock")
    assert lock.returncode == 0, lock.stdout
    text = (tmp_path / "uv.lock").read_text(encoding="utf-8")
    forged, count = re.subn(
        r'(asgiref-[\d.]+-py3-none-any\.whl", hash = "sha256:)(.)',
        lambda match: match[1] + ("1" if match[2] == "0" else "0"),
        text,
    )
    assert count
    (tmp_path / "uv.lock").write_text(forged, encoding="utf-8")
    refused = shell(install)
    assert refused.returncode != 0
    assert "Hash mismatch for `asgiref" in refused.stdout

    (tmp_path / "uv.lock").write_text(text, encoding="utf-8")
    other = re.sub('"gunicorn>=[^"]*"', '"gunicorn>=24"', pyproject)
    (tmp_path / "pyproject.toml").write_text(other, encoding="utf-8")
    refused = shell(install)
    assert refused.returncode != 0
    assert "`uv.lock` needs to be updated" in refused.stdout


@pytest.mark.slow
def test_with_key_pairs_the_first_start_creates_one_key(
    cookies: Any, service: Service, tmp_path: Path
) -> None:
    """The commands of compose.yaml, in the shared environment."""
    project: Path = cookies.bake(extra_context=KEY_PAIR).project_path
    found = services(project, DEPLOYED)
    (tmp_path / "srv").mkdir()
    environment = {
        name: str(value).replace("/srv/", f"{tmp_path}/srv/")
        for name, value in found["web"]["environment"].items()
    } | {
        "PATH": f"{service.python.parent}:/usr/bin:/bin",
        "PYTHONDONTWRITEBYTECODE": "1",
        "DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3",
    }

    def run(command: list[str]) -> None:
        here = [word.replace("/srv/", f"{tmp_path}/srv/") for word in command]
        output_of(*here, cwd=project, env=environment)

    [collect] = re.findall(
        r"DJANGO_SETTINGS_MODULE=\S+ .*collectstatic.*",
        (project / "Dockerfile").read_text("utf-8").replace("\\\n", ""),
    )
    run(["sh", "-c", collect.replace("/srv/venv/bin/", "")])
    for _ in range(2):
        run(found["keys"]["command"])
    assert len(list((tmp_path / "srv" / "keys").glob("*.pem"))) == 1
    run(found["migrate"]["command"])
    *_, loop = found["purge"]["command"]
    run(["sh", "-c", loop.replace("sleep 86400", "exit")])
    run(["python", "manage.py", "check", "--deploy", "--fail-level=WARNING"])
