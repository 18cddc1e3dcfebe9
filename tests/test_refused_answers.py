"""Bad answers are refused before anything is written, all of them at once."""

import ast
import json
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cookiecutter.exceptions import (  # type: ignore[import-untyped]
    FailedHookException,
)
from cookiecutter.main import cookiecutter  # type: ignore[import-untyped]

from cookiecutter_drf_simplejwt.rules import Answers
from tests.answers import QUESTIONS
from tests.cli import TEMPLATE, jinja, run_cli, validated
from tests.test_pythons import interpreter

SLUG = "must be 1 to 40 letters without accents, digits, - _ and single dots"
PREFIX = "must be words of letters without accents, digits, - _ . ~ with single slash"
TAKEN = "is taken; choose another, such as api or api/v1"
DURATION = "such as 90s, 10m, 1h30m or 2d"
JINJA = "must not hold {{ }}, {% %}, {# #} or '# template:'"
TEXT = "must be text; a configuration file needs quotes around it"
CLAIM = "is no name for a claim: 1 to 40 letters without accents, digits and _"
RESERVED = "is reserved for the token itself; choose another name, such as my_"
NO_SOURCE = "there is id, username, email, first_name, last_name, get_full_name, get"
CLAIMS_21 = ",".join(f"c{number}=id" for number in range(21))
# Also separators of lines and paragraphs, and what changes the direction of writing.
UNSEEN = "\n\r\t\0\x1b\x7f\x9b\ufeff\ud800\u2028\u2029\u202e\u2066"

# Questions, a part of what is said of an answer, and answers of which only that is said.
REFUSED: list[tuple[str, str, tuple[object, ...]]] = [
    ("project_name", "at least one letter or digit", ("!!!", "🚀", "- .")),
    ("project_name", "begin or end with white space", (" Shop", "Shop ")),
    ("project_name", "backslash; use ' instead", ('Bob "the" API', 'API"', "API\\")),
    ("project_name", JINJA, ("{{ 7*7 }}", "50{% off", "{# x #}", "a }}", "a %}")),
    ("project_name", "must have 1 to 60 characters, this has 61", ("n" * 61,)),
    ("description", "must have 1 to 200 characters, this has 201", ("n" * 201,)),
    ("description", "must have 1 to 200 characters, this has 0", ("",)),
    ("description", "must be one line", tuple(f"a{unseen}b" for unseen in UNSEEN)),
    ("description", "backslash; use ' instead", ('"', "\\")),
    ("project_slug", SLUG, ("", ".", "..", "../x", "a/b", "a\\b", "/tmp/x", "C:x")),
    ("project_slug", SLUG, ("a..b", "-shop", "shop-", ".shop", "shop.", "my shop")),
    ("project_slug", SLUG, ("café", "\u0663", "$(id)", "a" * 41, "shop\n")),
    ("project_slug", "device on Windows", ("con", "NUL", "prn.api", "com1", "LPT9.x")),
    ("project_slug", "choose another, such as Django-service", ("Django",)),
    ("project_slug", "a package that the service installs", ("argon2_cffi", "PyJWT")),
    ("api_prefix", PREFIX, ("", "/", "/api", "api/", "a//b", "api v1", "a/../b")),
    ("api_prefix", PREFIX, ("a..b", ".api", "é", "a?b")),
    ("api_prefix", "must have at most 40 characters, this has 41", ("a" * 41,)),
    ("api_prefix", f"/admin/ {TAKEN}", ("admin", "admin/api")),
    ("api_prefix", f"/health/ {TAKEN}", ("health", "health/api")),
    ("api_prefix", f"/static/ {TAKEN}", ("static",)),
    ("api_prefix", f"/.well-known/ {TAKEN}", (".well-known", ".well-known/api")),
    ("access_token_lifetime", "1 of what? Write 1s, 1m, 1h or 1d", ("1",)),
    ("access_token_lifetime", DURATION, ("", "0", "0m", "010m", "-10m", "1.5h", "1w")),
    ("access_token_lifetime", DURATION, ("10 m", "10M", "10min", "30m1h", "10m10m")),
    ("access_token_lifetime", DURATION, ("soon", "\u0661m", "9" * 5000 + "s")),
    ("refresh_token_lifetime", "7 of what? Write 7s, 7m, 7h or 7d", ("7",)),
    ("refresh_token_lifetime", DURATION, ("two weeks",)),
    ("refresh_token_lifetime", "must be at most 3650d", ("3651d", "9999999999d")),
    ("custom_claims", "the password is secret, and", ("password", "pw=password")),
    ("custom_claims", "has a comma too many", ("email,", ",id", "email,,id", ",")),
    ("custom_claims", "'email' is there twice", ("email, email=get_username",)),
    ("custom_claims", "at most 20 claims, this has 21", (CLAIMS_21,)),
    ("custom_claims", f"has no 'x'; {NO_SOURCE}", ("x", "a=x")),
    ("custom_claims", f"has no ''; {NO_SOURCE}", ("b=",)),
    ("custom_claims", f"'first-name' {CLAIM}", ("first-name=email",)),
    ("custom_claims", f"'1' {CLAIM}", ("1", "id, 1=email")),
    ("custom_claims", f"'é' {CLAIM}", ("é=email",)),
    ("custom_claims", f"'{'a' * 41}' {CLAIM}", (f"{'a' * 41}=email",)),
    ("custom_claims", rf"'\nemail' {CLAIM}", ("id,\nemail",)),
    ("custom_claims", f"'exp' {RESERVED}exp=S", ("exp", "id, exp=email", "exp = id")),
    ("custom_claims", f"'sid' {RESERVED}sid=SOURCE", ("sid", "sid=id")),
    ("custom_claims", f"'user_id' {RESERVED}user_id=SOURCE", ("user_id=id",)),
    ("custom_claims", JINJA, ("{{ 7*7 }}", "# template: if x")),
    # From a configuration file or a replay, answers can have another type.
    ("run_setup", "must be yes or no", ("yes", "False", "", 0, 1, None, [True])),
    ("project_name", TEXT, (None, 5, 1.5, True, ["a"], {"a": "b"})),
    ("login_field", "must be one of username, email", ("phone", "", "Email", None)),
]


