"""The command to type again after a refusal."""

import json
import os
import shlex
import sys
from pathlib import Path

import pytest
from cookiecutter.exceptions import (  # type: ignore[import-untyped]
    FailedHookException,
)
from cookiecutter.utils import create_env_with_context  # type: ignore[import-untyped]

from cookiecutter_drf_simplejwt.answers.questions import load_questions
from cookiecutter_drf_simplejwt.answers.rerun import command_to_type, read_command_line
from tests.cli import TEMPLATE, run_cli

posix_only = pytest.mark.skipif(os.name == "nt", reason="quotes as a POSIX shell does")


def retyped(*argv: str, **keep: object) -> str:
    line = read_command_line(argv)
    assert line
    return command_to_type(line, keep)


def command_after_refusal(answers: dict[str, object]) -> str:
    environment = create_env_with_context(
        {"cookiecutter": json.loads((TEMPLATE / "cookiecutter.json").read_bytes())}
    )
    template = environment.from_string("{{ cookiecutter | validated }}")
    with pytest.raises(FailedHookException) as refusal:
        template.render(cookiecutter=answers)
    return str(refusal.value).splitlines()[-1].strip()


# The program


@pytest.mark.parametrize(
    ("program", "typed"),
    [
        ("cookiecutter", "cookiecutter"),
        (".venv/bin/cookiecutter", ".venv/bin/cookiecutter"),
        ("/opt/my tools/cookiecutter", "'/opt/my tools/cookiecutter'"),
        ("/lib/site-packages/cookiecutter/__main__.py", "PYTHON -m cookiecutter"),
        (r"C:\Lib\cookiecutter\__main__.py", "PYTHON -m cookiecutter"),
        ("/home/ann/.cache/uv/archive-v0/x1/bin/cookiecutter", "uvx cookiecutter"),
        (
            "/home/ann/.cache/uv/builds-v0/.tmpx/bin/cookiecutter",
            "uv run --with cookiecutter cookiecutter",
        ),
        (
            "/home/ann/.local/pipx/.cache/x1/bin/cookiecutter",
            "pipx run cookiecutter",
        ),
    ],
)
@posix_only
def test_cookiecutter_is_called_as_it_was(
    monkeypatch: pytest.MonkeyPatch, program: str, typed: str
) -> None:
    """By its path where the shell finds nothing, or something else, by its name."""
    monkeypatch.setattr("shutil.which", lambda name: "/x/uvx" if name == "uvx" else "")
    typed = typed.replace("PYTHON", shlex.quote(sys.executable))
    assert retyped(program, "gh:o/t") == f"{typed} gh:o/t"


