"""Good answers are let through, odd ones too, and arrive as they were given."""

import ast
import json
from pathlib import Path
from typing import Any

import pytest
from cookiecutter.main import cookiecutter  # type: ignore[import-untyped]

from cookiecutter_drf_simplejwt.answers import complaints, load_questions
from cookiecutter_drf_simplejwt.rules import SOURCES
from tests.cli import TEMPLATE, jinja, validated

NAMES = [
    *["x", "7", "n" * 60, "x'''", "O'Neil & Söhne <API> #1"],
    *["100% $HOME `id` ; rm -rf / | $(id)", "{ } { { % %s {0} %(x)s"],
    # Scripts and emoji that need invisible joiners, too; the last is Persian.
    *["日本語 Ünï çödé", "Family 👨\u200d👩\u200d👧 ❤\ufe0f"],
    "\u0646\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
]
ACCEPTED: dict[str, list[str]] = {
    "project_name": NAMES,
    "description": [*NAMES, "n" * 200],
    "project_slug": [
        *["a", "7", "2fast", "Shop_API", "shop.api", "a-_.b", "a--b", "class"],
        # Nearly too long, a device or a package.
        *["a" * 40, "console", "com10", "com0", "api.con", "django-shop", "my.pyjwt"],
    ],
    "api_prefix": [
        *["api", "api/v1", "v1.0", "a~b_c-d", "A/B/C", "api/admin", "administrators"],
        "a" * 40,
    ],
    "custom_claims": [
        *["", "   ", "groups", "email,staff=is_staff", "  email ,  staff = is_staff  "],
        *["name=get_full_name, full_name=get_full_name", "_x=id, X1=id, x1=id"],
        *[f"{'c' * 40}=email", "password_set=last_login, expires=date_joined"],
        *[",".join(f"c{number}=id" for number in range(20)), ",".join(SOURCES)],
    ],
}


@pytest.mark.parametrize(
    ("question", "answer"),
    [(question, answer) for question in ACCEPTED for answer in ACCEPTED[question]],
)
def test_a_good_answer_is_accepted(question: str, answer: str) -> None:
    assert validated({question: answer}) == ""


@pytest.mark.parametrize(
    ("access", "refresh"),
    [
        *[("1s", "2s"), ("90s", "15m"), ("59m", "1h"), ("1h30m", "91m")],
        *[("1d2h3m4s", "2d"), ("24h", "1d1s"), ("10m", "3650d"), ("10m", "87600h")],
    ],
)
def test_any_two_durations_of_which_the_refresh_token_has_the_longer(
    access: str, refresh: str
) -> None:
    answers = {"access_token_lifetime": access, "refresh_token_lifetime": refresh}
    assert validated(answers) == ""


def test_users_who_log_in_with_an_address_have_the_other_sources() -> None:
    claims = ", ".join(set(SOURCES) - {"username"})
    assert validated({"custom_claims": claims, "login_field": "email"}) == ""


def test_the_defaults_are_accepted_and_what_is_no_question_is_not_validated() -> None:
    defaults = {
        name: default[0] if isinstance(default, list) else default
        for name, default in load_questions().items()
    }
    others: dict[str, Any] = {"__valid": "\n", "unknown": [1], "_checkout": None}
    assert validated({**defaults, **others, "project_slug": "acme-api"}) == ""


def test_questions_to_come_are_validated_by_their_type() -> None:
    questions = {"ci": ["github", "none"], "tests": True, "motto": "", "limits": {}}

    good = {"ci": "none", "tests": False, "motto": 'any "text"\n', "limits": {"a": 1}}
    assert complaints(good, questions) == []

    bad = {"ci": "gitlab", "tests": "no", "motto": "{{ x }}", "limits": None}
    assert [str(complaint) for complaint in complaints(bad, questions)] == [
        "ci = 'gitlab': must be one of github, none",
        "tests = 'no': must be yes or no",
        "motto = '{{ x }}': must not hold {{ }}, {% %}, {# #} or '# template:'",
    ]


def test_the_template_tells_its_hooks_where_it_is() -> None:
    assert jinja().from_string("{{ template_root }}").render() == str(TEMPLATE)


def test_odd_answers_arrive_as_they_were_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COOKIECUTTER_DRF_SETUP", "0")
    answers = {
        "project_name": "O'Neil & Söhne <API> 👨\u200d👩\u200d👧 {0} %s $HOME",
        "project_slug": "O_Neil.API",
        "description": "It's `100%` 日本語; { % } '''",
        "api_prefix": "v1.0/a~b",
        "custom_claims": " email , name = get_full_name ",
        "rotate_refresh_tokens": "no",
    }

    project = cookiecutter(
        str(TEMPLATE),
        no_input=True,
        extra_context=answers,
        output_dir=str(tmp_path),
        default_config={
            "replay_dir": str(tmp_path / "replay"),
            "cookiecutters_dir": str(tmp_path / "cookiecutters"),
        },
    )

    assert Path(project) == tmp_path / "O_Neil.API"
    texts = [
        Path(project, "config/settings", name).read_text("utf-8")
        for name in ("base.py", "api.py")
    ]
    settings = {
        node.targets[0].id: ast.literal_eval(node.value)
        for node in ast.parse("\n".join(texts)).body
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Constant)
    }
    assert settings["PROJECT_NAME"] == answers["project_name"]
    assert settings["API_PREFIX"] == answers["api_prefix"]
    kept = json.loads(Path(project, ".cookiecutter.json").read_bytes())
    given = {**answers, "rotate_refresh_tokens": False}
    assert kept["default_context"].items() >= given.items()
