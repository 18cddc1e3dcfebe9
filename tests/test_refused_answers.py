"""Bad answers are refused before anything is written, all of them at once."""

import ast
import json
import os
import re
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

from cookiecutter_drf_simplejwt.answers import load_questions
from tests.cli import TEMPLATE, complaint_lines, jinja, refusal, run_cli
from tests.test_pythons import interpreter

SLUG = (
    "must be 1 to 40 letters without accents, digits, - _ and single dots, "
    "with a letter or digit at both ends, such as shop-api"
)
PREFIX = (
    "must be words of letters without accents, digits, - _ . ~ with single slashes "
    "between them and none at the ends, such as api or api/v1"
)
DURATION = (
    "must be days, hours, minutes and seconds in that order, in whole numbers from 1 "
    "and without spaces, such as 90s, 10m, 1h30m or 2d"
)
INVISIBLE = "must be one line, without control or other invisible characters"
JINJA = "must not hold {{ }}, {% %}, {# #} or '# template:'"
QUOTES = "must not hold a double quote or a backslash; use ' instead"
SPACE = "must not begin or end with white space"
TEXT = "must be text; a configuration file needs quotes around it"
CLAIM = (
    "is no name for a claim: "
    "1 to 40 letters without accents, digits and _, not beginning with a digit"
)
RESERVED = (
    "'{0}' is reserved for the token itself; choose another name, such as my_{0}=SOURCE"
)
CLAIMS_21 = ",".join(f"c{number}=id" for number in range(21))
SOURCES = (
    "there is id, username, email, first_name, last_name, get_full_name, "
    "get_short_name, get_username, is_active, is_staff, is_superuser, date_joined, "
    "last_login, groups, user_permissions, get_all_permissions, get_group_permissions, "
    "get_user_permissions, has_usable_password; for another, first add it to the user "
    "model of the project: docs/tokens.md there says how"
)
SECRET = "the password is secret, and anyone can read a token; leave it out"
DEVICE = "is the name of a device on Windows, which cannot be a folder"
PACKAGE = (
    "is the name of a package that the service installs; "
    "choose another, such as {}-service"
)
TAKEN = " is taken; choose another, such as api or api/v1"
UNIT = "{} of what? Write {}s, {}m, {}h or {}d"
# Also separators of lines and paragraphs, and what changes the direction of writing.
UNSEEN = "\n\r\t\0\x1b\x7f\x9b\ufeff\ud800\u2028\u2029\u202e\u2066"
TYPE_AGAIN = (
    "Then type the command again, followed by these answers, with one for each ...:"
)


def rows(question: str, advice: str, *answers: object) -> list[Any]:
    """Return the cases of one question; in its advice, {} is the answer."""
    return [
        pytest.param(
            question,
            answer,
            re.sub("{}", str(answer), advice) if advice in (UNIT, PACKAGE) else advice,
            id=ascii(f"{question}={answer!r:.30}"),
        )
        for answer in answers
    ]