def message(answers: Answers) -> str:
    with pytest.raises(FailedHookException) as refusal:
        validated(answers)
    return str(refusal.value)


def complaints(text: str) -> list[str]:
    return [line[4:] for line in text.splitlines() if line.startswith("  - ")]


@pytest.mark.parametrize(
    ("question", "advice", "answers"),
    REFUSED,
    ids=[ascii(f"{question}: {advice:.40}") for question, advice, _ in REFUSED],
)
def test_a_bad_answer_is_refused_with_what_would_be_right(
    question: str, advice: str, answers: tuple[object, ...]
) -> None:
    for answer in answers:
        shown = repr(answer) if len(repr(answer)) <= 60 else f"{answer!r:.57}..."
        assert shown.isprintable()
        [complaint] = complaints(message({question: answer}))
        assert complaint.startswith(f"{question} = {shown}: ")
        assert advice in complaint


@pytest.mark.parametrize(("access", "refresh"), [("10m", "600s"), ("15d", "14d")])
def test_a_refresh_token_must_be_valid_longer_than_an_access_token(
    access: str, refresh: str
) -> None:
    answers = {"access_token_lifetime": access, "refresh_token_lifetime": refresh}
    assert complaints(message(answers)) == [
        f"refresh_token_lifetime = '{refresh}': "
        f"must be longer than access_token_lifetime, which is {access}"
    ]


def test_users_who_log_in_with_an_address_have_no_user_name() -> None:
    answers = {"login_field": "email", "custom_claims": "name=username,x"}
    first, second = complaints(message(answers))
    assert "login_field is email; use email or get_username instead" in first
    assert "has no 'x'; there is id, email, first_name, " in second


# What the user sees at the end: of a complaint the beginning

