"""The manifests: their content, and their commands and roll-outs without a cluster.

The commands run on this machine, with PostgreSQL and Redis.
"""

import os
import re
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import kubernetes_validate
import pytest

from tests.commands import output_of, run
from tests.conftest import Project, Service
from tests.kustomize import Manifest, build, containers, pods
from tests.production import ANN, PROXIED, new_database, prepare, production
from tests.server import answers, free_port, started

# The oldest version that its project supports, and the newest whose schema there is.
VERSIONS = ["1.34", kubernetes_validate.latest_version()]
CLUSTER = {"deployment": "kubernetes"}
KEYS = {"signing_algorithm": "ES256", "blacklisting": "token_blacklist"}
STATELESS = {
    "blacklisting": "none",
    "registration": "closed",
    "password_reset": False,
}


@pytest.fixture(params=[{}, KEYS, STATELESS], ids=["defaults", "keys", "stateless"])
def project(bake: Callable[..., Project], request: pytest.FixtureRequest) -> Project:
    return bake({**CLUSTER, **request.param})


@pytest.fixture
def manifests(project: Project) -> list[Manifest]:
    return build(project.path / "kubernetes/production")


def named(manifests: list[Manifest], kind: str, name: str = "") -> Manifest:
    """Return the only manifest of a kind, or with this name."""
    [found] = [
        one
        for one in manifests
        if one["kind"] == kind and name in ("", one["metadata"]["name"])
    ]
    return found


@pytest.mark.parametrize("version", VERSIONS)
def test_the_manifests_are_valid(manifests: list[Manifest], version: str) -> None:
    assert len(manifests) >= 8
    for manifest in manifests:
        kubernetes_validate.validate(manifest, version, strict=True)


def test_the_manifests_depend_on_the_answers(bake: Callable[..., Project]) -> None:
    always = {
        *("Deployment/web", "Service/web", "HorizontalPodAutoscaler/web"),
        *("PodDisruptionBudget/web", "Job/migrate", "NetworkPolicy/ingress"),
        *("NetworkPolicy/egress", "ConfigMap/settings"),
    }
    for more, command in (
        ({}, "clear_expired_sessions"),
        (KEYS, "flushexpiredtokens"),
        (STATELESS, None),
    ):
        project = bake({**CLUSTER, **more})
        found = build(project.path / "kubernetes/production")
        names = {
            f"{one['kind']}/{re.sub('-[0-9a-f]{10}$', '', one['metadata']['name'])}"
            for one in found
        }
        assert names == always | ({"CronJob/purge"} if command else set())
        if command:
            [purge] = containers([named(found, "CronJob")])
            assert purge["command"] == ["python", "manage.py", command]
        mounted = {v["name"] for pod in pods(found) for v in pod["spec"]["volumes"]}
        assert mounted == {"tmp"} | ({"keys"} if more == KEYS else set())
        ports = named(found, "NetworkPolicy", "egress")["spec"]["egress"][1]["ports"]
        mail = set() if more == STATELESS else {465, 587}
        assert {one["port"] for one in ports} == {5432, 6379} | mail


def test_a_pod_meets_the_restricted_standard(manifests: list[Manifest]) -> None:
    """The Pod Security Standard of this name, a read-only disk, and limits."""
    for pod in pods(manifests):
        spec = pod["spec"]
        assert spec["automountServiceAccountToken"] is False
        assert spec["securityContext"] == {
            "runAsNonRoot": True,
            "runAsUser": 10001,
            "runAsGroup": 10001,
            "fsGroup": 10001,
            "seccompProfile": {"type": "RuntimeDefault"},
        }
        assert not {"hostNetwork", "hostPID", "hostIPC"} & set(spec)
        for volume in spec["volumes"]:
            assert set(volume) <= {"name", "emptyDir", "secret"}
    for container in containers(manifests):
        assert container["image"] == "registry.example.com/service:1"
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert {"cpu", "memory"} <= set(container["resources"]["requests"])
        assert "memory" in container["resources"]["limits"]
        for mount in container["volumeMounts"]:
            assert mount["name"] == "tmp" or mount["readOnly"] is True


def test_the_user_is_that_of_the_image(project: Project) -> None:
    user = re.findall(r"^USER (\d+):(\d+)$", project.read("Dockerfile"), re.MULTILINE)

    assert user == [("10001", "10001")]


