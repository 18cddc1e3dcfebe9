"""The image and its neighbours: what the files say, and what happens when it is done.

There is no container engine in the tests. The Dockerfile's very commands are run on this
machine, and so is what compose.yaml starts, against real PostgreSQL and Redis.
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
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import psycopg
import pytest
import yaml

from tests import compose
from tests.conftest import Project, Service
from tests.dockerfile import Build, context, instructions, stages
from tests.server import free_port

BIN = Path(sys.executable).parent

# What somebody who deploys writes into .env.
DEPLOYED = {
    "ALLOWED_HOSTS": "api.example.com",
    "EMAIL_URL": "submission://user:password@mail.example.com:587",
    "FRONTEND_URL": "https://app.example.com",
    "TRUSTED_PROXIES": "1",
}
# What the proxy in front of the service sends.
PROXIED = {
    "Host": "api.example.com",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-For": "192.0.2.1",
}
KEY_PAIR = {"signing_algorithm": "ES256", "blacklisting": "token_blacklist"}
STATELESS = {"blacklisting": "none"}


@pytest.fixture(params=[{}, KEY_PAIR, STATELESS], ids=["defaults", "keys", "stateless"])
def project(bake: Callable[..., Project], request: pytest.FixtureRequest) -> Project:
    return bake(request.param)


def read_services(project: Project) -> dict[str, Any]:
    variables = compose.read_env(project.path / ".env") | DEPLOYED
    return compose.services(project.path, variables)


def ours(project: Project) -> dict[str, Any]:
    """Return the services that run our image."""
    return {k: v for k, v in read_services(project).items() if "build" in v}


def lint(*command: str | Path) -> str:
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    return "" if result.returncode == 0 else result.stdout + result.stderr


def test_the_dockerfile_is_lint_clean(project: Project) -> None:
    hadolint = BIN / "hadolint"

    assert lint(hadolint, "--failure-threshold=info", project.path / "Dockerfile") == ""


def test_compose_knows_every_word_of_its_file(project: Project) -> None:
    check = BIN / "check-jsonschema"
    file = project.path / "compose.yaml"

    assert lint(check, "--builtin-schema=vendor.compose-spec", file) == ""


def test_the_image_is_run_by_a_number_that_is_not_root(project: Project) -> None:
    [*_, last] = stages(project.read("Dockerfile"))
    [user] = [i.value for i in last if i.name == "USER"]

    assert re.fullmatch(r"[1-9]\d{3,}:[1-9]\d{3,}", user)
    # Nothing is done or given to the service after that.
    assert {i.name for i in last[[i.name for i in last].index("USER") + 1 :]} <= {
        *("EXPOSE", "STOPSIGNAL", "HEALTHCHECK", "CMD"),
    }


def test_what_runs_is_told_to_stop_itself_and_not_through_a_shell(
    project: Project,
) -> None:
    [*_, last] = stages(project.read("Dockerfile"))
    commands = {i.name: i.value for i in last}

    assert commands["STOPSIGNAL"] == "SIGTERM"
    assert commands["CMD"].startswith('["gunicorn"')
    assert "ENTRYPOINT" not in commands


def test_the_last_stage_has_no_installer(project: Project) -> None:
    first, last = stages(project.read("Dockerfile"))

    assert any("uv sync" in i.value for i in first if i.name == "RUN")
    removed, *others = (i for i in last if i.name == "RUN")
    assert removed.words[:5] == ["python", "-m", "pip", "uninstall", "--yes"]
    # The image's own Python, which is another's from then on.
    assert last.index(removed) < [i.name for i in last].index("ENV")
    assert not any(re.search(r"\b(pip|uv|apt-get)\b", i.value) for i in others)


def test_no_layer_holds_a_secret(project: Project) -> None:
    for instruction in instructions(project.read("Dockerfile")):
        assert instruction.name != "ARG"
        if instruction.name in {"ENV", "LABEL"}:
            assert not re.search(r"SECRET|KEY|PASSWORD", instruction.value)


def test_what_is_private_is_not_sent_to_the_builder(cookies: Any) -> None:
    project: Path = cookies.bake(extra_context=KEY_PAIR).project_path
    private = [
        ".env",
        ".git/config",
        ".venv/bin/python",
        ".pytest_cache/README.md",
        "api/__pycache__/health.pyc",
        "db.sqlite3",
        "keys/20260101T000000.000000Z-abc.pem",
        "tokens/old.pem",
        "staticfiles/old.css",
        "tests/conftest.py",
    ]
    for name in private:
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).touch()

    sent = {path.as_posix() for path in context(project)}

    assert not sent & set(private)
    packages = {path.parent.name for path in project.glob("*/__init__.py")} - {"tests"}
    assert {name.split("/")[0] for name in sent} >= packages | {"manage.py"}
    assert {name for name in sent if "/" not in name} <= {
        *("manage.py", "pyproject.toml", "gunicorn.conf.py"),
    }


def test_no_password_stands_in_the_file(project: Project) -> None:
    variables = dict.fromkeys(["POSTGRES_PASSWORD", *DEPLOYED], "")
    text = project.read("compose.yaml")

    for name in variables:
        with pytest.raises(compose.MissingVariableError, match=f"{name}: Write"):
            compose.interpolated(text, {**dict.fromkeys(variables, "x"), name: ""})
    for line in text.splitlines():
        if re.search(r"PASSWORD|SECRET|KEY\b|://\w+:.*@", line):
            assert "${POSTGRES_PASSWORD:?" in line, line


def test_every_variable_it_asks_for_is_in_the_example(project: Project) -> None:
    example = set(
        re.findall(r"^(?:# )?([A-Z_]+)=", project.read(".env.example"), re.MULTILINE)
    )
    asked = {
        match[0] for match in compose.VARIABLE.findall(project.read("compose.yaml"))
    }

    assert asked == {"POSTGRES_PASSWORD", *DEPLOYED}
    assert asked <= example


def test_every_container_may_do_no_more_than_it_needs(project: Project) -> None:
    for name, service in read_services(project).items():
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert "privileged" not in service, name
        assert service.get("user", "10001") != "root", name
        for port in service.get("ports", []):
            assert port.startswith("127.0.0.1:"), name
    for name, service in ours(project).items():
        assert service["read_only"] is True, name
        assert service["tmpfs"] == "/tmp", name
        assert service["environment"]["DJANGO_SETTINGS_MODULE"].endswith("production")


def test_only_the_web_can_reach_the_world_and_be_reached(project: Project) -> None:
    networks = yaml.safe_load(project.read("compose.yaml"))["networks"]

    assert networks == {"inside": {"internal": True}}
    for name, service in read_services(project).items():
        expected = ["default", "inside"] if name == "web" else ["inside"]
        assert service["networks"] == expected, name
        assert ("ports" in service) is (name == "web")


def test_the_web_waits_for_a_migrated_database_and_a_key(project: Project) -> None:
    services = read_services(project)
    done = {"condition": "service_completed_successfully"}
    healthy = {"condition": "service_healthy"}

    keys = {"keys": done} if "keys" in services else {}
    assert services["web"]["depends_on"] == {"migrate": done, "cache": healthy}
    assert services["migrate"]["depends_on"] == {"db": healthy, **keys}
    assert {"db", "cache"} <= {k for k, v in services.items() if "healthcheck" in v}


def test_there_are_the_services_that_the_answers_need(
    bake: Callable[..., Project],
) -> None:
    always = {"web", "migrate", "db", "cache"}

    assert set(read_services(bake())) == always | {"purge"}
    assert set(read_services(bake(KEY_PAIR))) == always | {"purge", "keys"}
    assert set(read_services(bake(STATELESS))) == always
    assert "clear_expired_sessions" in str(read_services(bake())["purge"])
    assert "flushexpiredtokens" in str(read_services(bake(KEY_PAIR))["purge"])


def test_private_keys_can_be_read_but_are_made_by_one_service_alone(
    bake: Callable[..., Project],
) -> None:
    for name, service in ours(bake(KEY_PAIR)).items():
        volume = "keys:/srv/keys" if name == "keys" else "keys:/srv/keys:ro"
        media = ["media:/srv/media"] if name == "web" else []
        assert service["volumes"] == [*media, volume], name


def test_uploaded_files_outlive_the_container_of_the_web(
    bake: Callable[..., Project],
) -> None:
    services = ours(bake())

    assert services.pop("web")["volumes"] == ["media:/srv/media"]
    assert all("volumes" not in service for service in services.values())


# From here on it is done, and not only read. One worker has the image.

on_the_image = pytest.mark.xdist_group("image")


@pytest.fixture(scope="module")
def root() -> Iterator[Path]:
    """A folder that other users of this machine may read, as an image's `/` is."""
    folder = Path(tempfile.mkdtemp(prefix="image-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def as_somebody_else() -> dict[str, Any]:
    """Return how to start a process as the image's user, if this user may do that."""
    return (
        {"user": 10001, "group": 10001, "extra_groups": []} if os.geteuid() == 0 else {}
    )


def base_python() -> str:
    """Return a Python of this machine that the image's user can run."""
    for name in ("python3.13", "python3.12", sys.executable, "/usr/bin/python3"):
        found = shutil.which(name)
        if found and can_run(found):
            return found
    raise AssertionError("no Python that another user can run")


def can_run(python: str) -> bool:
    command = [str(Path(python).resolve()), "-c", "import ssl"]
    try:
        return (
            subprocess.run(
                command, cwd="/", check=False, **as_somebody_else()
            ).returncode
            == 0
        )
    except PermissionError:
        return False


@pytest.fixture(scope="module")
def image(bake: Callable[..., Project], root: Path) -> Build:
    """What `docker build` makes of a project with the default answers."""
    base = root / "base"
    uv = [sys.executable, "-m", "uv", "venv", "--quiet", "--seed"]
    subprocess.run([*uv, "--python", base_python(), str(base)], check=True)
    build = Build(bake().path, root, base / "bin" / "python")
    build.build()
    return build


@pytest.fixture(scope="module")
def database(postgres: str) -> Iterator[str]:
    """An empty database and its owner, both with the name that is given."""
    name = f"image_{uuid4().hex[:8]}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {name} LOGIN")
        connection.execute(f"CREATE DATABASE {name} OWNER {name}")
        yield name
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
        connection.execute(f"DROP ROLE {name}")


@pytest.fixture(scope="module")
def environment(image: Build, database: str, redis: str) -> dict[str, str]:
    """What compose.yaml gives the web, with the neighbours' names as they are here."""
    variables = compose.read_env(image.project / ".env") | DEPLOYED
    web = compose.services(image.project, variables)["web"]["environment"]
    found = {**image.environment, **{k: str(v) for k, v in web.items()}}
    address = found["DATABASE_URL"].replace(
        "postgres://service:", f"postgres://{database}:"
    )
    found["DATABASE_URL"] = address.replace(
        "@db:5432/service", f"@127.0.0.1:5432/{database}"
    )
    assert found["CACHE_URL"] == "redis://cache:6379/0"
    found["CACHE_URL"] = redis
    return found


def start(
    image: Build, command: list[str], environment: Mapping[str, str]
) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [image.here(word) for word in command],
        cwd=image.workdir,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        **as_somebody_else(),
    )


