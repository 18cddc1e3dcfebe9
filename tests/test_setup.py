"""The set-up makes a project ready to run, or says what to type; it never deletes one."""

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

from cookiecutter_drf_simplejwt import setup
from cookiecutter_drf_simplejwt.command_line import quoted
from cookiecutter_drf_simplejwt.steps import (
    UNWANTED,
    VENV_PYTHON,
    Step,
    child_environment,
    find_uv,
    misleading_variables,
)
from tests.fake_tools import (
    ANSWERS,
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
FIRST_RUN = [
    f"{VENV_PYTHON} manage.py createsuperuser",
    f"{VENV_PYTHON} manage.py runserver",
]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_project(tmp_path / "tiny-api")


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


def steps(output: str) -> list[str]:
    """Return the lines about steps, without their seconds."""
    lines = [line for line in output.splitlines() if line[:4] in {"  ✓ ", "  ✗ "}]
    return [re.sub(r" +\d+\.\d s$", "", line).strip() for line in lines]


def commands(output: str) -> list[str]:
    return [line.strip() for line in output.splitlines() if re.match(" {4}[^ ]", line)]


def paste(lines: list[str], place: Path, index: str) -> None:
    subprocess.run(
        ["sh", "-e", "-c", "\n".join(lines)],
        cwd=place,
        env=plain_environment() | only_index(index),
        check=True,
        capture_output=True,
    )


def test_with_uv_everything_is_created_installed_and_migrated(
    project: Path, index: str
) -> None:
    hook = run_hook(project, environ=only_index(index))

    assert hook.returncode == 0
    assert re.sub(r" +\d+\.\d s", " 0.0 s", hook.stdout) == (
        f"""\
  ✓ Write fresh secrets to .env
  ✓ Create .venv (uv) 0.0 s
  ✓ Install the packages (uv) 0.0 s
  ✓ Migrate the database 0.0 s

  Ready. Next:

    cd tiny-api
    {FIRST_RUN[0]}
    {FIRST_RUN[1]}

  and open http://127.0.0.1:8000/api/

"""
    )
    assert installed(project) == EVERYTHING
    assert migration(project)["argv"] == ["migrate", "--no-input"]


@posix_only
@pytest.mark.parametrize("has_own_pip", [False, True])
def test_without_uv_pip_does_it(
    project: Path, python_without_uv: Path, index: str, has_own_pip: bool
) -> None:
    """With the pip beside Cookiecutter, which needs no ensurepip, or that of Python."""
    environ = only_index(index) | {"PATH": os.defpath}
    if has_own_pip:
        uv = [sys.executable, "-m", "uv", "pip", "install", "-q", "--python"]
        subprocess.run(
            [*uv, str(python_without_uv), "pip"],
            env=plain_environment() | environ,
            check=True,
        )

    hook = run_hook(project, python_without_uv, environ=environ)

    assert hook.returncode == 0
    assert steps(hook.stdout)[1:] == [
        "✓ Create .venv (venv)",
        "✓ Install a pip that knows dependency groups",
        "✓ Install the packages (pip)",
        "✓ Migrate the database",
    ]
    assert installed(project) - {"setuptools"} == EVERYTHING


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

    assert steps(hook.stdout)[0] == "✓ Create .venv (uv)"
    assert "  Ready." in hook.stdout
    assert (project / ".env").read_bytes() == secrets
    assert (project / ".venv" / "mine").exists()


def test_a_half_made_environment_is_mended(project: Path, index: str) -> None:
    (project / VENV_PYTHON).parent.mkdir(parents=True)
    (project / VENV_PYTHON).symlink_to("nowhere")

    run_hook(project, environ=only_index(index))

    assert installed(project) == EVERYTHING


def test_a_key_pair_is_made_once_before_the_migration(
    project: Path, index: str
) -> None:
    es256 = {"signing_algorithm": "ES256"}

    first = run_hook(project, answers=es256, environ=only_index(index))
    (project / "keys").mkdir()
    (project / "keys" / "mine.pem").touch()
    second = run_hook(project, answers={**es256, "run_setup": False})

    assert steps(first.stdout)[3:] == [
        "✓ Create the signing key",
        "✓ Migrate the database",
    ]
    assert (project / "new_signing_key.json").exists()
    assert "new_signing_key" not in second.stdout


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
    project: Path, answers: dict[str, object], environ: dict[str, str]
) -> None:
    hook = run_hook(project, answers=answers, environ=environ)

    assert hook.returncode == 0
    assert not (project / ".venv").exists()
    assert not (project / "migrated.json").exists()
    assert (project / ".env").exists()
    shown = commands(hook.stdout)
    assert shown[0] == "cd tiny-api"
    assert shown[-3:] == [f"{VENV_PYTHON} manage.py migrate --no-input", *FIRST_RUN]
    page = "" if "playground" in answers else "api/"
    assert f"  and open http://127.0.0.1:8000/{page}\n" in hook.stdout


