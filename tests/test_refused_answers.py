"""Bad answers are refused before anything is written, all of them at once."""

import ast
import json
import os
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from cookiecutter.exceptions import (  # type: ignore[import-untyped]
    FailedHookException,
)
from cookiecutter.main import cookiecutter  # type: ignore[import-untyped]
from cookiecutter.utils import create_env_with_context  # type: ignore[import-untyped]

from tests.cli import TEMPLATE, run_cli

SLUG_ADVICE = (
    "must be 1 to 40 letters without accents, digits, - _ and single dots, "
    "with a letter or digit at both ends, such as shop-api"
)
PREFIX_ADVICE = (
    "must be words of letters without accents, digits, - _ . ~ with single slashes "
    "between them and none at the ends, such as api or api/v1"
)
DURATION_ADVICE = (
    "must be days, hours, minutes and seconds in that order, in whole numbers from 1 "
    "and without spaces, such as 90s, 10m, 1h30m or 2d"
)
INVISIBLE_ADVICE = "must be one line, without control or other invisible characters"
JINJA_ADVICE = "must not hold {{ }}, {% %}, {# #} or '# template:'"
TEXT_ADVICE = "must be text; a configuration file needs quotes around it"
CLAIM_NAME_ADVICE = (
    "is no name for a claim: "
    "1 to 40 letters without accents, digits and _, not beginning with a digit"
)
SOURCES = (
    "id, username, email, first_name, last_name, get_full_name, get_short_name, "
    "get_username, is_active, is_staff, is_superuser, date_joined, last_login, groups, "
    "user_permissions, get_all_permissions, get_group_permissions, get_user_permissions, "
    "has_usable_password; for another, first add it to the user model of the project: "
    "docs/tokens.md there says how"
)


def complaints(tmp_path: Path, **answers: str) -> list[str]:
    """Ask Cookiecutter for a project, and return what it says instead of making one."""
    output = tmp_path / "output"
    output.mkdir()
    with pytest.raises(FailedHookException) as refusal:
        cookiecutter(
            str(TEMPLATE),
            no_input=True,
            extra_context=answers,
            output_dir=str(output),
            default_config={
                "replay_dir": str(tmp_path / "replay"),
                "cookiecutters_dir": str(tmp_path / "cookiecutters"),
            },
        )
    assert list(tmp_path.rglob("*")) == [output]
    return complaint_lines(str(refusal.value))


def complaints_of_filter(answers: dict[str, Any]) -> list[str]:
    """Pass answers that a configuration file or a replay can hold, a prompt cannot."""
    environment = create_env_with_context(
        {"cookiecutter": json.loads((TEMPLATE / "cookiecutter.json").read_bytes())}
    )
    template = environment.from_string("{{ cookiecutter | validated }}")
    with pytest.raises(FailedHookException) as refusal:
        template.render(cookiecutter=answers)
    return complaint_lines(str(refusal.value))


def complaint_lines(output: str) -> list[str]:
    return [line[4:] for line in output.splitlines() if line.startswith("  - ")]


# What people call the service


@pytest.mark.parametrize(
    ("question", "longest"), [("project_name", 60), ("description", 200)]
)
def test_text_that_is_too_long_is_refused_and_not_shown_in_full(
    tmp_path: Path, question: str, longest: int
) -> None:
    name = "n" * (longest + 1)
    assert complaints(tmp_path, project_slug="shop", **{question: name}) == [
        f"{question} = '{'n' * 56}...: "
        f"must have 1 to {longest} characters, this has {longest + 1}"
    ]


def test_an_empty_description_is_refused(tmp_path: Path) -> None:
    assert complaints(tmp_path, description="") == [
        "description = '': must have 1 to 200 characters, this has 0"
    ]