def run(image: Build, command: list[str], environment: Mapping[str, str]) -> str:
    process = start(image, command, environment)
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 0, output
    return output


def command_of(image: Build, service: str) -> list[str]:
    variables = compose.read_env(image.project / ".env") | DEPLOYED
    command: list[str] = compose.services(image.project, variables)[service]["command"]
    return command


@pytest.fixture(scope="module")
def migrated(image: Build, environment: dict[str, str]) -> dict[str, str]:
    run(image, command_of(image, "migrate"), environment)
    return environment


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def web(
    image: Build, migrated: dict[str, str], port: int
) -> Iterator["subprocess.Popen[str]"]:
    command = [
        word.replace("0.0.0.0:8000", f"127.0.0.1:{port}")
        for word in image.stage["CMD"].words
    ]
    process = start(image, command, migrated)
    deadline = time.monotonic() + 60
    while not is_healthy(image, port):
        assert process.poll() is None, process.communicate()[0]
        assert time.monotonic() < deadline
    yield process
    if process.poll() is None:
        process.kill()
    process.communicate()


def is_healthy(image: Build, port: int) -> bool:
    """Run the image's own health check."""
    command = [w.replace("8000", str(port)) for w in image.stage["HEALTHCHECK"].words]
    process = start(image, command, image.environment)
    process.communicate(timeout=10)
    return process.returncode == 0