REFUSED = [
    *rows("project_name", "must hold at least one letter or digit", "!!!", "🚀", "- ."),
    *rows("project_name", SPACE, " Shop", "Shop "),
    *rows("project_name", QUOTES, 'Bob "the" API', 'API"', "Shop\\API", "API\\"),
    *rows("project_name", JINJA, "{{ 7*7 }}", "50{% off", "{# x #}", "a }}", "a %}"),
    *rows("project_name", "must have 1 to 60 characters, this has 61", "n" * 61),
    *rows("description", "must have 1 to 200 characters, this has 201", "n" * 201),
    *rows("description", "must have 1 to 200 characters, this has 0", ""),
    *rows("description", INVISIBLE, *(f"a{character}b" for character in UNSEEN)),
    *rows("description", QUOTES, '"', "\\"),
    *rows("project_slug", SLUG, "", ".", "..", "../x", "a/b", "a\\b", "/tmp/x", "C:x"),
    *rows("project_slug", SLUG, "a..b", "-shop", "shop-", ".shop", "shop.", "my shop"),
    *rows("project_slug", SLUG, "café", "\u0663", "$(id)", "a" * 41, "shop\n"),
    *rows("project_slug", DEVICE, "con", "NUL", "Aux", "prn.api", "com1", "LPT9.x.y"),
    *rows("project_slug", PACKAGE, "django", "Django", "PyJWT", "argon2_cffi", "ruff"),
    *rows("api_prefix", PREFIX, "", "/", "/api", "api/", "a//b", "api v1", "a/../b"),
    *rows("api_prefix", PREFIX, "a..b", ".api", "é", "a?b"),
    *rows("api_prefix", "must have at most 40 characters, this has 41", "a" * 41),
    *rows("api_prefix", "/admin/" + TAKEN, "admin", "admin/api"),
    *rows("api_prefix", "/health/" + TAKEN, "health", "health/api"),
    *rows("api_prefix", "/static/" + TAKEN, "static"),
    *rows("api_prefix", "/.well-known/" + TAKEN, ".well-known", ".well-known/api"),
    *rows("access_token_lifetime", UNIT, "600", "1"),
    *rows("access_token_lifetime", DURATION, "", "0", "0m", "010m", "-10m", "1.5h"),
    *rows("access_token_lifetime", DURATION, "10 m", "10M", "10min", "30m1h", "10m10m"),
    *rows("access_token_lifetime", DURATION, "1w", "soon", "\u0661m", "9" * 5000 + "s"),
    *rows("refresh_token_lifetime", UNIT, "7"),
    *rows("refresh_token_lifetime", DURATION, "two weeks"),
    *rows("refresh_token_lifetime", "must be at most 3650d", "3651d", "9999999999d"),
    *rows("custom_claims", SECRET, "password", "pw=password"),
    *rows("custom_claims", "has a comma too many", "email,", ",id", "email,,id", ","),
    *rows("custom_claims", "'email' is there twice", "email, email=get_username"),
    *rows("custom_claims", "must have at most 20 claims, this has 21", CLAIMS_21),
    *rows(
        "custom_claims", f"a user of a new project has no 'x'; {SOURCES}", "x", "a=x"
    ),
    *rows("custom_claims", f"a user of a new project has no ''; {SOURCES}", "b="),
    *rows("custom_claims", f"'first-name' {CLAIM}", "first-name=email"),
    *rows("custom_claims", f"'1' {CLAIM}", "1", "id, 1=email"),
    *rows("custom_claims", f"'é' {CLAIM}", "é=email"),
    *rows("custom_claims", f"'{'a' * 41}' {CLAIM}", f"{'a' * 41}=email"),
    *rows("custom_claims", rf"'\nemail' {CLAIM}", "id,\nemail"),
    *rows("custom_claims", RESERVED.format("exp"), "exp", "id, exp=email", "exp = id"),
    *rows("custom_claims", RESERVED.format("sid"), "sid", "sid=id"),
    *rows("custom_claims", RESERVED.format("user_id"), "user_id=id"),
    *rows("custom_claims", JINJA, "{{ 7*7 }}", "# template: if x"),
    # From a configuration file or a replay, answers can have another type.
    *rows("run_setup", "must be yes or no", "yes", "False", "", 0, 1, None, [True]),
    *rows("project_name", TEXT, None, 5, 1.5, True, ["a"], {"a": "b"}),
    *rows("custom_claims", TEXT, None, 5, True),
    *rows("login_field", "must be one of username, email", "phone", "", "Email"),
    *rows("login_field", "must be one of username, email", None, True, ["email"]),
]


@pytest.mark.parametrize(("question", "answer", "advice"), REFUSED)
def test_a_bad_answer_is_refused_with_what_would_be_right(
    question: str, answer: object, advice: str
) -> None:
    shown = repr(answer) if len(repr(answer)) <= 60 else f"{answer!r:.57}..."
    assert shown.isprintable()
    assert complaint_lines(refusal({question: answer})) == [
        f"{question} = {shown}: {advice}"
    ]