AGAIN = "Then type the command again, followed by these answers, with one for each ...:"
SEEN = {
    "all complaints at once, and what to type again": (
        "--no-input 'project_name=A B' project_slug=shop api_prefix=/ "
        "rotate_refresh_tokens=no",
        None,
        f"""\
Nothing was written. Please correct:
  - api_prefix = '/': {PREFIX}
  - project_slug = 'shop': shop is there already; choose another name, or write over it
{AGAIN}
  --no-input 'project_name=A B' project_slug=... api_prefix=... rotate_refresh_tokens=no
""",
    ),
    "the command line, before the first question": (
        "acess_token_lifetime=2m colour=2m __valid=2m api_prefix=/ run_setup=no",
        "",
        f"""\
Nothing was written. Please correct:
  - acess_token_lifetime = '2m': there is no such question; did you mean access_token
  - colour = '2m': there is no such question
  - __valid = '2m': there is no such question
  - api_prefix = '/': {PREFIX}
{AGAIN}
  api_prefix=... run_setup=no
""",
    ),
    "the folder, after two questions": (
        "",
        "Shop\n\n",
        f"""\
  - project_slug = 'shop': shop is there already; choose another name, or write over it
{AGAIN}
  project_name=Shop project_slug=...
""",
    ),
    "typed answers": (
        "",
        "Shop 1\n\n{{ 7*7 }}\n" + "\n" * (len(QUESTIONS) - 3),
        f"""\
  - description = '{{{{ 7*7 }}}}': {JINJA}
{AGAIN}
  --no-input 'project_name=Shop 1' project_slug=shop-1 description=...
""",
    ),
    "a folder that cannot be made": (
        "--no-input -f -o file/x project_slug=b",
        None,
        """\
Nothing was written. Please correct:
  - --output-dir = 'file/x': no folder can be made there; choose another place
Then type the command again, followed by these answers:
  --no-input project_slug=b
""",
    ),
}


def refused(cwd: Path, *args: str, **options: Any) -> list[str]:
    """Run Cookiecutter, and return the lines with which it refuses to write anything."""
    before = sorted(cwd.rglob("*"))
    run = run_cli(*args, cwd=cwd, **options)
    assert run.returncode == 1, run.stdout
    assert sorted(cwd.rglob("*")) == before
    return run.stdout.splitlines()


@pytest.mark.parametrize(("command", "typed", "end"), SEEN.values(), ids=SEEN)
def test_the_user_is_told_what_is_wrong_and_what_to_type(
    tmp_path: Path, command: str, typed: str | None, end: str
) -> None:
    (tmp_path / "shop").mkdir()
    (tmp_path / "file").touch()

    lines = refused(tmp_path, *shlex.split(command), input=typed)

    assert not any("Traceback" in line for line in lines)
    expected = end.splitlines()
    for line, begin in zip(lines[-len(expected) :], expected, strict=True):
        assert line.startswith(begin) if begin[:4] == "  - " else line == begin


def test_what_is_typed_again_with_a_good_answer_makes_the_project(
    tmp_path: Path,
) -> None:
    # Nor is a folder refused that is to be written over.
    (tmp_path / "my projects" / "l-ete-id").mkdir(parents=True)
    command = ["-f", "-o", "my projects", "rotate_refresh_tokens=off", "custom_claims="]
    command += ["project_name=L'Été & $(id)", "access_token_lifetime=5"]
    again = shlex.split(refused(tmp_path, "--no-input", *command)[-1])

    made = run_cli(*command, *again, "access_token_lifetime=5m", cwd=tmp_path)

    assert made.returncode == 0, made.stdout
    [kept] = tmp_path.glob("my projects/l-ete-id/.cookiecutter.json")
    answers = json.loads(kept.read_bytes())["default_context"]
    assert answers["project_name"] == "L'Été & $(id)"
    assert answers["access_token_lifetime"] == "5m"
    assert answers["rotate_refresh_tokens"] is False
    assert answers["custom_claims"] == ""


