"""Every generated project is as a careful person would have left it."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
import yaml

from tests.answers import Answers, covering, name_of, possible_answers
from tests.conftest import Project

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROWS = covering(possible_answers(), strength=2)
# GitHub's own expressions are ${{ … }}.
LEFTOVERS = re.compile(
    r"(?<!\$)\{\{|\{%|\{#|# template:|cookiecutter\.(?!json)|__token_"
)


@pytest.fixture(
    scope="module", params=ROWS, ids=[f"{i}-{name_of(r)}" for i, r in enumerate(ROWS)]
)
def row(request: pytest.FixtureRequest) -> Answers:
    answers: Answers = request.param
    return answers


@pytest.fixture
def project(bake: Callable[..., Project], row: Answers) -> Project:
    return bake(row)


def ruff(project: Project, *arguments: str) -> str:
    result = subprocess.run(
        [sys.executable, "-m", "ruff", *arguments, "--no-cache", "."],
        cwd=project.path,
        capture_output=True,
        text=True,
        check=False,
    )
    return "" if result.returncode == 0 else result.stdout + result.stderr


def test_it_is_formatted(project: Project) -> None:
    assert ruff(project, "format", "--check") == ""


def test_it_is_lint_clean(project: Project) -> None:
    assert ruff(project, "check") == ""


def test_nothing_of_the_template_is_left(project: Project) -> None:
    for name in project.files():
        # Django's own templates look the same, and are copied as they are.
        if "/templates/" in name:
            continue
        assert not LEFTOVERS.findall(project.read(name)), name
        assert not re.search(
            r"\.(email|username|HS256|ES256|EdDSA|RS256|header|cookie)\.", name
        )


def test_every_file_ends_with_one_newline_and_no_line_with_a_space(
    project: Project,
) -> None:
    for name in project.files():
        text = project.read(name)
        if text:
            assert text.endswith("\n"), name
            assert not text.endswith("\n\n"), name
        assert "\r" not in text, name
        assert not re.search(r"[ \t]\n", text), name
        assert "\n\n\n\n" not in text, name


def test_no_file_is_empty_but_a_packages(project: Project) -> None:
    empty = {name for name in project.files() if not project.read(name)}

    assert {name.rsplit("/", 1)[-1] for name in empty} <= {"__init__.py"}
    assert all(any(path.iterdir()) for path in project.path.rglob("*") if path.is_dir())


def test_its_data_can_be_read(project: Project) -> None:
    for name in project.files():
        text = project.read(name)
        if name.endswith(".toml"):
            tomllib.loads(text)
        elif name.endswith((".yaml", ".yml")):
            yaml.safe_load(text)
        elif name.endswith(".json"):
            json.loads(text)


def test_the_answers_are_kept_as_they_were_given(
    project: Project, row: Answers
) -> None:
    kept = json.loads(project.read(".cookiecutter.json"))["default_context"]

    assert {name: kept[name] for name in row} == row


def test_the_answers_arrive_in_the_project_file(project: Project, row: Answers) -> None:
    about: dict[str, Any] = tomllib.loads(project.read("pyproject.toml"))["project"]

    assert about["name"] == row["project_slug"] == project.path.name
    assert about["description"] == row["description"]


# What must not be found anywhere when an option is off: dead imports, settings,
# requirements, sentences.
TRACES: dict[tuple[str, Any], str] = {
    ("blacklisting", "sessions"): r"outstanding|flushexpired|BLACKLIST_AFTER|"
    r"authn_token_revoked",
    ("blacklisting", "token_blacklist"): r"tokens_session|EndReason|REFRESH_GRACE",
    (
        "blacklisting",
        "none",
    ): r"blacklist|outstanding|tokens_session|EndReason|REFRESH_GRACE|"
    r"authn_token_reuse|authn_token_revoked",
    ("rotate_refresh_tokens", False): r"ROTATE_REFRESH_TOKENS\": True|single.?use"
    r"|REFRESH_GRACE|second time|authn_token_reuse",
    ("signing_algorithm", "HS256"): r"\.well-known|cryptography|\bPEM\b|JWT_KEYS_DIR",
    ("signing_algorithm", "ES256"): r"JWT_SIGNING_KEY|EdDSA|RS256|Ed25519",
    ("signing_algorithm", "EdDSA"): r"JWT_SIGNING_KEY|ES256|RS256|P-256",
    ("signing_algorithm", "RS256"): r"JWT_SIGNING_KEY|ES256|EdDSA|P-256|Ed25519",
    ("token_transport", "header"): r"refresh.?cookie|__Host-|Sec-Fetch|csrf_failed|"
    r"x-requested-with|SameSite|Clear-Site-Data|ALLOW_CREDENTIALS|\$JAR",
    ("registration", "closed"): r"verify.email|users.regis|_REGISTER\b",
    ("registration", "open"): r"verify.email|REGISTRATION_TIMEOUT",
    ("password_reset", False): r"password.reset|reset.password|reset.requested|"
    r"_RESET\b",
    ("login_field", "email"): r"\"username\": \"ann|UnicodeUsernameValidator",
    ("drf_token_auth", False): r"authtoken|api[_-]token|\bTokenAuth|\bToken \u2026",
    ("bookstore_example", False): r"bookstore|\bbooks?\b|\bCanAddBooks\b",
    ("pyjwt_example", False): r"by_hand|by-hand",
    ("playground", False): r"playground",
    ("deployment", "none"): r"docker|\bcompose\b|compose\.|container(?!s =)|POSTGRES_P",
    ("ci", "github"): r"gitlab",
    ("ci", "gitlab"): r"github|dependabot",
    ("ci", "none"): r"github|gitlab|dependabot",
}


# The same for a service that sends no mail, which is for two questions to answer.
MAIL = re.compile(
    r"EMAIL_(URL|BACKEND)|FROM_EMAIL|MAILERS|FRONTEND_URL|BACKGROUND_|THROTTLE_VERIFY|"
    r"users[./]mail|mailed link|mailoutbox"
)


def test_a_service_without_mail_has_no_trace_of_it(
    project: Project, row: Answers
) -> None:
    if not row["password_reset"] and row["registration"] != "verified_email":
        for name in project.files():
            found = MAIL.search(project.read(name))
            assert not found, f"{name}: {found}"


def test_an_option_that_is_off_leaves_no_trace(project: Project, row: Answers) -> None:
    for (question, answer), pattern in TRACES.items():
        if row[question] == answer:
            for name in project.files():
                # One page lists every name that SimpleJWT knows, the other reads the
                # tokens of another service, which have an algorithm of their own.
                if name in (
                    ".cookiecutter.json",
                    "docs/settings.md",
                    "docs/extend.md",
                ):
                    continue
                # The tokens of another service, which has its own algorithm.
                if (question, name) == ("signing_algorithm", "docs/extend.md"):
                    continue
                found = re.search(pattern, project.read(name), re.IGNORECASE)
                assert not found, f"{question}={answer}: {name}: {found}"