@pytest.mark.parametrize(("access", "refresh"), [("10m", "600s"), ("15d", "14d")])
def test_a_refresh_token_must_be_valid_longer_than_an_access_token(
    access: str, refresh: str
) -> None:
    answers = {"access_token_lifetime": access, "refresh_token_lifetime": refresh}
    assert complaint_lines(refusal(answers)) == [
        f"refresh_token_lifetime = '{refresh}': "
        f"must be longer than access_token_lifetime, which is {access}"
    ]


def test_users_who_log_in_with_an_address_have_no_user_name() -> None:
    claims = "name=username,x"
    assert complaint_lines(
        refusal({"login_field": "email", "custom_claims": claims})
    ) == [
        f"custom_claims = '{claims}': there is no username when login_field is email; "
        "use email or get_username instead",
        f"custom_claims = '{claims}': a user of a new project has no 'x'; "
        f"{SOURCES.replace('username, ', '', 1)}",
    ]


def refused(cwd: Path, *args: str, **options: Any) -> list[str]:
    """Run Cookiecutter, and return the lines with which it refuses to write anything."""
    before = sorted(cwd.rglob("*"))
    run = run_cli(*args, cwd=cwd, **options)
    assert run.returncode == 1, run.stdout
    assert sorted(cwd.rglob("*")) == before
    return run.stdout.splitlines()


# Cookiecutter runs Jinja in answers that are not typed


@pytest.mark.parametrize(
    "answer", ["{{ 7*7 }}", "50{% off", "{{ nothing }}", "# template: if x"]
)
def test_template_syntax_on_the_command_line_is_refused_before_it_runs(
    tmp_path: Path, answer: str
) -> None:
    assert refused(tmp_path, f"description={answer}", "api_prefix=/v1") == [
        "Nothing was written. Please correct:",
        f"  - description = '{answer}': {JINJA}",
        f"  - api_prefix = '/v1': {PREFIX}",
        TYPE_AGAIN,
        "  description=... api_prefix=...",
    ]


@pytest.mark.parametrize("way", ["option", "file", "file="])
def test_cruft_runs_no_jinja_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    answers = json.dumps({"description": "{{ 7*7 }}", "nested": {"a": {"b": 1}}})
    (tmp_path / "answers.json").write_text(answers, encoding="utf-8")
    given = {
        "option": ["--extra-context", answers],
        "file": ["--extra-context-file", str(tmp_path / "answers.json")],
        "file=": [f"--extra-context-file={tmp_path / 'answers.json'}"],
    }[way]

    monkeypatch.setattr("sys.argv", ["/usr/bin/cruft", "create", str(tmp_path)])
    jinja()
    monkeypatch.setattr("sys.argv", ["/usr/bin/cruft", "create", *given, "T"])
    with pytest.raises(FailedHookException, match="No answer must hold"):
        jinja()


# What the user sees


def test_all_complaints_come_at_once_with_what_to_type_again(tmp_path: Path) -> None:
    answers = ["project_name=Shop API", "project_slug=../x", "api_prefix=v1"]
    answers += ["access_token_lifetime=10", "rotate_refresh_tokens=no"]

    assert refused(tmp_path, "--no-input", *answers) == [
        "Nothing was written. Please correct:",
        f"  - project_slug = '../x': {SLUG}",
        "  - access_token_lifetime = '10': 10 of what? Write 10s, 10m, 10h or 10d",
        TYPE_AGAIN,
        "  --no-input 'project_name=Shop API' project_slug=... api_prefix=v1 "
        "access_token_lifetime=... rotate_refresh_tokens=no",
    ]


def test_what_is_typed_again_with_a_good_answer_makes_the_project(
    tmp_path: Path,
) -> None:
    command = ["-o", "my projects", "rotate_refresh_tokens=off", "custom_claims="]
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