@posix_only
def test_the_commands_shown_instead_do_the_same(project: Path, index: str) -> None:
    hook = run_hook(project, answers={"run_setup": False})

    paste(commands(hook.stdout)[:-2], project.parent, index)

    assert installed(project) == EVERYTHING
    assert migration(project)["argv"] == ["migrate", "--no-input"]


@posix_only
def test_offline_the_project_stays_and_one_command_finishes_it(
    project: Path, tmp_path: Path, dead_port: int
) -> None:
    dead = only_index(f"http://someone:hunter2@127.0.0.1:{dead_port}/simple")

    hook = run_hook(project, environ=dead)

    assert hook.returncode == 0
    assert steps(hook.stdout)[-1] == "✗ Install the packages (uv)"
    assert "Connection refused" in hook.stdout
    assert "Are you offline" in hook.stdout
    assert "The project is complete in tiny-api, only its set-up is not." in hook.stdout
    # The end of the error, without a secret.
    assert len([line for line in hook.stdout.splitlines() if line[:6] == " " * 6]) == 6
    assert "hunter2" not in hook.stdout
    dotenv = (project / ".env").read_text(encoding="utf-8")
    for secret in re.findall("^[A-Z_]+=(.+)", dotenv, re.MULTILINE):
        assert secret not in hook.stdout

    (command,) = [line for line in hook.stdout.splitlines() if " && " in line]
    with package_index(tmp_path / "index", dead_port) as url:
        paste([command], project.parent, url)
    assert installed(project) == EVERYTHING
    assert migration(project)["argv"] == ["migrate", "--no-input"]


@posix_only
def test_pip_offline_is_explained_too(
    project: Path, python_without_uv: Path, dead_port: int
) -> None:
    dead = only_index(f"http://127.0.0.1:{dead_port}/simple")

    hook = run_hook(project, python_without_uv, environ=dead | {"PATH": os.defpath})

    assert hook.returncode == 0
    assert "(from versions: none)" in hook.stdout
    assert "Are you offline" in hook.stdout


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

    assert steps(hook.stdout)[1:] == [
        "✓ Create .venv (uv)",
        "✗ Install the packages (uv)",
        "✓ Install the packages (uv, system's certificates)",
        "✓ Migrate the database",
    ]
    assert installed(project) == EVERYTHING


@posix_only
@pytest.mark.parametrize("pip_trusts_it", [True, False])
def test_pip_is_used_where_uv_does_not_trust_the_index(
    project: Path, company: tuple[str, Path], pip_trusts_it: bool
) -> None:
    url, authority = company
    trust = {"PIP_CERT": str(authority)} if pip_trusts_it else {}

    hook = run_hook(project, environ=only_index(url) | trust)

    assert hook.returncode == 0
    assert steps(hook.stdout)[2:6] == [
        "✗ Install the packages (uv)",
        "✗ Install the packages (uv, system's certificates)",
        "✓ Create .venv (venv)",
        f"{'✓' if pip_trusts_it else '✗'} Install a pip that knows dependency groups",
    ]
    if pip_trusts_it:
        assert installed(project) >= EVERYTHING
    else:
        assert "SSL_CERT_FILE names a file of certificates to trust" in hook.stdout
        assert "This finishes it:" in hook.stdout