def test_no_text_on_the_command_line_ends_in_a_traceback(tmp_path: Path) -> None:
    arguments = [
        "description=\udcff",  # what is left of an argument that is not UTF-8
        *["project_name=\x1b[31m\n\u202e", "api_prefix=\x07é", "\x1b[2J=x"],
        *["custom_claims=" + "," * 10_000, "access_token_lifetime=" + "9" * 100_000],
        "project_slug=",
    ]
    # Nor in letters that the terminal does not have.
    terminal = {"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}

    lines = refused(tmp_path, "--no-input", *arguments, env=terminal)

    assert lines[0] == "Nothing was written. Please correct:"
    assert len(lines) == 11
    assert all(line.isprintable() and line.isascii() for line in lines)
    assert all(len(line) < 400 for line in lines)
    assert r"  - \x1b[2J = 'x': there is no such question" in lines


# Cookiecutter runs Jinja in answers that are not typed


def test_template_syntax_on_the_command_line_is_refused_before_it_runs(
    tmp_path: Path,
) -> None:
    answers = {
        "project_name": "{{ 7*7 }}",
        "description": "50{% off",
        "api_prefix": "{{ nothing }}",
        "custom_claims": "# template: if x",
    }
    arguments = [f"{question}={answer}" for question, answer in answers.items()]

    lines = refused(tmp_path, "--no-input", *arguments, "access_token_lifetime=1")

    assert complaints("\n".join(lines)) == [
        f"project_name = '{{{{ 7*7 }}}}': {JINJA}",
        f"description = '50{{% off': {JINJA}",
        f"api_prefix = '{{{{ nothing }}}}': {JINJA}",
        "access_token_lifetime = '1': 1 of what? Write 1s, 1m, 1h or 1d",
        f"custom_claims = '# template: if x': {JINJA}",
    ]


@pytest.mark.parametrize("way", ["--extra-context {}", "-f {file}", "--file={file}"])
def test_cruft_runs_no_jinja_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    answers = json.dumps({"description": "{{ 7*7 }}", "nested": {"a": {"b": 1}}})
    file = tmp_path / "answers.json"
    file.write_text(answers, encoding="utf-8")
    given = [word.format(answers, file=file) for word in way.split()]

    monkeypatch.setattr("sys.argv", ["/usr/bin/cruft", "create", str(tmp_path)])
    jinja()
    monkeypatch.setattr("sys.argv", ["/usr/bin/cruft", "create", *given, "T"])
    with pytest.raises(FailedHookException, match="No answer must hold"):
        jinja()


# A configuration file


def write_config(tmp_path: Path, yaml: str) -> Path:
    config = tmp_path / "config.yaml"
    config.write_text(f"default_context: {{{yaml}}}\n", encoding="utf-8")
    return config


@pytest.mark.parametrize(
    ("yaml", "complaint"),
    [
        ("run_setup: 0", "run_setup = 0: must be yes or no"),
        ("run_setup: maybe", "run_setup = 'maybe': must be yes or no"),
        ("run_setup: null", "run_setup = None: must be yes or no"),
        ("login_field: x", "login_field = 'x': must be one of username, email"),
        ("description: null", f"description = None: {TEXT}"),
        ("description: {a: b}", f"description = {{'a': 'b'}}: {TEXT}"),
        ("description: '{{ 7*7 }}'", f"description = '{{{{ 7*7 }}}}': {JINJA}"),
        ("description: yes", f"description = True: {TEXT}"),
        (
            "access_token_lifetime: 10",
            "access_token_lifetime = '10': 10 of what? Write 10s, 10m, 10h or 10d",
        ),
    ],
)
def test_a_configuration_file_is_validated_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, yaml: str, complaint: str
) -> None:
    config = write_config(tmp_path, f"{yaml}, run_setup_: 1, password_reset: 'no'")
    monkeypatch.setenv("COOKIECUTTER_CONFIG", str(config))
    monkeypatch.setattr(sys, "argv", ["cookiecutter", "T"])
    with pytest.raises(FailedHookException) as refusal:
        jinja()
    assert complaints(str(refusal.value)) == [f"{complaint} (in {config})"]
    # Unless it is not read.
    for option in ("--default-config", "--replay-file=none.json"):
        monkeypatch.setattr(sys, "argv", ["cookiecutter", "T", option])
        jinja()


def test_one_bad_choice_in_a_file_does_not_hide_the_answers_after_it(
    tmp_path: Path,
) -> None:
    config = write_config(
        tmp_path, "full_name: Ann, blacklisting: x, ci: none, token_transport: y"
    )

    assert refused(tmp_path, "--no-input", f"--config-file={config}")[-3:] == [
        "Nothing was written. Please correct:",
        "  - blacklisting = 'x': "
        f"must be one of sessions, token_blacklist, none (in {config})",
        f"  - token_transport = 'y': must be one of header, cookie (in {config})",
    ]