@pytest.fixture
def client(port: int) -> Iterator[httpx.Client]:
    with httpx.Client(
        base_url=f"http://127.0.0.1:{port}", headers=PROXIED, trust_env=False
    ) as client:
        yield client


@pytest.mark.slow
@on_the_image
def test_no_secret_of_the_project_is_in_the_image(image: Build) -> None:
    secrets = [v.encode() for v in compose.read_env(image.project / ".env").values()]
    app = image.root / "srv" / "app"

    assert len(secrets) == 3
    assert not (app / ".env").exists()
    assert not (app / "tests").exists()
    for path in app.rglob("*"):
        if path.is_file():
            assert not any(secret in path.read_bytes() for secret in secrets), path


@pytest.mark.slow
@on_the_image
def test_the_image_has_what_the_service_needs_and_no_more(image: Build) -> None:
    programs = {path.name for path in (image.root / "srv/venv/bin").iterdir()}

    assert {"gunicorn", "python"} <= programs
    assert not programs & {"pip", "uv", "pytest", "ruff", "mypy"}
    for python in (image.python, image.root / "srv/venv/bin/python"):
        found = subprocess.run([python, "-m", "pip"], check=False, capture_output=True)
        assert b"No module named pip" in found.stderr
    assert list((image.root / "srv/app/config/__pycache__").glob("wsgi.*.pyc"))
    assert list((image.root / "srv/venv").rglob("django/__pycache__/*.pyc"))