@pytest.mark.parametrize(
    ("answers", "again"),
    [
        # What is the default need not be typed, nor a slug that the name makes.
        (
            {"project_name": "Shop", "project_slug": "shop", "api_prefix": "/"}
            | {"login_field": "username", "run_setup": False, "_template": "x"},
            "project_name=Shop api_prefix=... run_setup=no",
        ),
        ({"project_name": "a\\b", "project_slug": "a-b"}, "project_name=..."),
        (
            {"project_name": None, "project_slug": ""},
            "project_name=... project_slug=...",
        ),
        (
            {"project_name": "a\\b", "project_slug": "shop"},
            "project_name=... project_slug=shop",
        ),
    ],
)
def test_other_answers_are_kept_where_they_are_not_the_default(
    answers: dict[str, object], again: str
) -> None:
    assert refusal(answers).splitlines()[-1] == f"  {again}"


def test_a_default_that_was_chosen_instead_of_a_files_is_kept(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "config.yaml"
    file.write_text("default_context: {login_field: email, ci: gitlab}\n", "utf-8")
    monkeypatch.setattr(sys, "argv", ["cookiecutter", "T", f"--config-file={file}"])
    answers = {"login_field": "username", "api_prefix": "/", "ci": "gitlab"}
    assert refusal(answers).splitlines()[-1] == (
        "  api_prefix=... login_field=username"
    )


def test_typed_answers_are_validated_as_well(tmp_path: Path) -> None:
    answers = "Shop\n\n{{ 7*7 }}\n" + "\n" * (len(load_questions()) - 3)

    assert refused(tmp_path, input=answers)[-3:] == [
        f"  - description = '{{{{ 7*7 }}}}': {JINJA}",
        TYPE_AGAIN,
        "  --no-input project_name=Shop description=...",
    ]


def test_a_bad_answer_on_the_command_line_is_refused_before_the_first_question(
    tmp_path: Path,
) -> None:
    assert refused(tmp_path, "api_prefix=/", "run_setup=no", input="") == [
        "Nothing was written. Please correct:",
        f"  - api_prefix = '/': {PREFIX}",
        TYPE_AGAIN,
        "  api_prefix=... run_setup=no",
    ]


@pytest.mark.parametrize("question", ["login_field", "rotate_refresh_tokens"])
def test_cookiecutter_itself_says_last_what_is_not_among_the_choices(
    tmp_path: Path, question: str
) -> None:
    """With a traceback before it: no code of a template runs before."""
    [*_, last] = refused(tmp_path, "--no-input", f"{question}=maybe")

    assert re.match(f"ValueError: maybe provided for .*{question}", last)


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("acess_token_lifetime", "; did you mean access_token_lifetime?"),
        ("colour", ""),
        ("__valid", ""),
    ],
)
def test_a_name_that_is_no_questions_is_refused(
    tmp_path: Path, name: str, hint: str
) -> None:
    assert refused(tmp_path, "--no-input", f"{name}=2m", "api_prefix=/")[1:3] == [
        f"  - {name} = '2m': there is no such question{hint}",
        f"  - api_prefix = '/': {PREFIX}",
    ]


@pytest.mark.parametrize(
    "arguments",
    [
        ["project_name=50{% off"],
        ["description=\ud800"],  # what is left of an argument that is not UTF-8
        ["project_name=\x1b[31m\n\u202e", "api_prefix=\x07", "\x1b[2J=x"],
        ["custom_claims=" + "," * 10_000],
        ["access_token_lifetime=" + "9" * 100_000],
        ["project_slug="],
    ],
    ids=["Jinja", "not UTF-8", "escapes", "commas", "digits", "empty"],
)
def test_no_text_on_the_command_line_ends_in_a_traceback(
    tmp_path: Path, arguments: list[str]
) -> None:
    arguments = [
        a.encode("utf-8", "surrogatepass").decode("utf-8", "surrogateescape")
        for a in arguments
    ]
    lines = refused(tmp_path, "--no-input", *arguments)

    assert lines[0] == "Nothing was written. Please correct:"
    assert all(line.isprintable() and len(line) < 400 for line in lines)


