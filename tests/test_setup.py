"""The set-up makes a project ready to run, or says what to type; it never deletes one."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from cookiecutter_drf_simplejwt import setup
from cookiecutter_drf_simplejwt.steps import (
    UNWANTED,
    VENV_PYTHON,
    Step,
    child_environment,
)
from cookiecutter_drf_simplejwt.terminal import quoted
from tests.answers import ROOT
from tests.fake_tools import (
    ANSWERS,
    installed,
    make_packages,
    make_project,
    plain_environment,
    run_hook,
)

posix_only = pytest.mark.skipif(os.name == "nt", reason="needs POSIX")
EVERYTHING = {"pip", "tiny", "tiny_tool"}
FIRST_RUN = [
    f"{VENV_PYTHON} manage.py createsuperuser",
    f"{VENV_PYTHON} manage.py runserver",
]
MIGRATE = ["migrate", "--no-input"]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_project(tmp_path / "tiny-api")


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the variables that make a folder the only place with packages."""
    return make_packages(tmp_path_factory.mktemp("packages"))


def offline() -> dict[str, str]:
    """Return the variables of an index that does not answer."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    url = f"http://someone:hunter2@127.0.0.1:{port}/simple"
    return {"PIP_INDEX_URL": url, "UV_DEFAULT_INDEX": url, "UV_NO_CACHE": "1"}


def calls(project: Path) -> dict[str, list[str]]:
    """Return what `manage.py` was called with."""
    files = sorted(project.glob("*.json"))
    return {file.stem: json.loads(file.read_bytes())["argv"] for file in files}


def steps(output: str) -> list[str]:
    """Return the lines about steps, without their seconds."""
    lines = [line for line in output.splitlines() if line[:4] in {"  ✓ ", "  ✗ "}]
    return [re.sub(r" +\d+\.\d s$", "", line).strip() for line in lines]


def commands(output: str) -> list[str]:
    return [line.strip() for line in output.splitlines() if re.match(" {4}[^ ]", line)]


def paste(lines: list[str], packages: dict[str, str]) -> None:
    subprocess.run(
        ["sh", "-e", "-c", "\n".join(lines)],
        env=plain_environment() | packages,
        check=True,
        capture_output=True,
    )


def test_with_uv_everything_is_created_installed_and_migrated(
    tmp_path: Path, packages: dict[str, str]
) -> None:
    """Nothing around the project leads it astray: variables, or a parent's workspace."""
    project = make_project(tmp_path / "parent" / "tiny-api")
    (project.parent / "pyproject.toml").write_text(
        '[project]\nname = "parent"\nversion = "1"\ndependencies = ["nowhere"]\n'
        '[tool.uv.workspace]\nmembers = ["*"]\n',
        encoding="utf-8",
    )
    # The first two would stop this Python, and so Cookiecutter, before it begins.
    hostile = {
        name: str(tmp_path / "elsewhere")
        for name in UNWANTED - {"PYTHONHOME", "PYTHONWARNINGS"}
    } | {"UV_FROZEN": "1", "UV_LOCKED": "1", "PIP_USER": "1", "EMAIL_URL": "elsewhere:"}
    hostile |= {"DATABASE_URL": "elsewhere:", "DJANGO_SETTINGS_MODULE": "elsewhere"}

    hook = run_hook(
        project, answers={"signing_algorithm": "ES256"}, environ=packages | hostile
    )

    assert hook.returncode == 0
    assert re.sub(r" +\d+\.\d s", " 0.0 s", hook.stdout) == (
        f"""\
  ✓ Write fresh secrets to .env
  ✓ Create .venv (uv) 0.0 s
  ✓ Install the packages (uv) 0.0 s
  ✓ Create the signing key 0.0 s
  ✓ Migrate the database 0.0 s

  Ready. Next:

    cd {project}
    {FIRST_RUN[0]}
    {FIRST_RUN[1]}

  and open http://127.0.0.1:8000/api/

  Your shell sets DATABASE_URL, DJANGO_SETTINGS_MODULE, EMAIL_URL. \
The set-up ignored that; these commands will not.

"""
    )
    assert installed(project) == EVERYTHING
    assert calls(project) == {
        "migrate": MIGRATE,
        "new_signing_key": ["new_signing_key"],
    }
    environ = json.loads((project / "migrate.json").read_bytes())["environ"]
    assert not hostile.keys() & environ.keys()
    assert not (tmp_path / "elsewhere").exists()
    # PYTHONDONTWRITEBYTECODE is one of them.
    assert list((project / "config" / "__pycache__").glob("__init__.*.pyc"))
    assert not [*project.parent.glob(".venv"), *project.parent.glob("uv.lock")]