def test_no_manifest_has_a_secret(project: Project, manifests: list[Manifest]) -> None:
    for name in project.files():
        if name.startswith("kubernetes/"):
            text = project.read(name)
            assert not re.search(r"SECRET_KEY|SIGNING_KEY|PASSWORD|://\w+:", text), name
    assert not [one for one in manifests if one["kind"] == "Secret"]
    for container in containers(manifests):
        settings, secrets = container["envFrom"]
        name = named(manifests, "ConfigMap")["metadata"]["name"]
        assert settings == {"configMapRef": {"name": name}}
        assert secrets == {"secretRef": {"name": "secrets"}}
        assert "env" not in container


def test_only_pods_of_the_web_get_requests(manifests: list[Manifest]) -> None:
    selectors = [
        named(manifests, "Service")["spec"]["selector"],
        named(manifests, "Deployment")["spec"]["selector"]["matchLabels"],
        named(manifests, "PodDisruptionBudget")["spec"]["selector"]["matchLabels"],
    ]
    for pod in pods(manifests):
        labels = pod["metadata"]["labels"].items()
        component = pod["metadata"]["labels"]["app.kubernetes.io/component"]
        for selector in selectors:
            assert (selector.items() <= labels) is (component == "web")
    target = named(manifests, "HorizontalPodAutoscaler")["spec"]["scaleTargetRef"]
    assert (target["kind"], target["name"]) == ("Deployment", "web")
    # The policies are for all pods of the namespace.
    for name in ("ingress", "egress"):
        assert named(manifests, "NetworkPolicy", name)["spec"]["podSelector"] == {}


def test_a_pod_has_time_to_finish_its_requests(manifests: list[Manifest]) -> None:
    spec = named(manifests, "Deployment")["spec"]
    pod = spec["template"]["spec"]
    [web] = pod["containers"]
    [sleep, seconds] = web["lifecycle"]["preStop"]["exec"]["command"]
    readiness = web["readinessProbe"]

    assert sleep == "sleep"
    # 30 s are gunicorn's graceful_timeout.
    assert pod["terminationGracePeriodSeconds"] >= int(seconds) + 30
    assert spec["strategy"]["rollingUpdate"]["maxUnavailable"] == 0
    assert readiness["httpGet"]["path"] == "/health/ready/"
    for probe in ("startupProbe", "livenessProbe"):
        assert web[probe]["httpGet"]["path"] == "/health/live/"


# What the documentation asks the owner to put into the Secret.
SECRETS = {
    "SECRET_KEY",
    "JWT_SIGNING_KEY",
    "SECOND_FACTOR_KEY",
    "DATABASE_URL",
    "CACHE_URL",
    "EMAIL_URL",
}


def environment_of(
    project: Project, manifests: list[Manifest], **secrets: str
) -> dict[str, str]:
    """Return the environment of a pod, and the names of this machine."""
    documented = set(re.findall(r"`([A-Z_]+)`", section(project)))
    given = {k: v for k, v in production(**secrets).items() if k in SECRETS}
    return {
        "PATH": os.environ["PATH"],
        "PYTHONDONTWRITEBYTECODE": "1",
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        **named(manifests, "ConfigMap")["data"],
        **{name: value for name, value in given.items() if name in documented},
    }


def section(project: Project) -> str:
    """Return the section about Kubernetes."""
    text = project.read("docs/production.md")
    return text.split("\n## In Kubernetes\n")[1].partition("\n## ")[0]


def mount(source: Path, target: Path) -> None:
    """Show the files of a Secret as the kubelet does: links to a folder that is replaced."""
    target.mkdir(exist_ok=True)
    version = target / f"..version{len(list(target.glob('..version*')))}"
    shutil.copytree(source, version)
    for file in version.iterdir():
        file.chmod(0o440)
    (target / "..data_tmp").symlink_to(version.name)
    (target / "..data_tmp").rename(target / "..data")
    for file in version.iterdir():
        link = target / file.name
        if not link.is_symlink():
            link.symlink_to(Path("..data", file.name))


def command_of(manifest: Manifest, name: str) -> list[str]:
    [command] = [c["command"] for c in containers([manifest]) if c["name"] == name]
    return list(command)