@posix_only
def test_a_uv_that_does_not_work_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "uv").write_text("#!/bin/sh\nexit 127\n", encoding="utf-8")
    (tmp_path / "uv").chmod(0o755)

    assert find_uv({"UV": str(tmp_path / "uv")}) is None


def test_a_parents_workspace_does_not_capture_the_project(
    tmp_path: Path, index: str
) -> None:
    project = make_project(tmp_path / "parent" / "tiny-api")
    (project.parent / "pyproject.toml").write_text(
        '[project]\nname = "parent"\nversion = "1"\ndependencies = ["nowhere"]\n'
        '[tool.uv.workspace]\nmembers = ["*"]\n',
        encoding="utf-8",
    )

    run_hook(project, environ=only_index(index))

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

    run_hook(project, environ=environ)

    assert installed(project) == EVERYTHING


def test_what_would_mislead_the_set_up_is_kept_out_of_it(
    project: Path, index: str, tmp_path: Path
) -> None:
    # The first two would stop this Python, and so Cookiecutter, before it begins.
    hostile = {
        name: str(tmp_path / "elsewhere")
        for name in UNWANTED - {"PYTHONHOME", "PYTHONWARNINGS"}
    } | {"UV_FROZEN": "1", "UV_LOCKED": "1", "PIP_USER": "1", "EMAIL_URL": "elsewhere:"}

    hook = run_hook(project, environ=only_index(index) | hostile)

    assert installed(project) == EVERYTHING
    assert not hostile.keys() & migration(project)["environ"].keys()
    assert not (tmp_path / "elsewhere").exists()
    assert "Your shell sets DATABASE_URL, DJANGO_SETTINGS_MODULE, EMAIL_URL, " in (
        hook.stdout
    )
    # PYTHONDONTWRITEBYTECODE is one of them.
    assert list((project / "config" / "__pycache__").glob("__init__.*.pyc"))


def test_the_users_index_proxy_and_certificates_are_kept(project: Path) -> None:
    own = {
        "HTTPS_PROXY": "http://proxy.example",
        "PIP_CERT": "/cert.pem",
        "PIP_INDEX_URL": "https://packages.example/simple",
        "PIP_RETRIES": "9",
        "SSL_CERT_FILE": "/cert.pem",
        "UV_DEFAULT_INDEX": "https://packages.example/simple",
        "UV_HTTP_RETRIES": "9",
    }

    assert child_environment(project, own) == own | {"PYTHONUTF8": "1"}
    # Being offline is noticed in seconds.
    assert child_environment(project, {}) == {
        "PIP_RETRIES": "1",
        "PYTHONUTF8": "1",
        "UV_HTTP_RETRIES": "1",
    }


def test_an_activated_environment_is_no_reason_for_a_warning(project: Path) -> None:
    environ = {"VIRTUAL_ENV": "/somewhere", "EMAIL_URL": "", "DATABASE_URL": ""}

    assert misleading_variables(project, environ) == ["DATABASE_URL", "EMAIL_URL"]


@pytest.mark.parametrize(
    ("folder", "commit", "compares"),
    [
        ("tmpab_12xyz", {"_commit": "c0ffee"}, True),
        ("tmpab_12xyz", {}, False),
        ("work", {"_commit": "c0ffee"}, False),
        ("work/tmpab_12xyz", {"_commit": "c0ffee"}, False),
    ],
)
def test_cruft_comparing_is_told_from_cruft_creating(
    folder: str, commit: dict[str, object], compares: bool
) -> None:
    project = Path(tempfile.gettempdir(), folder, "tiny-api")

    assert setup.is_comparison(commit, project) is compares


