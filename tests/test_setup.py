import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cookiecutter_drf_simplejwt.answers.paths import can_write_to
from cookiecutter_drf_simplejwt.project_setup import steps
from cookiecutter_drf_simplejwt.project_setup.commands import as_one_line
from cookiecutter_drf_simplejwt.project_setup.console import Console
from cookiecutter_drf_simplejwt.project_setup.cruft import is_comparison
from cookiecutter_drf_simplejwt.project_setup.environment import (
    UNWANTED,
    child_environment,
    misleading_variables,
)
from cookiecutter_drf_simplejwt.project_setup.plan import plan
from cookiecutter_drf_simplejwt.project_setup.run import run_steps
from cookiecutter_drf_simplejwt.project_setup.steps import Step
from cookiecutter_drf_simplejwt.project_setup.tools import find_uv
from tests.fake_tools import (
    ANSWERS,
    VENV_PYTHON,
    installed,
    make_certificates,
    make_project,
    make_template,
    only_index,
    package_index,
    plain_environment,
    run_hook,
)

posix_only = pytest.mark.skipif(os.name == "nt", reason="needs POSIX")
EVERYTHING = {"pip", "tiny", "tiny_tool"}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_project(tmp_path / "tiny-api")


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Hear of Ctrl-C, which a shell switches off in what it runs in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def index(tmp_path: Path) -> Iterator[str]:
    with package_index(tmp_path / "index") as url:
        yield url


@pytest.fixture
def dead_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture
def python_without_uv(tmp_path: Path) -> Path:
    """Return a Python that has neither uv nor pip nor rich beside it."""
    folder = tmp_path / "bare" / ".venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    return folder.parent / VENV_PYTHON