@pytest.mark.parametrize("name", ["!!!", "🚀", "- . -"])
def test_a_name_without_a_letter_or_digit_is_refused(tmp_path: Path, name: str) -> None:
    assert complaints(tmp_path, project_name=name, project_slug="shop") == [
        f"project_name = '{name}': must hold at least one letter or digit"
    ]


@pytest.mark.parametrize("name", [" Shop", "Shop ", "\u3000Shop"])
def test_white_space_around_a_name_is_refused(tmp_path: Path, name: str) -> None:
    assert (
        f"project_name = {name!r}: must not begin or end with white space"
    ) in complaints(tmp_path, project_name=name)


@pytest.mark.parametrize(
    "character",
    [
        pytest.param("\n", id="newline"),
        pytest.param("\r", id="carriage return"),
        pytest.param("\t", id="tab"),
        pytest.param("\0", id="NUL"),
        pytest.param("\x1b", id="escape"),
        pytest.param("\x7f", id="delete"),
        pytest.param("\x9b", id="C1 control"),
        pytest.param("\u2028", id="line separator"),
        pytest.param("\u2029", id="paragraph separator"),
        pytest.param("\u202e", id="right-to-left override"),
        pytest.param("\u2066", id="left-to-right isolate"),
        pytest.param("\ufeff", id="byte order mark"),
        pytest.param("\ud800", id="lone surrogate"),
    ],
)
def test_a_character_that_cannot_be_seen_is_refused_and_shown_escaped(
    character: str,
) -> None:
    escaped = repr(character)[1:-1]
    assert escaped.isascii()
    assert complaints_of_filter({"description": f"a{character}b"}) == [
        f"description = 'a{escaped}b': {INVISIBLE_ADVICE}"
    ]


@pytest.mark.parametrize("name", ['Bob "the" API', 'API"', "Shop\\API", "API\\"])
def test_a_double_quote_or_a_backslash_is_refused(tmp_path: Path, name: str) -> None:
    assert complaints(tmp_path, project_name=name) == [
        f"project_name = {name!r}: "
        "must not hold a double quote or a backslash; use ' instead"
    ]


# Jinja: Cookiecutter runs it when it comes as question=answer


@pytest.mark.parametrize(
    "answer",
    ["{{ 7*7 }}", "50{% off", "{# gone #}", "a }} b", "a %} b", "# template: if x"],
)
@pytest.mark.parametrize("question", ["project_name", "custom_claims"])
def test_template_syntax_is_refused(question: str, answer: str) -> None:
    assert complaints_of_filter({question: answer}) == [
        f"{question} = '{answer}': {JINJA_ADVICE}"
    ]


@pytest.mark.parametrize(
    "answer", ["{{ 7*7 }}", "50{% off", "{{ nothing }}", "# template: if x"]
)
def test_template_syntax_on_the_command_line_is_refused_before_it_runs(
    tmp_path: Path, answer: str
) -> None:
    run = run_cli(
        f"description={answer}",
        "api_prefix=/v1",
        "rotate_refresh_tokens=no",
        cwd=tmp_path,
    )

    assert run.stdout.splitlines() == [
        "Nothing was written. Please correct:",
        f"  - description = '{answer}': {JINJA_ADVICE}",
        f"  - api_prefix = '/v1': {PREFIX_ADVICE}",
        "Then type again, with an answer for each ... (the other answers are kept):",
        f"  {sys.executable} -m cookiecutter {TEMPLATE} description=... api_prefix=... "
        "rotate_refresh_tokens=no",
    ]
    assert run.returncode == 1
    assert list(tmp_path.iterdir()) == []


# The folder


@pytest.mark.parametrize(
    "slug",
    [
        "",
        ".",
        "..",
        "../x",
        "a/b",
        "a\\b",
        "/tmp/x",
        "C:x",
        "a..b",
        "-shop",
        "shop-",
        ".shop",
        "shop.",
        "my shop",
        "café",
        "\u0663",
        "$(id)",
        "a" * 51,
    ],
)
def test_a_slug_that_is_no_folder_name_is_refused(tmp_path: Path, slug: str) -> None:
    assert complaints(tmp_path, project_slug=slug) == [
        f"project_slug = {slug!r}: {SLUG_ADVICE}"
    ]


