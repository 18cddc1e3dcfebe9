"""Every generated project is as a careful person would have left it."""

import ast
import json
import re
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import yaml

from tests import catalogs
from tests.answers import QUESTIONS, ROOT, Answers, covering, name_of, possible_answers
from tests.cli import jinja, ruff
from tests.conftest import Project
from tests.questions import packages
from tests.test_pruning import only_with
from tests.test_source_tree import TREE, tracked

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

# Each pair of answers at every save, and each triple, too, with the slow tests.
PAIRS = covering(possible_answers(), strength=2)
TRIPLES = covering(possible_answers(), strength=3)
# GitHub's own expressions are ${{ … }}.
LEFTOVERS = re.compile(
    r"(?<!\$)\{\{|\{%|\{#|# template:|cookiecutter\.(?!json)|__token_"
)


def params() -> Iterator[Any]:
    for kind, rows in (("pairs", PAIRS), ("triples", TRIPLES)):
        for number, row in enumerate(rows):
            name = f"{kind}-{number}-{name_of(row)}"
            # One process tests a row, so that it is baked once.
            marks = [pytest.mark.xdist_group(f"output-{kind}-{number}")]
            if kind == "triples":
                marks.append(pytest.mark.slow)
            yield pytest.param(row, id=name, marks=marks)


@pytest.fixture(scope="module", params=params())
def row(request: pytest.FixtureRequest) -> Answers:
    answers: Answers = request.param
    return answers


@pytest.fixture
def project(bake: Callable[..., Project], row: Answers) -> Project:
    return bake(row)


def test_it_is_formatted_and_lint_clean(project: Project) -> None:
    assert ruff(project.path) == ""


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
        assert text or name.endswith("__init__.py"), name
        assert not text or re.search(r"[^\n]\n\Z", text), name
        assert not re.search(r"\r|[ \t]\n|\n{4}", text), name
    assert all(any(path.iterdir()) for path in project.path.rglob("*") if path.is_dir())


def test_its_data_can_be_read(project: Project) -> None:
    for name in project.files():
        text = project.read(name)
        if name.endswith(".toml"):
            tomllib.loads(text)
        elif name.endswith((".yaml", ".yml")):
            assert list(yaml.safe_load_all(text))
        elif name.endswith(".json"):
            json.loads(text)


def test_the_answers_arrive_and_are_kept(project: Project, row: Answers) -> None:
    about: dict[str, Any] = tomllib.loads(project.read("pyproject.toml"))["project"]
    kept = json.loads(project.read(".cookiecutter.json"))["default_context"]

    assert about["name"] == row["project_slug"] == project.path.name
    assert about["description"] == row["description"]
    assert {name: kept[name] for name in row} == row


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
    ("signing_algorithm", "HS256"): r"\.well-known|\bPEM\b|JWT_KEYS_DIR",
    ("signing_algorithm", "ES256"): r"JWT_SIGNING_KEY|EdDSA|RS256|Ed25519",
    ("signing_algorithm", "EdDSA"): r"JWT_SIGNING_KEY|ES256|RS256|P-256",
    ("signing_algorithm", "RS256"): r"JWT_SIGNING_KEY|ES256|EdDSA|P-256|Ed25519",
    ("token_transport", "header"): r"refresh.?cookie|__Host-|Sec-Fetch|csrf_failed|"
    r"x-requested-with|SameSite|Clear-Site-Data|CORS_ALLOW_CREDENTIALS|\$JAR",
    ("registration", "closed"): r"verify.email|users.regis|_REGISTER\b",
    ("registration", "open"): r"verify.email|REGISTRATION_TIMEOUT",
    ("password_reset", False): r"password.reset|reset.password|reset.requested|"
    r"_RESET\b",
    (
        "second_factor",
        "none",
    ): r"second.factor|\btotp\b|recovery.code|authenticator app|"
    r"passkey|webauthn|segno|otpauth",
    ("second_factor", "totp"): r"passkey|webauthn|\"credential\"",
    ("login_field", "email"): r"\"username\": \"ann|UnicodeUsernameValidator",
    ("drf_token_auth", False): r"authtoken|api[_-]token|\bTokenAuth|\bToken \u2026",
    ("bookstore_example", False): r"bookstore|\bbooks?\b|\bCanAddBooks\b",
    ("pyjwt_example", False): r"by_hand|by-hand",
    ("playground", False): r"playground",
    ("deployment", "compose"): r"kubectl|kustomiz|kubernetes/|In Kubernetes",
    (
        "deployment",
        "none",
    ): r"kubectl|kubernetes|docker|\bcompose\b|compose\.|container(?!s =)|POSTGRES_P",
    ("ci", "github"): r"gitlab",
    ("ci", "gitlab"): r"github|dependabot",
    ("ci", "none"): r"github|gitlab|dependabot",
}


def test_each_option_has_traces() -> None:
    """Without an entry, no test would notice what an option leaves behind."""
    for name, default in QUESTIONS.items():
        if default in (True, False) and name != "run_setup":
            assert (name, False) in TRACES, f"TRACES has no entry for {name} = no"