@posix_only
def test_a_short_name_is_enough_where_the_shell_finds_the_same(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tool = tmp_path / "cookiecutter"
    tool.touch()
    other = tmp_path / "other"
    other.touch()
    monkeypatch.setattr("shutil.which", {"cookiecutter": str(tool)}.get)
    assert retyped(str(tool), "T") == "cookiecutter T"
    monkeypatch.setattr("shutil.which", {"cookiecutter": str(other)}.get)
    assert retyped(str(tool), "T") == f"{tool} T"


@posix_only
def test_without_uvx_what_uv_keeps_is_run_by_pipx(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """pipx can use a uv of its own."""
    monkeypatch.setattr("shutil.which", lambda name: None)
    typed = retyped("/home/ann/.cache/uv/archive-v0/x1/bin/cookiecutter", "T")
    assert typed == "pipx run cookiecutter T"


@pytest.mark.parametrize(
    "program",
    ["", "/usr/bin/pytest", "/usr/bin/cruft", "/x/other/__main__.py", "__main__.py"],
)
def test_another_program_is_not_cookiecutter(program: str) -> None:
    assert read_command_line([program, "--cov", "x"]) is None


def test_no_program_at_all_is_not_cookiecutter() -> None:
    assert read_command_line([]) is None


# What was typed


@pytest.mark.parametrize(
    ("argv", "typed"),
    [
        ("T", "T"),
        ("--no-input T", "T --no-input"),
        ("-fso out T", "T -f -s -o out"),
        ("-oout T", "T -o out"),
        ("--output-dir=out T", "T -o out"),
        (
            "-c v1 gh:o/t --directory d --accept-hooks no",
            "gh:o/t -c v1 --directory d --accept-hooks no",
        ),
        # An option's value, and the template, look like answers.
        ("T -o api_prefix=v2", "T -o api_prefix=v2"),
        ("T --config-file api_prefix=v2", "T --config-file api_prefix=v2"),
        ("api_prefix=v2 -f", "api_prefix=v2 -f"),
        ("T api_prefix=/x -o out", "T -o out"),
        ("-- T api_prefix=x", "T"),
        ("T -o out --replay", "T -o out"),
        ("--replay-file answers.json T -o out", "T -o out"),
    ],
)
def test_options_and_the_template_are_kept_and_answers_are_not(
    argv: str, typed: str
) -> None:
    assert retyped("cookiecutter", *argv.split()) == f"cookiecutter {typed}"


@posix_only
def test_everything_is_quoted_for_the_shell() -> None:
    assert (
        retyped(
            "cookiecutter",
            "my template",
            project_name="Bob's $(id) API",
            custom_claims="",
            description="a; b",
            rotate_refresh_tokens=True,
            run_setup=False,
        )
        == "cookiecutter 'my template' project_name='Bob'\"'\"'s $(id) API' "
        "custom_claims='' description='a; b' rotate_refresh_tokens=yes run_setup=no"
    )


def test_windows_has_its_own_quotes(monkeypatch: pytest.MonkeyPatch) -> None:
    line = read_command_line(["cookiecutter", "T", "-o", "my out"])
    assert line
    monkeypatch.setattr("cookiecutter_drf_simplejwt.answers.rerun.os.name", "nt")
    typed = command_to_type(line, {"project_name": "Bob's API"})
    monkeypatch.undo()
    assert typed == 'cookiecutter T -o "my out" "project_name=Bob\'s API"'


# Which answers are kept


def test_what_is_the_default_need_not_be_typed() -> None:
    assert (
        command_after_refusal(
            {
                "project_name": "Shop",
                "project_slug": "shop",  # the name makes it so
                "api_prefix": "/",
                "login_field": "username",
                "blacklisting": "none",
                "access_token_lifetime": "10m",
                "rotate_refresh_tokens": True,
                "run_setup": False,
                "_template": "x",
                "unknown": "x",
            }
        )
        == "cookiecutter <template> project_name=Shop api_prefix=... blacklisting=none "
        "run_setup=no"
    )


@pytest.mark.parametrize("name", ["bad\\name", None, 5])
def test_a_slug_made_from_a_refused_name_is_not_kept(name: object) -> None:
    slug = "bad-name" if isinstance(name, str) else ""
    answers = {"project_name": name, "project_slug": slug}
    command = command_after_refusal(answers)
    assert command.removesuffix(" project_slug=...") == (
        "cookiecutter <template> project_name=..."
    )


def test_a_slug_of_its_own_is_kept() -> None:
    answers: dict[str, object] = {"project_name": "bad\\name", "project_slug": "shop"}
    assert command_after_refusal(answers) == (
        "cookiecutter <template> project_name=... project_slug=shop"
    )


def test_a_default_that_was_typed_is_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Their own ~/.cookiecutterrc may say something else.
    monkeypatch.setattr(sys, "argv", ["cookiecutter", "T", "login_field=username"])
    answers: dict[str, object] = {"login_field": "username", "api_prefix": "/"}
    assert command_after_refusal(answers) == (
        "cookiecutter T api_prefix=... login_field=username"
    )


def test_a_default_that_was_chosen_instead_of_a_files_is_kept(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "config.yaml"
    file.write_text("default_context: {login_field: email}\n", encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["cookiecutter", "T", f"--config-file={file}"])
    answers: dict[str, object] = {"login_field": "username", "api_prefix": "/"}
    assert command_after_refusal(answers) == (
        f"cookiecutter T --config-file {file} api_prefix=... login_field=username"
    )


@pytest.mark.parametrize("is_complete", [True, False])
def test_what_was_answered_is_not_asked_again(
    monkeypatch: pytest.MonkeyPatch, is_complete: bool
) -> None:
    monkeypatch.setattr(sys, "argv", ["cookiecutter", "T"])
    answers = {
        name: default[0] if isinstance(default, list) else default
        for name, default in load_questions().items()
    } | {"project_slug": "acme-api", "api_prefix": "/"}
    if not is_complete:
        del answers["run_setup"]
    no_input = "--no-input " if is_complete else ""
    assert command_after_refusal(answers) == f"cookiecutter T {no_input}api_prefix=..."


@posix_only
def test_an_argument_cannot_move_the_cursor(monkeypatch: pytest.MonkeyPatch) -> None:
    argv = ["cookiecutter", "T", "_own=\x1b[2J\n\u202e\udcff"]
    monkeypatch.setattr(sys, "argv", argv)
    assert command_after_refusal({"api_prefix": "/"}) == (
        r"cookiecutter T _own='\x1b[2J\n\u202e\udcff' api_prefix=..."
    )


@posix_only
def test_typed_again_with_a_good_answer_it_makes_the_project(tmp_path: Path) -> None:
    refused = run_cli(
        "--no-input",
        "-o",
        "my projects",
        "project_name=L'Été & $(id)",
        "access_token_lifetime=5",
        "rotate_refresh_tokens=off",
        "custom_claims=",
        cwd=tmp_path,
    )
    _, _, _, template, *arguments = shlex.split(refused.stdout.splitlines()[-1])
    assert template == str(TEMPLATE)

    made = run_cli(*arguments, "access_token_lifetime=5m", cwd=tmp_path)

    assert made.returncode == 0, made.stdout
    answers = json.loads(
        (tmp_path / "my projects" / "l-ete-id" / ".cookiecutter.json").read_bytes()
    )["default_context"]
    assert answers["project_name"] == "L'Été & $(id)"
    assert answers["access_token_lifetime"] == "5m"
    assert answers["rotate_refresh_tokens"] is False
    assert answers["custom_claims"] == ""