def test_doing_it_again_keeps_what_is_there_and_mends_an_environment(
    project: Path, packages: dict[str, str]
) -> None:
    # It was left half-made.
    (project / VENV_PYTHON).parent.mkdir(parents=True)
    (project / VENV_PYTHON).symlink_to("nowhere")
    (project / "keys").mkdir()
    (project / "keys" / "mine.pem").touch()
    environ = packages | {"COOKIECUTTER_DRF_DEV": "0"}

    run_hook(project, environ=environ)
    secrets = (project / ".env").read_bytes()
    (project / ".venv" / "mine").touch()
    assert installed(project) == {"pip", "tiny"}
    hook = run_hook(project, answers={"signing_algorithm": "ES256"}, environ=packages)

    assert steps(hook.stdout)[0] == "✓ Create .venv (uv)"
    assert "  Ready." in hook.stdout
    assert (project / ".env").read_bytes() == secrets
    assert (project / ".venv" / "mine").exists()
    assert installed(project) == EVERYTHING
    assert calls(project) == {"migrate": MIGRATE}


@pytest.mark.slow
@posix_only
@pytest.mark.parametrize("uv", ["none", "broken"])
def test_without_uv_or_where_it_fails_pip_does_it(
    project: Path, tmp_path: Path, packages: dict[str, str], uv: str
) -> None:
    """With the pip of Python, or that beside Cookiecutter, which needs no ensurepip."""
    bare = tmp_path / "bare"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", bare], check=True)
    hook = (
        run_hook(
            project,
            python=bare / "bin" / "python",
            environ=packages | {"PATH": os.defpath},
        )
        if uv == "none"
        else run_hook(project, environ=packages | {"UV": str(tmp_path / "nowhere")})
    )

    assert hook.returncode == 0
    assert steps(hook.stdout)[1:] == [
        *(["✗ Create .venv (uv)"] if uv == "broken" else []),
        "✓ Create .venv (venv)",
        "✓ Install a pip that knows dependency groups",
        "✓ Install the packages (pip)",
        "✓ Migrate the database",
    ]
    assert installed(project) - {"setuptools"} == EVERYTHING


@pytest.mark.parametrize(
    ("answers", "environ"),
    [
        ({"run_setup": False}, {}),
        ({"playground": True}, {"COOKIECUTTER_DRF_SETUP": "0"}),
        ({"_commit": "c0ffee"}, {}),
    ],
    ids=["answered so", "told so by the environment", "under cruft"],
)
def test_nothing_is_installed_if_it_is_not_wanted(
    project: Path,
    packages: dict[str, str],
    answers: dict[str, object],
    environ: dict[str, str],
) -> None:
    """The commands that are shown instead do the same."""
    hook = run_hook(project, answers=answers, environ=environ)

    assert hook.returncode == 0
    assert not (project / ".venv").exists()
    assert calls(project) == {}
    assert (project / ".env").exists()
    shown = commands(hook.stdout)
    assert shown[0] == f"cd {project}"
    assert shown[-3:] == [f"{VENV_PYTHON} manage.py migrate --no-input", *FIRST_RUN]
    page = "" if "playground" in answers else "api/"
    assert f"  and open http://127.0.0.1:8000/{page}\n" in hook.stdout
    if os.name != "nt":
        paste(shown[:-2], packages)
        assert installed(project) == EVERYTHING
        assert calls(project) == {"migrate": MIGRATE}


@pytest.mark.slow
@posix_only
def test_offline_the_project_stays_and_one_command_finishes_it(
    project: Path, packages: dict[str, str]
) -> None:
    hook = run_hook(project, environ=offline())

    assert hook.returncode == 0
    assert steps(hook.stdout)[2:] == [
        "✗ Install the packages (uv)",
        "✓ Create .venv (venv)",
        "✗ Install a pip that knows dependency groups",
    ]
    assert "Are you offline" in hook.stdout
    assert f"The project is complete in {project}, only its" in hook.stdout
    # The end of the error, without a secret.
    assert len(re.findall("^ {6}.", hook.stdout, re.MULTILINE)) <= 6
    assert "hunter2" not in hook.stdout
    dotenv = (project / ".env").read_text(encoding="utf-8")
    for secret in re.findall("^[A-Z_]+=(.+)", dotenv, re.MULTILINE):
        assert secret not in hook.stdout

    (command,) = [line for line in hook.stdout.splitlines() if " && " in line]
    paste([command], packages)
    assert installed(project) == EVERYTHING
    assert calls(project) == {"migrate": MIGRATE}


@pytest.mark.parametrize(
    ("command", "explanation"),
    [
        (["no-such-command"], "      no-such-command: "),
        ("not created because ensurepip is not there", "apt install python3-venv"),
        ("certificate verify failed", "SSL_CERT_FILE names a file of certificates"),
        ("not found (from versions: none)", "behind a proxy that is not\n  set (HTTPS"),
    ],
)
def test_a_command_that_fails_is_explained(
    project: Path,
    capsys: pytest.CaptureFixture[str],
    command: list[str] | str,
    explanation: str,
) -> None:
    if isinstance(command, str):
        command = [sys.executable, "-c", f"exit({command!r})"]
    assert not setup.run_steps(project, [Step("Do it", command)], dict(os.environ))

    output = capsys.readouterr().out
    assert explanation in output
    assert "This finishes it:" in output