def test_a_slug_that_ends_in_a_newline_is_refused() -> None:
    assert complaints_of_filter({"project_slug": "shop\n"}) == [
        rf"project_slug = 'shop\n': {SLUG_ADVICE}"
    ]


@pytest.mark.parametrize("slug", ["con", "NUL", "Aux", "prn.api", "com1", "LPT9.x.y"])
def test_the_name_of_a_windows_device_is_refused(tmp_path: Path, slug: str) -> None:
    assert complaints(tmp_path, project_slug=slug) == [
        f"project_slug = '{slug}': "
        "is the name of a device on Windows, which cannot be a folder"
    ]


@pytest.mark.parametrize("slug", ["django", "Django", "PyJWT", "argon2_cffi", "ruff"])
def test_the_name_of_an_installed_package_is_refused(tmp_path: Path, slug: str) -> None:
    assert complaints(tmp_path, project_slug=slug) == [
        f"project_slug = '{slug}': is the name of a package that the service "
        f"installs; choose another, such as {slug}-service"
    ]


def test_a_slug_made_from_a_name_is_judged_as_well(tmp_path: Path) -> None:
    assert complaints(tmp_path, project_name="Django") == [
        "project_slug = 'django': is the name of a package that the service "
        "installs; choose another, such as django-service"
    ]


# The place of the API


@pytest.mark.parametrize(
    "prefix",
    ["", "/", "/api", "api/", "a//b", "api v1", "a/../b", "a..b", ".api", "é", "a?b"],
)
def test_a_prefix_that_is_no_path_is_refused(tmp_path: Path, prefix: str) -> None:
    assert complaints(tmp_path, api_prefix=prefix) == [
        f"api_prefix = '{prefix}': {PREFIX_ADVICE}"
    ]


@pytest.mark.parametrize("segment", ["admin", "health", "static", ".well-known"])
@pytest.mark.parametrize("rest", ["", "/api"])
def test_a_prefix_that_is_taken_is_refused(
    tmp_path: Path, segment: str, rest: str
) -> None:
    assert complaints(tmp_path, api_prefix=segment + rest) == [
        f"api_prefix = '{segment}{rest}': "
        f"/{segment}/ is taken; choose another, such as api or api/v1"
    ]


def test_a_prefix_that_is_too_long_is_refused(tmp_path: Path) -> None:
    assert complaints(tmp_path, api_prefix="a" * 41) == [
        f"api_prefix = '{'a' * 41}': must have at most 40 characters, this has 41"
    ]


# How long tokens live


@pytest.mark.parametrize("question", ["access", "refresh"])
def test_a_duration_without_a_unit_is_refused(tmp_path: Path, question: str) -> None:
    assert complaints(tmp_path, **{f"{question}_token_lifetime": "600"}) == [
        f"{question}_token_lifetime = '600': "
        "600 of what? Write 600s, 600m, 600h or 600d"
    ]


@pytest.mark.parametrize(
    "duration",
    [
        "",
        "0",
        "0m",
        "010m",
        "-10m",
        "1.5h",
        "10 m",
        "10M",
        "10min",
        "30m1h",
        "10m10m",
        "1w",
        "soon",
        "\u0661\u0660m",
        "9" * 5000 + "s",
    ],
)
def test_what_is_no_duration_is_refused(tmp_path: Path, duration: str) -> None:
    (complaint,) = complaints(tmp_path, access_token_lifetime=duration)
    assert complaint.startswith(f"access_token_lifetime = '{duration[:56]}")
    assert complaint.endswith(f": {DURATION_ADVICE}")