@pytest.mark.slow
@on_the_image
def test_the_service_is_healthy_and_answers_its_proxy(
    web: object, image: Build, migrated: dict[str, str], client: httpx.Client
) -> None:
    password = {"DJANGO_SUPERUSER_PASSWORD": "correct horse battery staple"}
    create = ["python", "manage.py", "createsuperuser", "--noinput"]
    who = ["--username=ann", "--email=ann@example.com"]
    run(image, [*create, *who], {**migrated, **password})

    tokens = client.post(
        "/api/token/",
        json={"username": "ann", "password": "correct horse battery staple"},
    )
    assert tokens.status_code == 200, tokens.text
    bearer = {"Authorization": f"Bearer {tokens.json()['access']}"}
    assert client.get("/api/users/me/", headers=bearer).status_code == 200
    page = client.get("/admin/login/")
    [style] = re.findall(r'href="(/static/admin/css/base\.\w+\.css)"', page.text)
    assert client.get(style).status_code == 200


@pytest.mark.slow
@on_the_image
def test_probes_need_neither_name_nor_https_and_nothing_else_does_without(
    web: object, port: int
) -> None:
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
        assert client.get("/health/live/").status_code == 200
        assert client.get("/health/ready/").status_code == 200
        assert client.get("/api/").status_code in {400, 403}
        https = {"X-Forwarded-Proto": "https"}
        assert client.get("/api/", headers=https).status_code == 400


@pytest.mark.slow
@on_the_image
def test_the_image_is_not_written_to(web: object, image: Build) -> None:
    """The root of the container is read-only. Here it belongs to another user."""
    if os.geteuid() != 0:
        pytest.skip("only root can give up its rights")
    # Where volumes are mounted. Whose folder it is there, the volume belongs to.
    volumes = {image.root / "srv" / name for name in ("keys", "media")}
    for path in (image.root / "srv").rglob("*"):
        assert path.lstat().st_uid == (10001 if path in volumes else 0), path
        assert path.is_symlink() or not path.stat().st_mode & 0o022, path