@pytest.mark.parametrize("strict", [False, True])
def test_only_a_strict_run_fails_with_its_set_up(
    project: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    strict: bool,
) -> None:
    """Also with an error of the set-up itself; the project would be deleted."""
    monkeypatch.setenv("COOKIECUTTER_DRF_STRICT", str(int(strict)))
    monkeypatch.setenv("COOKIECUTTER_DRF_SETUP", "1")
    monkeypatch.setattr(setup, "plan", lambda *_: [Step("Do it", ["no-such-command"])])
    assert setup.set_up(project, ANSWERS) == int(strict)

    monkeypatch.setattr(setup, "plan", lambda *_: 1 / 0)
    assert setup.set_up(project, ANSWERS) == int(strict)

    output = capsys.readouterr().out
    assert "ZeroDivisionError: division by zero" in output
    assert "its README.md shows how to set it up" in output


def test_the_users_index_proxy_and_certificates_are_kept(project: Path) -> None:
    own = {
        "HTTPS_PROXY": "http://proxy.example",
        "PIP_CERT": "/cert.pem",
        "PIP_INDEX_URL": "https://packages.example/simple",
        "PIP_RETRIES": "9",
        "SSL_CERT_FILE": "/cert.pem",
        "UV_DEFAULT_INDEX": "https://packages.example/simple",
        "UV_HTTP_RETRIES": "9",
        "UV_SYSTEM_CERTS": "0",
    }

    assert child_environment(project, own) == own | {"PYTHONUTF8": "1"}
    # Being offline is noticed in seconds, and the system's certificates are trusted.
    assert child_environment(project, {}) == {
        "PIP_RETRIES": "1",
        "PYTHONUTF8": "1",
        "UV_HTTP_RETRIES": "1",
        "UV_SYSTEM_CERTS": "1",
    }


def test_a_render_that_cruft_compares_gets_no_secrets() -> None:
    """It is told from one for `cruft create` by its folder."""
    with tempfile.TemporaryDirectory(prefix="tmp") as folder:
        project = make_project(Path(folder) / "tiny-api")

        hook = run_hook(project, answers={"_commit": "c0ffee"})

        assert (hook.returncode, hook.stdout) == (0, "")
        assert not (project / ".env").exists()
        assert not setup.is_comparison({}, project)
    for other in ("work", "work/tmpab_12xyz"):
        project = Path(tempfile.gettempdir(), other, "tiny-api")
        assert not setup.is_comparison({"_commit": "c0ffee"}, project)


def test_a_stream_without_ticks_or_a_reader_does_not_delete_the_project(
    project: Path,
) -> None:
    answers, environ = {"run_setup": False}, {"PYTHONIOENCODING": "ascii"}
    hook = run_hook(project, answers=answers, environ=environ)
    assert "  + Write fresh secrets to .env\n" in hook.stdout

    reader, writer = os.pipe()
    os.close(reader)
    hook = run_hook(project, answers=answers, stdout=writer)
    os.close(writer)
    assert hook.returncode == 0


@posix_only
def test_ctrl_c_keeps_the_project_and_says_how_to_go_on(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent_index:
        url = f"http://127.0.0.1:{silent_index.getsockname()[1]}/simple"
        # A shell turns Ctrl-C off in what it runs in the background.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        run = subprocess.Popen(
            [sys.executable, "-m", "cookiecutter", "--no-input", str(ROOT)],
            cwd=tmp_path,
            env=plain_environment()
            | {"HOME": str(tmp_path), "UV_DEFAULT_INDEX": url, "UV_NO_CACHE": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            start_new_session=True,
        )
        silent_index.settimeout(60)
        connection, _ = silent_index.accept()  # uv waits for an answer now

        os.killpg(run.pid, signal.SIGINT)
        output, _ = run.communicate(timeout=60)
        connection.close()

    assert run.returncode == 1
    assert "Traceback" not in output
    assert f"The project is complete in {tmp_path}/acme-api, only its" in output
    assert " && " in output
    assert (tmp_path / "acme-api" / "manage.py").exists()
    with pytest.raises(ProcessLookupError):  # no process of that session is left
        os.killpg(run.pid, 0)


def test_commands_can_be_pasted_whatever_is_in_them() -> None:
    words = ["my api", "pip>=25.1", "plain"]

    assert quoted(words) == (
        "'my api' 'pip>=25.1' plain"
        if os.name != "nt"
        else '"my api" "pip>=25.1" plain'
    )