@pytest.mark.parametrize("duration", ["3651d", "3650d1s", "9999999999d"])
def test_a_duration_of_more_than_ten_years_is_refused(
    tmp_path: Path, duration: str
) -> None:
    assert complaints(tmp_path, refresh_token_lifetime=duration) == [
        f"refresh_token_lifetime = '{duration}': must be at most 3650d"
    ]


@pytest.mark.parametrize(("access", "refresh"), [("10m", "600s"), ("15d", "14d")])
def test_a_refresh_token_must_outlive_the_access_token(
    tmp_path: Path, access: str, refresh: str
) -> None:
    assert complaints(
        tmp_path, access_token_lifetime=access, refresh_token_lifetime=refresh
    ) == [
        f"refresh_token_lifetime = '{refresh}': "
        f"must be longer than access_token_lifetime, which is {access}"
    ]


# What the token says


@pytest.mark.parametrize("name", ["exp", "jti", "sub", "sid", "token_type", "user_id"])
@pytest.mark.parametrize("source", ["", "=email", " = email"])
def test_a_reserved_claim_is_refused(tmp_path: Path, name: str, source: str) -> None:
    claims = f"groups, {name}{source}"
    assert complaints(tmp_path, custom_claims=claims) == [
        f"custom_claims = '{claims}': '{name}' is reserved for the token itself; "
        f"choose another name, such as my_{name}=SOURCE"
    ]


@pytest.mark.parametrize("name", ["1st", "first-name", "a b", "é", '"', "a" * 41])
def test_what_is_no_name_for_a_claim_is_refused(tmp_path: Path, name: str) -> None:
    claims = f"{name}=email"
    assert complaints(tmp_path, custom_claims=claims) == [
        f"custom_claims = '{claims}': '{name}' {CLAIM_NAME_ADVICE}"
    ]


def test_a_source_that_users_do_not_have_is_refused(tmp_path: Path) -> None:
    assert complaints(tmp_path, custom_claims="phone") == [
        f"custom_claims = 'phone': a user of a new project has no 'phone'; there is {SOURCES}"
    ]


def test_every_unknown_source_has_its_complaint(tmp_path: Path) -> None:
    assert complaints(tmp_path, custom_claims="a=delete, b=") == [
        f"custom_claims = 'a=delete, b=': a user of a new project has no 'delete'; there is {SOURCES}",
        f"custom_claims = 'a=delete, b=': a user of a new project has no ''; there is {SOURCES}",
    ]


def test_who_logs_in_with_an_address_has_no_user_name(tmp_path: Path) -> None:
    claims = "name=username,phone"
    assert complaints(tmp_path, login_field="email", custom_claims=claims) == [
        f"custom_claims = '{claims}': there is no username when login_field is email; "
        "use email or get_username instead",
        f"custom_claims = '{claims}': a user of a new project has no 'phone'; "
        f"there is {SOURCES.replace('username, ', '', 1)}",
    ]


@pytest.mark.parametrize("claims", ["password", "pw=password"])
def test_a_password_is_not_a_claim(tmp_path: Path, claims: str) -> None:
    assert complaints(tmp_path, custom_claims=claims) == [
        f"custom_claims = '{claims}': "
        "the password is secret, and anyone can read a token; leave it out"
    ]


@pytest.mark.parametrize("claims", ["email,", ",email", "email,,groups", ","])
def test_a_comma_too_many_is_refused(tmp_path: Path, claims: str) -> None:
    assert complaints(tmp_path, custom_claims=claims) == [
        f"custom_claims = '{claims}': has a comma too many"
    ]


def test_a_claim_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    assert complaints(tmp_path, custom_claims="email, email=get_username") == [
        "custom_claims = 'email, email=get_username': 'email' is there twice"
    ]


def test_more_than_twenty_claims_are_refused(tmp_path: Path) -> None:
    claims = ",".join(f"c{number}=id" for number in range(21))
    assert complaints(tmp_path, custom_claims=claims) == [
        f"custom_claims = {claims!r:.57}...: must have at most 20 claims, this has 21"
    ]