def test_answers_that_are_not_the_default_or_the_files_are_typed_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    config = write_config(tmp_path, "login_field: email, ci: gitlab")
    monkeypatch.setattr(sys, "argv", ["cookiecutter", "T", f"--config-file={config}"])
    answers: dict[str, object] = {"project_name": None, "project_slug": "shop"}
    answers |= {"login_field": "username", "ci": "gitlab", "run_setup": False}
    assert message(answers).splitlines()[-1] == (
        "  project_name=... project_slug=shop login_field=username run_setup=no"
    )


# A replay passes over the private variable that validates the answers


def replay_file(tmp_path: Path, **answers: object) -> Path:
    """Write what Cookiecutter would have written after a run with these answers."""
    questions = json.loads((TEMPLATE / "cookiecutter.json").read_bytes())
    context = {
        name: default[0] if isinstance(default, list) and name[0] != "_" else default
        for name, default in questions.items()
    }
    file = tmp_path / f"{TEMPLATE.name}.json"
    context |= {"__prompts__": {}, "__valid": "", "project_slug": "shop", **answers}
    file.write_text(json.dumps({"cookiecutter": context}), encoding="utf-8")
    return file


@pytest.mark.parametrize("option", ["--replay-file={file}", "--replay"])
def test_a_replay_is_validated_as_well(tmp_path: Path, option: str) -> None:
    answers = {"login_field": "phone", "rotate_refresh_tokens": "no"}
    file = replay_file(tmp_path, custom_claims=None, **answers)
    config = tmp_path / "config.yaml"
    config.write_text(f"replay_dir: {json.dumps(str(tmp_path))}\n", encoding="utf-8")

    option = option.format(file=file)
    assert refused(tmp_path, f"--config-file={config}", option) == [
        "Nothing was written. Please correct:",
        f"  - login_field = 'phone': must be one of username, email (in {file})",
        f"  - rotate_refresh_tokens = 'no': must be yes or no (in {file})",
        f"  - custom_claims = None: {TEXT} (in {file})",
    ]


def test_the_hook_validates_a_replay_of_another_program(tmp_path: Path) -> None:
    file, place = str(replay_file(tmp_path, api_prefix="/")), tmp_path / "output"

    with pytest.raises(FailedHookException, match="api_prefix = '/'"):
        cookiecutter(str(TEMPLATE), replay=file, output_dir=place, default_config=True)

    assert not list(place.glob("*"))


def test_a_replay_cannot_leave_its_folder(tmp_path: Path) -> None:
    for folder in ("inside", "outside"):
        (tmp_path / folder).mkdir()
    file = replay_file(tmp_path, project_slug="../outside")
    before = sorted(tmp_path.rglob("*"))

    lines = refused(tmp_path / "inside", "--replay-file", str(file), "-f")

    assert lines[1].startswith(f"  - project_slug = '../outside': {SLUG}")
    assert sorted(tmp_path.rglob("*")) == before


# Old versions


def test_an_old_version_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cookiecutter.__version__", "2.6.0")
    with pytest.raises(FailedHookException, match=r"2\.7 or newer, this is 2\.6\.0; "):
        jinja()


@pytest.mark.parametrize("version", ["3.8", "3.9"])
def test_an_old_python_can_import_the_code_that_refuses_it(version: str) -> None:
    package = TEMPLATE / "cookiecutter_drf_simplejwt"
    for module in ("extension", "command_line", "answers", "rules", "terminal"):
        text = (package / f"{module}.py").read_text(encoding="utf-8")
        ast.parse(text, feature_version=(3, int(version[2:])))
    found = interpreter(version)
    if found is None:
        pytest.skip(f"Python {version} is not installed")
    # All but the extension itself, which needs Cookiecutter.
    code = "from cookiecutter_drf_simplejwt import command_line, terminal"
    subprocess.run([found, "-B", "-c", code], cwd=TEMPLATE, check=True)