def test_a_terminal_without_the_letters_gets_them_escaped(tmp_path: Path) -> None:
    ascii_only = {"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    lines = refused(tmp_path, "--no-input", "api_prefix=é", env=ascii_only)

    assert lines[1] == rf"  - api_prefix = '\xe9': {PREFIX}"


# A configuration file


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
@pytest.mark.parametrize("way", ["option", "variable"])
def test_a_configuration_file_is_validated_as_well(
    tmp_path: Path, yaml: str, complaint: str, way: str
) -> None:
    config = tmp_path / "config.yaml"
    config.write_text(f"default_context:\n  {yaml}\n", encoding="utf-8")
    named = ["--config-file", str(config)] if way == "option" else []
    variable = {"COOKIECUTTER_CONFIG": str(config)}

    assert refused(tmp_path, "--no-input", *named, env=variable)[-2:] == [
        "Nothing was written. Please correct:",
        f"  - {complaint} (in {config})",
    ]


def test_one_bad_choice_in_a_file_does_not_hide_the_answers_after_it(
    tmp_path: Path,
) -> None:
    config = tmp_path / "team.yaml"
    config.write_text(
        "default_context:\n  full_name: Ann\n  blacklisting: token-blacklist\n"
        "  signing_algorithm: ES256\n  token_transport: cookies\n",
        encoding="utf-8",
    )

    assert refused(tmp_path, "--no-input", f"--config-file={config}")[-2:] == [
        "  - blacklisting = 'token-blacklist': "
        f"must be one of sessions, token_blacklist, none (in {config})",
        f"  - token_transport = 'cookies': must be one of header, cookie (in {config})",
    ]


def test_a_file_is_not_validated_where_it_is_not_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    config = tmp_path / "config.yaml"
    config.write_text("default_context:\n  login_field: phone\n", encoding="utf-8")
    monkeypatch.setenv("COOKIECUTTER_CONFIG", str(config))
    monkeypatch.setattr(sys, "argv", ["cookiecutter", "T"])
    with pytest.raises(FailedHookException):
        jinja()
    for option in ("--default-config", "--replay-file=none.json"):
        monkeypatch.setattr(sys, "argv", ["cookiecutter", "T", option])
        jinja()


# The folder, when it is to be made


def test_a_folder_that_exists_is_refused(tmp_path: Path) -> None:
    (tmp_path / "shop").mkdir()

    assert refused(tmp_path, "--no-input", "project_slug=shop", "api_prefix=/") == [
        "Nothing was written. Please correct:",
        f"  - api_prefix = '/': {PREFIX}",
        "  - project_slug = 'shop': shop is there already; "
        "choose another name, or write over its files with -f",
        TYPE_AGAIN,
        "  --no-input project_slug=... api_prefix=...",
    ]


def test_it_is_refused_as_soon_as_its_name_is_known(tmp_path: Path) -> None:
    (tmp_path / "shop").mkdir()

    lines = refused(tmp_path, input="Shop\n\n")

    assert lines[-1] == "  project_name=Shop project_slug=..."
    assert not any("[3/" in line for line in lines)


def test_it_is_written_over_where_that_is_wanted(tmp_path: Path) -> None:
    (tmp_path / "shop").mkdir()

    run = run_cli("--no-input", "-f", "project_slug=shop", cwd=tmp_path)

    assert run.returncode == 0, run.stdout
    assert (tmp_path / "shop" / "manage.py").is_file()


@pytest.mark.skipif(os.name == "nt", reason="needs a file that is no folder's place")
@pytest.mark.parametrize("overwrite", [[], ["-f"]])
def test_a_folder_that_cannot_be_made_is_refused(
    tmp_path: Path, overwrite: list[str]
) -> None:
    (tmp_path / "file").touch()

    assert refused(tmp_path, "--no-input", "-o", "file/x", *overwrite)[1] == (
        "  - --output-dir = 'file/x': no folder can be made there; choose another place"
    )


# A replay passes over the private variable that validates the answers


def replay_file(tmp_path: Path, **answers: object) -> Path:
    """Write what Cookiecutter would have written after a run with these answers."""
    questions = json.loads((TEMPLATE / "cookiecutter.json").read_bytes())
    context = {
        name: default[0] if isinstance(default, list) and name[0] != "_" else default
        for name, default in questions.items()
    }
    file = tmp_path / "answers.json"
    context |= {"__prompts__": {}, "__valid": "", "project_slug": "shop", **answers}
    file.write_text(json.dumps({"cookiecutter": context}), encoding="utf-8")
    return file


@pytest.mark.parametrize("option", ["--replay-file", "--replay"])
def test_a_replay_is_validated_as_well(tmp_path: Path, option: str) -> None:
    file = replay_file(
        tmp_path,
        api_prefix="/",
        login_field="phone",
        rotate_refresh_tokens="no",
        custom_claims=None,
        blacklisting="none",
    )
    config = tmp_path / "config.yaml"
    config.write_text(f"replay_dir: {json.dumps(str(tmp_path))}\n", encoding="utf-8")
    arguments = ["--replay-file", str(file)]
    if option == "--replay":
        file = file.rename(tmp_path / f"{TEMPLATE.name}.json")
        arguments = ["--replay", "--config-file", str(config)]

    assert refused(tmp_path, *arguments) == [
        "Nothing was written. Please correct:",
        f"  - api_prefix = '/': {PREFIX} (in {file})",
        f"  - login_field = 'phone': must be one of username, email (in {file})",
        f"  - rotate_refresh_tokens = 'no': must be yes or no (in {file})",
        f"  - custom_claims = None: {TEXT} (in {file})",
    ]


def test_the_hook_validates_a_replay_of_another_program(tmp_path: Path) -> None:
    file = replay_file(tmp_path, api_prefix="/")

    with pytest.raises(FailedHookException, match="api_prefix = '/'"):
        cookiecutter(
            str(TEMPLATE),
            replay=str(file),
            output_dir=str(tmp_path / "output"),
            default_config=True,
        )

    assert not list(tmp_path.glob("output/*"))


@pytest.mark.parametrize("overwrite", [[], ["-f"]])
def test_a_replay_cannot_leave_its_folder(tmp_path: Path, overwrite: list[str]) -> None:
    for folder in ("inside", *(["outside"] if overwrite else [])):
        (tmp_path / folder).mkdir()
    file = replay_file(tmp_path, project_slug="../outside")
    before = sorted(tmp_path.rglob("*"))

    lines = refused(tmp_path / "inside", "--replay-file", str(file), *overwrite)

    assert lines[1] == f"  - project_slug = '../outside': {SLUG} (in {file})"
    assert sorted(tmp_path.rglob("*")) == before


# Old versions


@pytest.mark.parametrize(
    ("name", "version", "message"),
    [
        (
            "cookiecutter.__version__",
            "2.6.0",
            "This template needs Cookiecutter 2.7 or newer, this is 2.6.0; "
            "type: pip install --upgrade cookiecutter",
        ),
        (
            "sys.version_info",
            (3, 9, 18, "final", 0),
            "This template needs Python 3.10 or newer, this is 3.9.18; "
            "install Cookiecutter with a newer Python",
        ),
    ],
)
def test_an_old_version_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, name: str, version: object, message: str
) -> None:
    monkeypatch.setattr(name, version)
    with pytest.raises(FailedHookException) as refusal:
        jinja()
    assert str(refusal.value) == message


@pytest.mark.parametrize(
    "module", ["extension", "command_line", "answers", "rules", "__init__"]
)
def test_an_old_python_can_read_the_code_that_refuses_it(module: str) -> None:
    path = TEMPLATE / "cookiecutter_drf_simplejwt" / f"{module}.py"
    ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 8))


@pytest.mark.parametrize("version", ["3.8", "3.9"])
def test_an_old_python_can_import_it_too(version: str) -> None:
    found = interpreter(version)
    if found is None:
        pytest.skip(f"Python {version} is not installed")

    # All but the extension itself, which needs Cookiecutter.
    module = "cookiecutter_drf_simplejwt.command_line"
    subprocess.run([found, "-B", "-c", f"import {module}"], cwd=TEMPLATE, check=True)