def test_a_line_break_between_claims_is_refused() -> None:
    assert complaints_of_filter({"custom_claims": "id,\nemail"}) == [
        rf"custom_claims = 'id,\nemail': '\nemail' {CLAIM_NAME_ADVICE}"
    ]


# Answers of the wrong kind, from a configuration file or a replay


@pytest.mark.parametrize("answer", ["yes", "False", "", 0, 1, None, [True], {"a": 1}])
def test_a_flag_that_is_not_yes_or_no_is_refused(answer: object) -> None:
    assert complaints_of_filter({"rotate_refresh_tokens": answer}) == [
        f"rotate_refresh_tokens = {answer!r}: must be yes or no"
    ]


@pytest.mark.parametrize("answer", [None, 5, 1.5, True, ["a"], {"a": "b"}])
@pytest.mark.parametrize(
    "question",
    ["project_name", "project_slug", "access_token_lifetime", "custom_claims"],
)
def test_what_is_not_text_is_refused(question: str, answer: object) -> None:
    assert complaints_of_filter({question: answer}) == [
        f"{question} = {answer!r}: {TEXT_ADVICE}"
    ]


@pytest.mark.parametrize("answer", ["phone", "", "Email", None, True, ["email"]])
def test_what_is_not_among_the_choices_is_refused(answer: object) -> None:
    assert complaints_of_filter({"login_field": answer}) == [
        f"login_field = {answer!r}: must be one of username, email"
    ]


@pytest.mark.parametrize(
    ("yaml", "complaint"),
    [
        ("rotate_refresh_tokens: 0", "rotate_refresh_tokens = 0: must be yes or no"),
        (
            "rotate_refresh_tokens: maybe",
            "rotate_refresh_tokens = 'maybe': must be yes or no",
        ),
        ("run_setup: null", "run_setup = None: must be yes or no"),
        (
            "login_field: phone",
            "login_field = 'phone': must be one of username, email",
        ),
        ("description: null", f"description = None: {TEXT_ADVICE}"),
        ("description: {a: b}", f"description = {{'a': 'b'}}: {TEXT_ADVICE}"),
        ("access_token_lifetime: yes", f"access_token_lifetime = True: {TEXT_ADVICE}"),
        (
            "access_token_lifetime: 10",
            "access_token_lifetime = '10': 10 of what? Write 10s, 10m, 10h or 10d",
        ),
        ("description: '{{ 7*7 }}'", f"description = '{{{{ 7*7 }}}}': {JINJA_ADVICE}"),
    ],
)
@pytest.mark.parametrize("way", ["option", "variable"])
def test_a_configuration_file_is_judged_as_well(
    tmp_path: Path, yaml: str, complaint: str, way: str
) -> None:
    config = tmp_path / "config.yaml"
    config.write_text(f"default_context:\n  {yaml}\n", encoding="utf-8")
    named = ["--config-file", str(config)] if way == "option" else []

    run = run_cli(
        "--no-input", *named, cwd=tmp_path, env={"COOKIECUTTER_CONFIG": str(config)}
    )

    assert complaint_lines(run.stdout) == [f"{complaint} (in {config})"]
    assert run.returncode == 1
    assert list(tmp_path.iterdir()) == [config]


def test_one_bad_choice_in_a_file_does_not_hide_the_answers_behind_it(
    tmp_path: Path,
) -> None:
    config = tmp_path / "team.yaml"
    config.write_text(
        "default_context:\n  full_name: Ann\n  blacklisting: token-blacklist\n"
        "  signing_algorithm: ES256\n  token_transport: cookies\n",
        encoding="utf-8",
    )

    run = run_cli("--no-input", f"--config-file={config}", cwd=tmp_path)

    assert complaint_lines(run.stdout) == [
        "blacklisting = 'token-blacklist': "
        f"must be one of sessions, token_blacklist, none (in {config})",
        f"token_transport = 'cookies': must be one of header, cookie (in {config})",
    ]
    assert list(tmp_path.iterdir()) == [config]