@pytest.mark.slow
def test_the_commands_run_with_the_settings_and_the_secrets(
    project: Project,
    manifests: list[Manifest],
    service: Service,
    postgres: str,
    redis: str,
    tmp_path: Path,
) -> None:
    copy = Project(shutil.copytree(project.path, tmp_path / "srv"))
    (copy.path / ".env").unlink()
    job, cron = (
        named(manifests, "Job"),
        [m for m in manifests if m["kind"] == "CronJob"],
    )
    with new_database(postgres) as database:
        environment = environment_of(
            project,
            manifests,
            DATABASE_URL=database,
            CACHE_URL=redis,
            JWT_SIGNING_KEY=os.urandom(40).hex(),
            SECOND_FACTOR_KEY=os.urandom(40).hex(),
        )
        environment["PATH"] = f"{service.python.parent}:{environment['PATH']}"
        if "JWT_KEYS_DIR" in environment:
            made = {"env": {**environment, "JWT_KEYS_DIR": str(tmp_path / "made")}}
            output_of("python", "manage.py", "new_signing_key", cwd=copy.path, **made)
            mount(tmp_path / "made", tmp_path / "keys")
            environment["JWT_KEYS_DIR"] = str(tmp_path / "keys")
        here = {"cwd": copy.path, "env": environment}
        [_, _, loop] = command_of(named(manifests, "Deployment"), "wait-for-migrations")
        once = loop.replace("sleep 2", "exit 9")
        assert once != loop

        assert run("sh", "-c", once, **here).returncode == 9
        output_of(*command_of(job, "migrate"), **here)
        output_of("sh", "-c", once, **here)
        for manifest in cron:
            output_of(*command_of(manifest, "purge"), **here)
        collect = ("python", "manage.py", "collectstatic", "--no-input")
        output_of(*collect, **here)
        output_of(
            *("python", "manage.py", "check", "--deploy", "--fail-level=WARNING"),
            **here,
        )


# The tests below replace pods while clients send requests.

CLIENTS = 4
ACCEPTED = {"login": 200, "get": 200, "refresh": 200}


@dataclass
class Pod:
    """A process of gunicorn, on a port of its own."""

    url: str
    process: "subprocess.Popen[bytes]"
    stop: Callable[[], None]
    # Requests that have not been answered.
    open: int = 0


@dataclass
class Endpoints:
    """The pods that get requests: each request goes to the next of them."""

    pods: list[Pod] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    turn: int = 0

    @contextmanager
    def next(self) -> Iterator[Pod]:
        with self.lock:
            self.turn += 1
            pod = self.pods[self.turn % len(self.pods)]
            pod.open += 1
        try:
            yield pod
        finally:
            with self.lock:
                pod.open -= 1

    def replace(self, old: Pod | None, new: Pod | None) -> None:
        with self.lock:
            self.pods = [pod for pod in self.pods if pod is not old]
            self.pods += [new] if new else []


