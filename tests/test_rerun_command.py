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
    return command_to_type(read_command_line(argv, load_questions()), keep)


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
def test_another_program_leaves_the_template_open(program: str) -> None:
    typed = retyped(program, "--cov", "x", api_prefix="v1")
    assert typed == "cookiecutter <template> api_prefix=v1"


def test_no_program_at_all_leaves_the_template_open() -> None:
    assert retyped() == "cookiecutter <template>"


# What was typed


@pytest.mark.parametrize(
    "argv",
    [
        "T",
        "T --no-input",
        "--no-input -o out T",
        "T -o out -f -s",
        "-fso out T",
        "-oout T",
        "--output-dir=out T",
        "-c v1 gh:o/t --directory d --accept-hooks no",
        "T -- --odd",
        # An option's value, the template and a private variable look like answers.
        "T -o api_prefix=v2",
        "T -fo api_prefix=v2",
        "T --config-file api_prefix=v2",
        "api_prefix=v2",
        "-f api_prefix=v2",
        "T __valid=x",
        "- -s",
    ],
)
def test_options_and_the_template_stay_as_they_were(argv: str) -> None:
    assert retyped("cookiecutter", *argv.split()) == f"cookiecutter {argv}"


@pytest.mark.parametrize(
    "argv",
    [
        "T api_prefix=/x -o out",
        "T -o out project_name= run_setup=no",
        "-o out T api_prefix=a=b",
        "T -o out --replay",
        "--replay-file answers.json T -o out",
        "T --replay-file=answers.json -o out",
        "T typo=1 -o out",
    ],
)
def test_answers_typos_and_replays_are_taken_out(argv: str) -> None:
    typed = retyped("cookiecutter", *argv.split())
    assert sorted(typed.split()) == ["-o", "T", "cookiecutter", "out"]


def test_answers_after_a_double_dash_are_taken_out() -> None:
    assert retyped("cookiecutter", "--", "T", "api_prefix=x") == "cookiecutter -- T"


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
    monkeypatch.setattr("cookiecutter_drf_simplejwt.answers.rerun.os.name", "nt")
    typed = retyped("cookiecutter", "T", "-o", "my out", project_name="Bob's API")
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
        == "cookiecutter <template> project_name=Shop blacklisting=none run_setup=no"
    )


@pytest.mark.parametrize("name", ["bad\\name", None, 5])
def test_a_slug_made_from_a_refused_name_is_not_kept(name: object) -> None:
    slug = "bad-name" if isinstance(name, str) else ""
    answers = {"project_name": name, "project_slug": slug}
    assert command_after_refusal(answers) == "cookiecutter <template>"


def test_a_slug_of_its_own_is_kept() -> None:
    answers: dict[str, object] = {"project_name": "bad\\name", "project_slug": "shop"}
    assert command_after_refusal(answers) == "cookiecutter <template> project_slug=shop"


def test_a_default_that_was_typed_is_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Their own ~/.cookiecutterrc may say something else.
    monkeypatch.setattr(sys, "argv", ["cookiecutter", "T", "login_field=username"])
    answers: dict[str, object] = {"login_field": "username", "api_prefix": "/"}
    assert command_after_refusal(answers) == "cookiecutter T login_field=username"


@posix_only
def test_an_argument_cannot_move_the_cursor(monkeypatch: pytest.MonkeyPatch) -> None:
    argv = ["cookiecutter", "T", "_own=\x1b[2J\n\u202e\udcff"]
    monkeypatch.setattr(sys, "argv", argv)
    assert command_after_refusal({"api_prefix": "/"}) == (
        r"cookiecutter T '_own=\x1b[2J\n\u202e\udcff'"
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