def test_a_file_is_not_judged_where_it_is_not_read(tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    config.write_text("default_context:\n  login_field: phone\n", encoding="utf-8")

    run = run_cli(
        *["--no-input", "--default-config"],
        cwd=tmp_path,
        env={"COOKIECUTTER_CONFIG": str(config)},
    )

    assert run.returncode == 0, run.stdout


def test_a_good_file_makes_the_project_it_describes(tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    config.write_text(
        "default_context:\n  rotate_refresh_tokens: 'no'\n  blacklisting: none\n",
        encoding="utf-8",
    )

    run = run_cli("--no-input", "--config-file", str(config), cwd=tmp_path)

    assert run.returncode == 0, run.stdout
    assert (tmp_path / "acme-api").is_dir()
    assert not (tmp_path / "acme-api" / "login_sessions").exists()


# What Cookiecutter would pass over


@pytest.mark.parametrize(
    ("typo", "advice"),
    [
        (
            "acess_token_lifetime=2m",
            "acess_token_lifetime = '2m': "
            "there is no such question; did you mean access_token_lifetime?",
        ),
        ("colour=red", "colour = 'red': there is no such question"),
    ],
)
def test_a_name_that_is_no_questions_is_refused(
    tmp_path: Path, typo: str, advice: str
) -> None:
    run = run_cli("--no-input", typo, "api_prefix=/", "run_setup=no", cwd=tmp_path)

    assert complaint_lines(run.stdout) == [advice, f"api_prefix = '/': {PREFIX_ADVICE}"]
    assert run.stdout.endswith(f"{TEMPLATE} --no-input api_prefix=... run_setup=no\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("way", ["option", "file"])
def test_cruft_runs_no_jinja_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    answers = json.dumps({"description": "{{ 7*7 }}", "nested": {"a": {"b": 1}}})
    given = ["--extra-context", answers]
    if way == "file":
        (tmp_path / "answers.json").write_text(answers, encoding="utf-8")
        given = ["--extra-context-file", str(tmp_path / "answers.json")]

    context = {
        "cookiecutter": json.loads((TEMPLATE / "cookiecutter.json").read_bytes())
    }
    monkeypatch.setattr("sys.argv", ["/usr/bin/cruft", "create", "T"])
    create_env_with_context(context)
    monkeypatch.setattr("sys.argv", ["/usr/bin/cruft", "create", *given, "T"])
    with pytest.raises(FailedHookException, match="No answer must hold"):
        create_env_with_context(context)


# What the user sees


def test_all_complaints_come_at_once_with_the_command_to_type_again(
    tmp_path: Path,
) -> None:
    run = run_cli(
        "--no-input",
        "project_name=Shop API",
        "project_slug=../x",
        "api_prefix=api/v1",
        "access_token_lifetime=10",
        "rotate_refresh_tokens=no",
        cwd=tmp_path,
    )

    assert run.stdout.splitlines() == [
        "Nothing was written. Please correct:",
        f"  - project_slug = '../x': {SLUG_ADVICE}",
        "  - access_token_lifetime = '10': 10 of what? Write 10s, 10m, 10h or 10d",
        "Then type again, with an answer for each ... (the other answers are kept):",
        f"  {sys.executable} -m cookiecutter {TEMPLATE} --no-input project_name='Shop API' "
        "project_slug=... api_prefix=api/v1 access_token_lifetime=... "
        "rotate_refresh_tokens=no",
    ]
    assert run.returncode == 1
    assert list(tmp_path.iterdir()) == []


def test_typed_answers_are_judged_as_well(tmp_path: Path) -> None:
    questions = json.loads((TEMPLATE / "cookiecutter.json").read_bytes())
    asked = sum(not name.startswith("_") for name in questions)

    run = run_cli(cwd=tmp_path, input="Shop\n\n{{ 7*7 }}\n" + "\n" * (asked - 3))

    assert complaint_lines(run.stdout) == [
        f"description = '{{{{ 7*7 }}}}': {JINJA_ADVICE}"
    ]
    assert run.stdout.endswith(
        "Then type again, with an answer for each ... (the other answers are kept):\n"
        f"  {sys.executable} -m cookiecutter {TEMPLATE} --no-input project_name=Shop "
        "description=...\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_a_bad_answer_on_the_command_line_is_refused_before_the_first_question(
    tmp_path: Path,
) -> None:
    run = run_cli("api_prefix=/", "run_setup=no", cwd=tmp_path, input="")

    assert run.stdout.startswith("Nothing was written. Please correct:\n")
    assert complaint_lines(run.stdout) == [f"api_prefix = '/': {PREFIX_ADVICE}"]
    assert run.stdout.endswith(f"{TEMPLATE} api_prefix=... run_setup=no\n")


@pytest.mark.parametrize("question", ["login_field", "rotate_refresh_tokens"])
def test_cookiecutter_itself_says_last_what_is_not_among_the_choices(
    tmp_path: Path, question: str
) -> None:
    """With a traceback before it: no code of a template runs before."""
    run = run_cli("--no-input", f"{question}=maybe", cwd=tmp_path)

    assert re.match(
        f"ValueError: maybe provided for .*{question}", run.stdout.splitlines()[-1]
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["project_name=50{% off"],
        ["description=\ud800"],  # what is left of an argument that is not UTF-8
        ["project_name=\x1b[31m\n\u202e", "api_prefix=\x07"],
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
    run = run_cli("--no-input", *arguments, cwd=tmp_path)

    assert run.stdout.startswith("Nothing was written. Please correct:\n  - ")
    assert "Traceback" not in run.stdout
    assert all(c.isprintable() for c in run.stdout.replace("\n", ""))
    assert max(map(len, run.stdout.splitlines())) < 400
    assert run.returncode == 1
    assert list(tmp_path.iterdir()) == []


def test_a_terminal_without_the_letters_gets_them_escaped(tmp_path: Path) -> None:
    run = run_cli(
        "--no-input",
        "project_name=Café",
        "api_prefix=é",
        cwd=tmp_path,
        env={"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"},
    )

    assert rf"  - api_prefix = '\xe9': {PREFIX_ADVICE}" in run.stdout
    assert "Traceback" not in run.stdout


# The folder, when it is to be made


def test_a_folder_that_is_there_already_stays_as_it_is(tmp_path: Path) -> None:
    manage = tmp_path / "shop" / "manage.py"
    manage.parent.mkdir()
    manage.write_text("mine", encoding="utf-8")

    run = run_cli("--no-input", "project_slug=shop", "api_prefix=/", cwd=tmp_path)

    assert complaint_lines(run.stdout) == [
        f"api_prefix = '/': {PREFIX_ADVICE}",
        "project_slug = 'shop': shop is there already; "
        "choose another name, or write over its files with -f",
    ]
    assert run.stdout.endswith(
        f"{TEMPLATE} --no-input project_slug=... api_prefix=...\n"
    )
    assert list(tmp_path.rglob("*")) == [manage.parent, manage]
    assert manage.read_text(encoding="utf-8") == "mine"


def test_it_is_refused_as_soon_as_its_name_is_known(tmp_path: Path) -> None:
    (tmp_path / "shop").mkdir()

    run = run_cli(cwd=tmp_path, input="Shop\n\n")

    assert "[3/" not in run.stdout
    assert run.stdout.endswith(f"{TEMPLATE} project_name=Shop project_slug=...\n")
    assert run.returncode == 1


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

    run = run_cli("--no-input", "-o", "file/x", *overwrite, cwd=tmp_path)

    assert complaint_lines(run.stdout) == [
        "--output-dir = 'file/x': no folder can be made there; choose another place"
    ]
    assert run.stdout.endswith(f"{' '.join([*overwrite, '-o', '...'])}\n")
    assert run.returncode == 1


# A replay passes over the private variable, and meets the hook


def replay_file(tmp_path: Path, **answers: object) -> Path:
    """Write what Cookiecutter would have written after a run with these answers."""
    questions = json.loads((TEMPLATE / "cookiecutter.json").read_bytes())
    context = {
        name: default[0] if isinstance(default, list) and name[0] != "_" else default
        for name, default in questions.items()
        if name != "__prompts__"
    }
    file = tmp_path / "answers.json"
    context |= {"__prompts__": {}, "__valid": "", "project_slug": "shop", **answers}
    file.write_text(json.dumps({"cookiecutter": context}), encoding="utf-8")
    return file


def test_a_replay_is_judged_as_well(tmp_path: Path) -> None:
    file = replay_file(
        tmp_path,
        api_prefix="/",
        login_field="phone",
        rotate_refresh_tokens="no",
        custom_claims=None,
        blacklisting="none",
    )

    run = run_cli("--replay-file", str(file), cwd=tmp_path)

    message = run.stdout[run.stdout.rindex("Nothing was written.") :]
    assert message.splitlines() == [
        "Nothing was written. Please correct:",
        f"  - api_prefix = '/': {PREFIX_ADVICE}",
        "  - login_field = 'phone': must be one of username, email",
        "  - rotate_refresh_tokens = 'no': must be yes or no",
        f"  - custom_claims = None: {TEXT_ADVICE}",
        "Then type again, with an answer for each ... (the other answers are kept):",
        f"  {sys.executable} -m cookiecutter {TEMPLATE} --no-input project_slug=shop "
        "api_prefix=... login_field=... rotate_refresh_tokens=... blacklisting=none "
        "custom_claims=...",
    ]
    assert run.returncode == 1
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("overwrite", [[], ["-f"]])
def test_a_replay_cannot_leave_its_folder(tmp_path: Path, overwrite: list[str]) -> None:
    outside = tmp_path / "outside"
    inside = tmp_path / "inside"
    inside.mkdir()
    if overwrite:
        outside.mkdir()
        (outside / "manage.py").write_text("mine", encoding="utf-8")
    file = replay_file(tmp_path, project_slug="../outside")
    before = sorted(tmp_path.rglob("*"))

    run = run_cli("--replay-file", str(file), *overwrite, cwd=inside)

    assert f"  - project_slug = '../outside': {SLUG_ADVICE}" in run.stdout
    assert sorted(tmp_path.rglob("*")) == before


# Old versions


def test_an_old_cookiecutter_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("cookiecutter.__version__", "2.6.0")
    with pytest.raises(FailedHookException) as refusal:
        create_env_with_context(
            {"cookiecutter": json.loads((TEMPLATE / "cookiecutter.json").read_bytes())}
        )
    assert str(refusal.value) == (
        "This template needs Cookiecutter 2.7 or newer, this is 2.6.0; "
        "type: pip install --upgrade cookiecutter"
    )


def test_an_old_python_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 18, "final", 0))
    with pytest.raises(FailedHookException) as refusal:
        create_env_with_context(
            {"cookiecutter": json.loads((TEMPLATE / "cookiecutter.json").read_bytes())}
        )
    assert str(refusal.value) == (
        "This template needs Python 3.10 or newer, this is 3.9.18; "
        "install Cookiecutter with a newer Python"
    )


@pytest.mark.parametrize(
    "path",
    [
        TEMPLATE / "cookiecutter_drf_simplejwt" / "extension.py",
        *sorted((TEMPLATE / "cookiecutter_drf_simplejwt" / "answers").glob("*.py")),
    ],
    ids=lambda path: path.name,
)
def test_an_old_python_can_read_the_code_that_refuses_it(path: Path) -> None:
    ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 8))