@dataclass
class Load:
    """Clients that log in, and then request their profile and refresh in turn."""

    endpoints: Endpoints
    ended: threading.Event = field(default_factory=threading.Event)
    # The name of each request, its status, and the URL of its pod.
    log: list[tuple[str, int | None, str]] = field(default_factory=list)
    kids: set[str] = field(default_factory=set)

    def send(self, name: str, method: str, path: str, **options: Any) -> Any:
        with self.endpoints.next() as pod:
            try:
                with httpx.Client(base_url=pod.url, trust_env=False) as client:
                    response = client.request(method, path, timeout=20, **options)
            except httpx.TransportError:
                self.log.append((name, None, pod.url))
                return None
        self.log.append((name, response.status_code, pod.url))
        return response.json() if response.is_success else None

    def converse(self) -> None:
        tokens: Any = None
        while not self.ended.is_set():
            if tokens is None:
                path = "/api/token/"
                tokens = self.send("login", "POST", path, json=ANN, headers=PROXIED)
                continue
            access = {"Authorization": f"Bearer {tokens['access']}"}
            self.send("get", "GET", "/api/users/me/", headers=PROXIED | access)
            tokens = self.send(
                *("refresh", "POST", "/api/token/refresh/"),
                json={"refresh": tokens["refresh"]},
                headers=PROXIED,
            )
            if tokens:
                self.kids.add(tokens["access"].partition(".")[0])

    @contextmanager
    def running(self) -> Iterator[None]:
        threads = [threading.Thread(target=self.converse) for _ in range(CLIENTS)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self.ended.set()
            for thread in threads:
                thread.join()

    def wait_for(self, count: int) -> None:
        """Wait for so many more requests."""
        wanted = len(self.log) + count
        wait_until(lambda: len(self.log) >= wanted)


def wait_until(condition: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.fixture
def cluster(
    bake: Callable[..., Project],
    service: Service,
    postgres: str,
    redis: str,
    tmp_path: Path,
) -> Iterator[tuple[Callable[[], Pod], Callable[[], None]]]:
    """What starts a pod, and what distributes a new signing key."""
    answers_given = {**CLUSTER, "signing_algorithm": "ES256"}
    project = Project(shutil.copytree(bake(answers_given).path, tmp_path / "srv"))
    with new_database(postgres) as database, ExitStack() as stack:
        environment = production(
            DATABASE_URL=database,
            CACHE_URL=redis,
            JWT_KEYS_DIR=str(tmp_path / "keys"),
            THROTTLE_LOGIN="1000000/min",
            THROTTLE_REFRESH="1000000/min",
            WEB_CONCURRENCY="1",
        )

        def add_key() -> None:
            made = {**environment, "JWT_KEYS_DIR": str(tmp_path / "made")}
            service.manage(project, "new_signing_key", **made)
            mount(tmp_path / "made", tmp_path / "keys")

        add_key()
        service.manage(project, "collectstatic", "--no-input", **environment)
        prepare(service, project, environment)
        numbers = iter(range(100))

        def start() -> Pod:
            port = free_port()
            url = f"http://127.0.0.1:{port}"
            command = [str(service.python), "-m", "gunicorn", "config.wsgi"]
            own = stack.enter_context(ExitStack())
            process = own.enter_context(
                started(
                    [*command, f"--bind=127.0.0.1:{port}"],
                    tmp_path / f"{next(numbers)}.log",
                    partial(answers, f"{url}/health/ready/"),
                    cwd=project.path,
                    env=environment,
                )
            )
            return Pod(url, process, own.close)

        yield start, add_key


@pytest.mark.slow
def test_a_roll_out_with_a_new_signing_key_loses_no_request(
    cluster: tuple[Callable[[], Pod], Callable[[], None]],
) -> None:
    start, add_key = cluster
    endpoints = Endpoints([start(), start()])
    load = Load(endpoints)
    with load.running():
        load.wait_for(40)
        for number, old in enumerate(list(endpoints.pods)):
            new = start()
            endpoints.replace(None, new)
            if number == 0:
                # While old pods and a new one respond. It signs at once, because it is
                # mounted in all of them at the same time.
                add_key()
            load.wait_for(40)
            # It gets no more requests. Those that were on their way arrive during preStop.
            endpoints.replace(old, None)
            wait_until(lambda pod=old: pod.open == 0)  # type: ignore[misc]
            old.stop()
        load.wait_for(40)

    assert [entry for entry in load.log if entry[1] != ACCEPTED[entry[0]]] == []
    assert len(load.log) >= 160
    assert [name for name, *_ in load.log].count("login") == CLIENTS
    assert len({url for *_, url in load.log}) == 4
    assert len(load.kids) == 2


@pytest.mark.slow
def test_a_pod_that_is_killed_loses_its_own_requests_only(
    cluster: tuple[Callable[[], Pod], Callable[[], None]],
) -> None:
    start, _ = cluster
    killed, other = start(), start()
    endpoints = Endpoints([killed, other])
    load = Load(endpoints)
    with load.running():
        load.wait_for(40)
        os.killpg(killed.process.pid, 9)
        # The readiness probe finds it.
        wait_until(lambda: any(status is None for _, status, _ in load.log))
        endpoints.replace(killed, None)
        before = len(load.log)
        load.wait_for(40)

    failed = [entry for entry in load.log if entry[1] != ACCEPTED[entry[0]]]
    assert failed
    assert {(status, url) for _, status, url in failed} == {(None, killed.url)}
    # Each client can have sent one more before.
    urls = [url for *_, url in load.log[before:]]
    assert urls.count(killed.url) <= CLIENTS
    assert urls.count(other.url) >= 40 - CLIENTS