# The same for a service that sends no mail, which is for two questions to answer.
MAIL = (
    r"EMAIL_(URL|BACKEND)|FROM_EMAIL|MAILERS|FRONTEND_URL|BACKGROUND_|THROTTLE_VERIFY|"
    r"users[./]mail|mailed link|mailoutbox|email[_/ ]change|THROTTLE_EMAIL"
)
# Two questions need it.
CRYPTOGRAPHY = "cryptography"
# One page lists every name that SimpleJWT knows, the other reads the tokens of another
# service, which have an algorithm of their own.
ALL_NAMES = {".cookiecutter.json", "docs/settings.md", "docs/extend.md"}


def test_an_option_that_is_off_leaves_no_trace(project: Project, row: Answers) -> None:
    traces = [TRACES[answer] for answer in row.items() if answer in TRACES]
    if not row["password_reset"] and row["registration"] != "verified_email":
        traces.append(MAIL)
    if row["signing_algorithm"] == "HS256" and row["second_factor"] == "none":
        traces.append(CRYPTOGRAPHY)
    trace = re.compile("|".join(traces), re.IGNORECASE)
    for name in set(project.files()) - ALL_NAMES:
        found = trace.search(project.read(name))
        assert not found, f"{name}: {found}"


def test_its_texts_are_translated_and_no_others(project: Project) -> None:
    found = catalogs.texts(project.path)

    for language in catalogs.LANGUAGES:
        assert catalogs.translations(project.path, language).keys() == found
        assert catalogs.catalog(project.path, language).with_suffix(".mo").exists()


def test_it_has_the_files_of_its_answers_and_no_others(
    project: Project, row: Answers
) -> None:
    table = only_with()
    asked = json.loads((ROOT / "cookiecutter.json").read_text("utf-8"))
    # The private ones are made from the others.
    answers = {**row} | {
        name: jinja().from_string(asked[name]).render(cookiecutter=row)
        for name in {name for name, _ in table} - set(row)
    }
    expected = []
    for file in tracked():
        path = file.relative_to(TREE)
        keys = [
            [key for key, paths in table.items() if place.as_posix() in paths]
            for place in (path, *path.parents)
        ]
        if all((name, answers[name]) in of for of in keys for name, _ in of):
            kept = path.as_posix()
            for name, _ in keys[0]:  # `models.email.py` becomes `models.py`.
                kept = kept.replace(f".{answers[name]}.", ".")
            expected.append(kept)

    assert project.files() == sorted(expected)


# The packages whose modules have other names.
IMPORTS = {
    "asgiref": "django",
    "corsheaders": "django-cors-headers",
    "dj_email_url": "environs",
    "dotenv": "environs",
    "jwt": "pyjwt",
    "rest_framework": "djangorestframework",
    "rest_framework_simplejwt": "djangorestframework-simplejwt",
}
# What is found where a package, or its extra, is used without an import.
USES = {
    "argon2-cffi": r"hashers\.Argon2PasswordHasher",
    "django-stubs[compatible-mypy]": r'"-m", "mypy"',
    "djangorestframework-stubs[compatible-mypy]": r'"-m", "mypy"',
    "drf-spectacular[sidecar]": r'"drf_spectacular_sidecar"',
    "environs[django]": r"\.dj_cache_url\(",
    "import-linter": r'"lint-imports"',
    "psycopg[binary]": r"django\.db\.backends\.postgresql",
    "pytest-django": r"mark\.django_db",
    "pytest-xdist": r'"-n", "auto"',
    "redis": r"cache\.backends import redis",
    "ruff": r'"-m", "ruff"',
    "types-zxcvbn": r"from zxcvbn import",
    "whitenoise": r'"whitenoise\.middleware',
}


def imports(text: str) -> set[str]:
    """Return the names at the beginning of the modules that are imported."""
    names = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            names += [name.name for name in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.append(node.module or "")
    return {name.partition(".")[0] for name in names}


def test_each_package_is_used_and_each_import_has_a_package(project: Project) -> None:
    texts = {n: project.read(n) for n in project.files() if not n.endswith(".md")}
    imported = {n: imports(texts[n]) for n in texts if n.endswith(".py")}
    own = {name.partition("/")[0].removesuffix(".py") for name in texts}
    runtime, dev = packages(project, "runtime"), packages(project, "dev")
    # The packages for development are not there when the service runs.
    service = {name for name in texts if not name.startswith("tests/")}
    for group, installed, places in (
        (runtime, runtime, service),
        (dev, dev | runtime, texts.keys()),
    ):
        modules = {m for n in imported.keys() & places for m in imported[n]}
        foreign = modules - own - sys.stdlib_module_names
        used = {IMPORTS.get(name, name.replace("_", "-")) for name in foreign}
        assert used - {each.partition("[")[0] for each in installed} == set()
        for package in group - used:
            assert package in USES, (
                f"{package}: nothing imports it, and it is not in USES"
            )
            others = places - {"pyproject.toml"}
            found = any(re.search(USES[package], texts[name]) for name in others)
            assert found, f"{package} is not used"