@pytest.mark.slow
@on_the_image
def test_expired_sessions_are_removed_and_the_loop_can_be_ended(
    image: Build, migrated: dict[str, str], postgres: str
) -> None:
    process = start(image, command_of(image, "purge"), migrated)
    assert process.stdout is not None
    try:
        assert "Deleted sessions: 0" in process.stdout.readline()
        assert process.poll() is None  # it waits for tomorrow
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=5) == -signal.SIGTERM
    finally:
        os.killpg(process.pid, signal.SIGKILL)  # its sleep, which ends with a container
        process.stdout.close()


@pytest.mark.slow
@on_the_image
def test_it_ends_in_time_when_it_is_told_to(
    web: "subprocess.Popen[str]", image: Build, port: int
) -> None:
    began = time.monotonic()
    web.send_signal(signal.SIGTERM)

    assert web.wait(timeout=10) == 0
    assert time.monotonic() - began < 5
    assert not is_healthy(image, port)


@pytest.mark.slow
@on_the_image
def test_a_lock_file_that_was_tampered_with_stops_the_build(
    image: Build, tmp_path: Path
) -> None:
    """Where there is a uv.lock, it must fit pyproject.toml and its hashes the packages."""
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

    def build() -> "subprocess.CompletedProcess[str]":
        command = ["/bin/sh", "-c", f"cd {tmp_path}; {install}"]
        return image.run(command, environment)

    lock = image.run(["/bin/sh", "-c", f"cd {tmp_path}; uv lock"], environment)
    assert lock.returncode == 0, lock.stdout
    text = (tmp_path / "uv.lock").read_text(encoding="utf-8")
    forged, count = re.subn(
        r'(asgiref-[\d.]+-py3-none-any\.whl", hash = "sha256:)(.)',
        lambda match: match[1] + ("1" if match[2] == "0" else "0"),
        text,
    )
    assert count
    (tmp_path / "uv.lock").write_text(forged, encoding="utf-8")
    refused = build()
    assert refused.returncode != 0
    assert "Hash mismatch for `asgiref" in refused.stdout

    (tmp_path / "uv.lock").write_text(text, encoding="utf-8")
    other = re.sub('"gunicorn>=[^"]*"', '"gunicorn>=24"', pyproject)
    (tmp_path / "pyproject.toml").write_text(other, encoding="utf-8")
    refused = build()
    assert refused.returncode != 0
    assert "`uv.lock` needs to be updated" in refused.stdout


@pytest.mark.slow
def test_with_key_pairs_the_first_start_makes_one_key(
    cookies: Any, service: Service, tmp_path: Path
) -> None:
    """The same commands in an environment that has all packages."""
    project: Path = cookies.bake(extra_context=KEY_PAIR).project_path
    services = compose.services(project, compose.read_env(project / ".env") | DEPLOYED)
    (tmp_path / "srv").mkdir()
    environment = {
        name: str(value).replace("/srv/", f"{tmp_path}/srv/")
        for name, value in services["web"]["environment"].items()
    } | {
        "PATH": f"{service.python.parent}:/usr/bin:/bin",
        "PYTHONDONTWRITEBYTECODE": "1",
        "DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3",
    }

    def run(command: list[str]) -> str:
        here = [word.replace("/srv/", f"{tmp_path}/srv/") for word in command]
        result = subprocess.run(
            here,
            cwd=project,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.returncode == 0, result.stdout + result.stderr
        return result.stdout

    [collect] = re.findall(
        r"DJANGO_SETTINGS_MODULE=\S+ .*collectstatic.*",
        (project / "Dockerfile").read_text("utf-8").replace("\\\n", ""),
    )
    run(["sh", "-c", collect.replace("/srv/venv/bin/", "")])
    for _ in range(2):
        run(services["keys"]["command"])
    assert len(list((tmp_path / "srv" / "keys").glob("*.pem"))) == 1
    run(services["migrate"]["command"])
    *_, loop = services["purge"]["command"]
    run(["sh", "-c", loop.replace("sleep 86400", "exit")])
    run(["python", "manage.py", "check", "--deploy", "--fail-level=WARNING"])