def test_a_render_that_cruft_compares_gets_no_secrets() -> None:
    with tempfile.TemporaryDirectory(prefix="tmp") as folder:
        project = make_project(Path(folder) / "tiny-api")

        hook = run_hook(project, answers={"_commit": "c0ffee"})

        assert (hook.returncode, hook.stdout) == (0, "")
        assert not (project / ".env").exists()


@pytest.mark.parametrize(
    ("command", "explanation"),
    [
        (["no-such-command"], "      no-such-command: "),
        (
            [
                sys.executable,
                "-c",
                "exit('not created because ensurepip is not there')",
            ],
            "sudo apt install python3-venv",
        ),
    ],
)
def test_a_command_that_fails_is_explained(
    project: Path,
    capsys: pytest.CaptureFixture[str],
    command: list[str],
    explanation: str,
) -> None:
    assert not setup.run_steps(project, [Step("Do it", command)], dict(os.environ))

    output = capsys.readouterr().out
    assert explanation in output
    assert "This finishes it:" in output


def test_an_error_of_the_set_up_itself_does_not_delete_the_project(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setup, "plan", lambda *_: 1 / 0)

    assert setup.set_up(project, ANSWERS) == 0

    output = capsys.readouterr().out
    assert "ZeroDivisionError: division by zero" in output
    assert "its README.md shows how to set it up" in output


def test_a_stream_without_ticks_gets_plain_signs(project: Path) -> None:
    environ = {"PYTHONIOENCODING": "ascii"}

    hook = run_hook(project, answers={"run_setup": False}, environ=environ)

    assert "  + Write fresh secrets to .env\n" in hook.stdout


def test_a_reader_that_has_gone_does_not_delete_the_project(project: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)

    hook = run_hook(project, answers={"run_setup": False}, stdout=writer)

    os.close(writer)
    assert hook.returncode == 0


def start_cookiecutter(tmp_path: Path, environ: dict[str, str]) -> Any:
    """Start Cookiecutter with a tiny template, as a session of its own."""
    template, place = make_template(tmp_path / "template"), tmp_path / "place"
    place.mkdir()
    # A shell turns Ctrl-C off in what it runs in the background.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    config = tmp_path / "config.yaml"
    config.write_text(f"replay_dir: {json.dumps(str(tmp_path / 'replay'))}\n", "utf-8")
    return subprocess.Popen(
        [
            *[sys.executable, "-m", "cookiecutter", "--no-input"],
            *["--config-file", str(config), str(template)],
        ],
        cwd=place,
        env=plain_environment() | {"PWD": str(place)} | environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        start_new_session=True,
    )


@posix_only
@pytest.mark.parametrize("strict", [False, True])
def test_only_a_strict_run_fails_with_its_set_up(
    tmp_path: Path, dead_port: int, strict: bool
) -> None:
    environ = only_index(f"http://127.0.0.1:{dead_port}/simple")
    environ |= {"COOKIECUTTER_DRF_STRICT": "1"} if strict else {}

    run = start_cookiecutter(tmp_path, environ)
    output, _ = run.communicate(timeout=60)

    assert run.returncode == int(strict)
    assert (tmp_path / "place" / "tiny-api").exists() is not strict
    assert "Are you offline" in output


@posix_only
def test_ctrl_c_keeps_the_project_and_says_how_to_go_on(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent_index:
        port = silent_index.getsockname()[1]
        run = start_cookiecutter(
            tmp_path, only_index(f"http://127.0.0.1:{port}/simple")
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
    assert (tmp_path / "place" / "tiny-api" / "manage.py").exists()
    with pytest.raises(ProcessLookupError):  # no process of that session is left
        os.killpg(run.pid, 0)


def test_commands_can_be_pasted_whatever_is_in_them() -> None:
    words = ["my api", "pip>=25.1", "plain"]

    assert quoted(words) == (
        "'my api' 'pip>=25.1' plain"
        if os.name != "nt"
        else '"my api" "pip>=25.1" plain'
    )