def migration(project: Path) -> dict[str, Any]:
    """Return what `manage.py migrate` was called with."""
    text = (project / "migrated.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


def shown(output: str) -> str:
    """Return a report with every duration as 0.0 s."""
    return re.sub(r" *\d+\.\d s", " 0.0 s", output)


def test_with_uv_everything_is_made_installed_and_migrated(
    project: Path, index: str
) -> None:
    hook = run_hook(project, environ=only_index(index))

    assert hook.returncode == 0
    python = str(VENV_PYTHON)
    assert shown(hook.stdout) == (
        f"""\
  ✓ Wrote fresh secrets to .env
  ✓ Made the virtual environment in .venv (uv) 0.0 s
  ✓ Installed the packages (uv) 0.0 s
  ✓ Migrated the database 0.0 s

  Ready. Next:

    cd tiny-api
    {python} manage.py createsuperuser
    {python} manage.py runserver

  and open http://127.0.0.1:8000/api/

"""
    )
    assert installed(project) == EVERYTHING
    assert migration(project)["argv"] == ["migrate", "--no-input"]


def test_whoever_has_the_playground_is_led_to_it(project: Path, index: str) -> None:
    hook = run_hook(project, answers={"playground": True}, environ=only_index(index))

    assert "  and open http://127.0.0.1:8000/\n" in hook.stdout


def test_the_bytecode_of_what_the_service_imports_is_there(
    project: Path, index: str
) -> None:
    run_hook(project, environ=only_index(index) | {"PYTHONDONTWRITEBYTECODE": "1"})

    assert list((project / "config" / "__pycache__").glob("__init__.*.pyc"))


def test_without_the_development_tools_if_so_wished(project: Path, index: str) -> None:
    run_hook(project, environ=only_index(index) | {"COOKIECUTTER_DRF_DEV": "0"})

    assert installed(project) == {"pip", "tiny"}


def test_doing_it_again_keeps_the_environment_and_the_secrets(
    project: Path, index: str
) -> None:
    run_hook(project, environ=only_index(index))
    secrets = (project / ".env").read_bytes()
    (project / ".venv" / "mine").touch()

    hook = run_hook(project, environ=only_index(index))

    assert shown(hook.stdout).splitlines()[:2] == [
        "  ✓ Installed the packages (uv) 0.0 s",
        "  ✓ Migrated the database 0.0 s",
    ]
    assert (project / ".env").read_bytes() == secrets
    assert (project / ".venv" / "mine").exists()


@pytest.mark.parametrize("algorithm", ["ES256", "EdDSA", "RS256"])
def test_a_key_pair_is_made_before_anything_needs_it(
    project: Path, index: str, algorithm: str
) -> None:
    hook = run_hook(
        project, answers={"signing_algorithm": algorithm}, environ=only_index(index)
    )

    assert shown(hook.stdout).splitlines()[2:5] == [
        "  ✓ Installed the packages (uv) 0.0 s",
        "  ✓ Made the signing key 0.0 s",
        "  ✓ Migrated the database 0.0 s",
    ]
    assert (project / "new_signing_key.json").exists()


@pytest.mark.parametrize("has_key", [False, True])
def test_the_commands_shown_make_a_key_if_there_is_none(
    project: Path, has_key: bool
) -> None:
    (project / "keys").mkdir()
    if has_key:
        (project / "keys" / "mine.pem").touch()

    hook = run_hook(project, answers={"signing_algorithm": "ES256", "run_setup": False})

    assert (f"{VENV_PYTHON} manage.py new_signing_key" in hook.stdout) is not has_key


def test_a_half_made_environment_is_mended(project: Path, index: str) -> None:
    (project / VENV_PYTHON).parent.mkdir(parents=True)
    (project / VENV_PYTHON).symlink_to("nowhere")

    hook = run_hook(project, environ=only_index(index))

    assert "  ✓ Made the virtual environment in .venv (uv)" in hook.stdout
    assert installed(project) == EVERYTHING


@pytest.mark.parametrize(
    ("answers", "environ"),
    [
        ({"run_setup": False}, {}),
        ({}, {"COOKIECUTTER_DRF_SETUP": "0"}),
        ({"_commit": "c0ffee"}, {}),
    ],
    ids=["answered so", "told so by the environment", "under cruft"],
)
def test_nothing_is_installed_if_it_is_not_wanted(
    project: Path, answers: dict[str, object], environ: dict[str, str]
) -> None:
    hook = run_hook(project, answers=answers, environ=environ)

    assert hook.returncode == 0
    assert not (project / ".venv").exists()
    assert not (project / "migrated.json").exists()
    assert (project / ".env").exists()
    commands = [line.strip() for line in hook.stdout.splitlines() if line[:4] == "    "]
    assert commands[0] == "cd tiny-api"
    assert commands[-3:] == [
        f"{VENV_PYTHON} manage.py migrate --no-input",
        f"{VENV_PYTHON} manage.py createsuperuser",
        f"{VENV_PYTHON} manage.py runserver",
    ]


@posix_only
def test_the_commands_shown_instead_do_the_same(project: Path, index: str) -> None:
    hook = run_hook(project, answers={"run_setup": False})
    commands = [line.strip() for line in hook.stdout.splitlines() if line[:4] == "    "]

    paste(commands[:-2], project.parent, index)

    assert installed(project) == EVERYTHING
    assert migration(project)["argv"] == ["migrate", "--no-input"]


def paste(commands: list[str], place: Path, index: str) -> None:
    subprocess.run(
        ["sh", "-e", "-c", "\n".join(commands)],
        cwd=place,
        env=plain_environment() | only_index(index),
        check=True,
        capture_output=True,
    )


@posix_only
def test_offline_the_project_stays_and_one_command_finishes_it(
    project: Path, tmp_path: Path, dead_port: int
) -> None:
    dead = only_index(f"http://127.0.0.1:{dead_port}/simple")

    hook = run_hook(project, environ=dead)

    assert hook.returncode == 0
    assert "  ✗ Installing the packages (uv) " in hook.stdout
    assert "Connection refused" in hook.stdout
    assert "Are you offline" in hook.stdout
    assert "The project is complete in tiny-api, only its set-up is not." in hook.stdout

    (command,) = [line for line in hook.stdout.splitlines() if " && " in line]
    with package_index(tmp_path / "index", dead_port) as url:
        paste([command], project.parent, url)
    assert installed(project) == EVERYTHING
    assert migration(project)["argv"] == ["migrate", "--no-input"]


def test_what_an_error_shows_is_short_and_has_no_secret(
    project: Path, dead_port: int
) -> None:
    dead = only_index(f"http://someone:hunter2@127.0.0.1:{dead_port}/simple")

    hook = run_hook(project, environ=dead)

    assert len([line for line in hook.stdout.splitlines() if line[:6] == " " * 6]) == 6
    assert "hunter2" not in hook.stdout
    for line in (project / ".env").read_text(encoding="utf-8").splitlines():
        assert line.partition("=")[2] not in hook.stdout or line.startswith("#")


@posix_only
def test_pip_offline_is_explained_too(
    project: Path, python_without_uv: Path, dead_port: int
) -> None:
    dead = only_index(f"http://127.0.0.1:{dead_port}/simple")

    hook = run_hook(project, python_without_uv, environ=dead | {"PATH": os.defpath})

    assert hook.returncode == 0
    assert "(from versions: none)" in hook.stdout
    assert "Are you offline" in hook.stdout


@pytest.mark.slow
@posix_only
@pytest.mark.parametrize("pip", [None, "pip==24.0", "pip>=25.1"])
def test_without_uv_pip_does_it(
    project: Path, python_without_uv: Path, pip: str | None
) -> None:
    if pip:
        uv = find_uv(os.environ)
        assert uv is not None
        subprocess.run(
            [uv, "pip", "install", "-q", "--python", python_without_uv, pip], check=True
        )
    pyproject = (project / "pyproject.toml").read_text(encoding="utf-8")
    (project / "pyproject.toml").write_text(
        pyproject.replace('"tiny"', '"six"').replace('"tiny-tool"', '"iniconfig"'),
        encoding="utf-8",
    )

    hook = run_hook(project, python_without_uv, environ={"PATH": os.defpath})

    assert hook.returncode == 0
    assert "  ✓ Installed the packages (pip) " in hook.stdout
    assert "  ✓ Migrated the database " in hook.stdout
    assert installed(project) >= {"six", "iniconfig", "pip"}


@pytest.fixture
def company(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """Return an index behind TLS, and the only authority that vouches for it."""
    authority, certificate = make_certificates(tmp_path)
    with package_index(tmp_path / "index", certificate=certificate) as url:
        yield url, authority


@posix_only
@pytest.mark.parametrize("option", ["--system-certs", "--native-tls"])
def test_uv_is_told_to_trust_what_the_system_does(
    project: Path, company: tuple[str, Path], option: str
) -> None:
    """The system of this uv knows the authority, and uv the option's old or new name."""
    url, authority = company
    real, uv = find_uv(os.environ), project.parent / "uv"
    uv.write_text(
        f"""\
#!/bin/sh
case "$*" in
  *--help) echo "--group {option}"; exit ;;
  *{option}*) export SSL_CERT_FILE={authority} ;;
esac
exec {real} "$@"
""",
        encoding="utf-8",
    )
    uv.chmod(0o755)

    hook = run_hook(project, environ=only_index(url) | {"UV": str(uv)})

    assert shown(hook.stdout).splitlines()[1:5] == [
        "  ✓ Made the virtual environment in .venv (uv) 0.0 s",
        "  ✗ Installing the packages (uv) 0.0 s",
        "  ✓ Installed the packages (uv, system's certificates) 0.0 s",
        "  ✓ Migrated the database 0.0 s",
    ]
    assert installed(project) == EVERYTHING


@posix_only
def test_pip_is_tried_where_only_pip_trusts_the_index(
    project: Path, company: tuple[str, Path]
) -> None:
    url, authority = company

    hook = run_hook(project, environ=only_index(url) | {"PIP_CERT": str(authority)})

    assert shown(hook.stdout).splitlines()[2:6] == [
        "  ✗ Installing the packages (uv) 0.0 s",
        "  ✗ Installing the packages (uv, system's certificates) 0.0 s",
        "  ✓ Installed the packages (pip) 0.0 s",
        "  ✓ Migrated the database 0.0 s",
    ]
    assert installed(project) == EVERYTHING


def test_pip_comes_with_python_where_cookiecutter_has_none(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "cookiecutter_drf_simplejwt.project_setup.plan.own_pip", lambda: (0,)
    )

    _, install, _ = plan(project, ANSWERS, dict(os.environ))

    (trusting,) = install.otherwise
    assert trusting.otherwise[0].makes_venv
    assert trusting.otherwise[-1].command[:3] == [str(VENV_PYTHON), "-m", "pip"]


@posix_only
def test_an_index_that_nothing_trusts_is_explained(
    project: Path, company: tuple[str, Path]
) -> None:
    hook = run_hook(project, environ=only_index(company[0]))

    assert hook.returncode == 0
    assert "  ✗ Installing the packages (pip) " in hook.stdout
    assert "SSL_CERT_FILE names a file of certificates to trust" in hook.stdout
    assert "This finishes it:" in hook.stdout


@posix_only
def test_a_uv_that_does_not_work_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "uv").write_text("#!/bin/sh\nexit 127\n", encoding="utf-8")
    (tmp_path / "uv").chmod(0o755)

    assert find_uv({"UV": str(tmp_path / "uv"), "PATH": str(tmp_path)}) != str(
        tmp_path / "uv"
    )


def test_a_parents_workspace_does_not_capture_the_project(
    tmp_path: Path, index: str
) -> None:
    project = make_project(tmp_path / "parent" / "tiny-api")
    (project.parent / "pyproject.toml").write_text(
        '[project]\nname = "parent"\nversion = "1"\ndependencies = ["nowhere"]\n'
        '[tool.uv.workspace]\nmembers = ["*"]\n',
        encoding="utf-8",
    )

    hook = run_hook(project, environ=only_index(index))

    assert "  Ready." in hook.stdout
    assert installed(project) == EVERYTHING
    assert not (project.parent / ".venv").exists()
    assert not (project.parent / "uv.lock").exists()


@posix_only
@pytest.mark.parametrize("home", ["/dev/null/nowhere", None])
def test_it_works_without_a_home_to_write_to(
    project: Path, index: str, home: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    environ = only_index(index) | ({"HOME": home} if home else {})
    del environ["UV_NO_CACHE"]

    hook = run_hook(project, environ=environ)

    assert "  Ready." in hook.stdout
    assert installed(project) == EVERYTHING


def test_what_would_lead_the_set_up_astray_is_kept_out_of_it(
    project: Path, index: str, tmp_path: Path
) -> None:
    # The first two would stop this Python, and so Cookiecutter, before it begins.
    hostile = {
        name: str(tmp_path / "astray")
        for name in UNWANTED - {"PYTHONHOME", "PYTHONWARNINGS"}
    } | {"UV_FROZEN": "1", "UV_LOCKED": "1", "PIP_USER": "1", "EMAIL_URL": "astray:"}

    hook = run_hook(project, environ=only_index(index) | hostile)

    assert installed(project) == EVERYTHING
    assert not hostile.keys() & migration(project)["environ"].keys()
    assert not (tmp_path / "astray").exists()
    assert "Your shell sets DATABASE_URL, DJANGO_SETTINGS_MODULE, EMAIL_URL, " in (
        hook.stdout
    )


def test_the_users_index_proxy_and_certificates_are_kept(project: Path) -> None:
    own = {
        "HTTPS_PROXY": "http://proxy.example",
        "PIP_CERT": "/cert.pem",
        "PIP_INDEX_URL": "https://packages.example/simple",
        "PIP_RETRIES": "9",
        "PIP_DEFAULT_TIMEOUT": "99",
        "SSL_CERT_FILE": "/cert.pem",
        "UV_DEFAULT_INDEX": "https://packages.example/simple",
        "UV_HTTP_RETRIES": "9",
    }

    assert child_environment(project, own) == own | {"PYTHONUTF8": "1"}


def test_patience_with_an_index_that_is_down_is_limited(project: Path) -> None:
    assert child_environment(project, {}) == {
        "PIP_RETRIES": "1",
        "PIP_TIMEOUT": "10",
        "PYTHONUTF8": "1",
        "UV_HTTP_RETRIES": "1",
    }


def test_an_activated_environment_is_no_reason_for_a_warning(project: Path) -> None:
    environ = {"VIRTUAL_ENV": "/somewhere", "EMAIL_URL": "", "DATABASE_URL": ""}

    assert misleading_variables(project, environ) == ["DATABASE_URL", "EMAIL_URL"]


@posix_only
def test_a_folder_that_cannot_be_made_cannot_be_written_to(tmp_path: Path) -> None:
    assert can_write_to(tmp_path / "not" / "yet")
    assert not can_write_to(Path("/dev/null/nowhere"))


@pytest.mark.parametrize(
    ("folder", "answers", "compares"),
    [
        ("tmpab_12xyz/tiny-api", {"_commit": "c0ffee"}, True),
        ("tmpab_12xyz/tiny-api", {}, False),
        ("work/tiny-api", {"_commit": "c0ffee"}, False),
        ("work/tmpab_12xyz/tiny-api", {"_commit": "c0ffee"}, False),
    ],
)
def test_cruft_comparing_is_told_from_cruft_creating(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    folder: str,
    answers: dict[str, object],
    compares: bool,
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    assert is_comparison(answers, tmp_path / folder) is compares


def test_a_render_that_cruft_compares_gets_no_secrets() -> None:
    with tempfile.TemporaryDirectory(prefix="tmp") as folder:
        project = make_project(Path(folder) / "tiny-api")

        hook = run_hook(project, answers={"_commit": "c0ffee"})

        assert (hook.returncode, hook.stdout) == (0, "")
        assert not (project / ".env").exists()


NO_ENSUREPIP = """
import pathlib, sys
pathlib.Path(".venv/bin").mkdir(parents=True, exist_ok=True)
print("The virtual environment was not created successfully because ensurepip is not")
sys.exit("available.")
"""


@pytest.mark.parametrize("had_venv", [False, True])
def test_without_ensurepip_the_cure_is_named_and_no_half_environment_left(
    project: Path, capsys: pytest.CaptureFixture[str], had_venv: bool
) -> None:
    step = Step("Making", "Made", [sys.executable, "-c", NO_ENSUREPIP], makes_venv=True)
    if had_venv:
        (project / ".venv").mkdir()

    status = run_steps(project, ANSWERS, [step], dict(os.environ), Console())

    assert status == 0
    assert "sudo apt install python3-venv" in capsys.readouterr().out
    assert (project / ".venv").exists() is had_venv


def test_a_command_that_is_not_there_is_a_failed_step(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    step = Step("Doing", "Did", ["no-such-command"])

    assert run_steps(project, ANSWERS, [step], dict(os.environ), Console()) == 0
    assert "      no-such-command: " in capsys.readouterr().out


def test_a_stream_without_ticks_gets_plain_signs(project: Path, index: str) -> None:
    hook = run_hook(project, environ=only_index(index) | {"PYTHONIOENCODING": "ascii"})

    assert "  + Migrated the database " in hook.stdout


def test_a_reader_that_has_gone_costs_nobody_the_project(project: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)

    hook = run_hook(project, answers={"run_setup": False}, stdout=writer)

    os.close(writer)
    assert hook.returncode == 0


def cookiecutter(template: Path, place: Path, environ: dict[str, str]) -> list[str]:
    config = place.parent / "config.yaml"
    config.write_text(
        f"replay_dir: {json.dumps(str(place.parent / 'replay'))}\n", encoding="utf-8"
    )
    place.mkdir()
    environ |= plain_environment() | {"PWD": str(place)} | environ
    command = [sys.executable, "-m", "cookiecutter", "--no-input"]
    return [*command, "--config-file", str(config), str(template)]


@pytest.mark.parametrize("strict", [False, True])
def test_only_a_strict_run_fails_with_its_set_up(
    tmp_path: Path, dead_port: int, strict: bool
) -> None:
    environ = only_index(f"http://127.0.0.1:{dead_port}/simple")
    environ |= {"COOKIECUTTER_DRF_STRICT": "1"} if strict else {}
    template, place = make_template(tmp_path / "template"), tmp_path / "place"
    command = cookiecutter(template, place, environ)

    run = subprocess.run(
        command,
        cwd=place,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )

    assert run.returncode == int(strict)
    assert (place / "tiny-api").exists() is not strict
    assert ("This finishes it:" in run.stdout) is not strict
    assert "Are you offline" in run.stdout


@posix_only
@pytest.mark.usefixtures("interruptible")
def test_ctrl_c_keeps_the_project_and_says_how_to_go_on(tmp_path: Path) -> None:
    template, place = make_template(tmp_path / "template"), tmp_path / "place"
    with socket.create_server(("127.0.0.1", 0)) as silent_index:
        port = silent_index.getsockname()[1]
        environ = only_index(f"http://127.0.0.1:{port}/simple")
        command = cookiecutter(template, place, environ)
        run = subprocess.Popen(
            command,
            cwd=place,
            env=environ,
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
    assert "The project is complete in tiny-api, only its set-up is not." in output
    assert " && " in output
    assert output.index(" && ") < output.index("Aborted!")
    assert (place / "tiny-api" / "manage.py").exists()
    with pytest.raises(ProcessLookupError):  # nobody of that session is left
        os.killpg(run.pid, 0)


STUBBORN = """
import os, signal, sys
signal.signal(signal.SIGTERM, signal.SIG_IGN)
os.kill(int(sys.argv[1]), signal.SIGINT)
signal.pause()
"""


@posix_only
@pytest.mark.usefixtures("interruptible")
def test_a_command_that_does_not_want_to_end_is_ended(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "PATIENCE", 0.1)
    stubborn = [sys.executable, "-c", STUBBORN, str(os.getpid())]

    status = run_steps(
        project, ANSWERS, [Step("Doing", "Did", stubborn)], dict(os.environ), Console()
    )

    assert status == 0
    assert "This finishes it:" in capsys.readouterr().out


def test_commands_can_be_pasted_whatever_is_in_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    commands = [["cd", "my api"], ["python", "-m", "pip", "install", "pip>=25.1"]]

    assert as_one_line(commands) == (
        "    cd 'my api' && python -m pip install 'pip>=25.1'"
        if os.name != "nt"
        else '    cd "my api"\n    python -m pip install "pip>=25.1"'
    )
