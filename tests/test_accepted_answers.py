"""Good answers are let through, odd ones too, and arrive as they were given."""

import ast
import json
from pathlib import Path
from typing import Any

import pytest
from cookiecutter.main import cookiecutter  # type: ignore[import-untyped]
from cookiecutter.utils import create_env_with_context  # type: ignore[import-untyped]

from cookiecutter_drf_simplejwt.answers.claims import SOURCES
from cookiecutter_drf_simplejwt.answers.questions import load_questions
from cookiecutter_drf_simplejwt.answers.rules import complaints
from tests.cli import TEMPLATE


def validated(**answers: Any) -> str:
    environment = create_env_with_context(
        {"cookiecutter": json.loads((TEMPLATE / "cookiecutter.json").read_bytes())}
    )
    template = environment.from_string("{{ cookiecutter | validated }}")
    return str(template.render(cookiecutter=answers))


def test_the_defaults_are_accepted() -> None:
    defaults = {
        name: default[0] if isinstance(default, list) else default
        for name, default in load_questions().items()
    }
    assert validated(**{**defaults, "project_slug": "acme-api"}) == ""


@pytest.mark.parametrize(
    "text",
    [
        "x",
        "7",
        "O'Neil & Söhne <API> #1",
        "100% $HOME `id` ; rm -rf / | $(id)",
        "{ } { { % %s {0} %(x)s",
        "日本語 Ünï çödé",
        "Family 👨\u200d👩\u200d👧 ❤\ufe0f",
        "\u0646\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",  # Persian
        "x'''",
        "n" * 60,
    ],
)
def test_one_line_of_any_script_is_a_name(text: str) -> None:
    assert validated(project_name=text, description=text) == ""


def test_a_description_may_have_200_characters() -> None:
    assert validated(description="n" * 200) == ""


@pytest.mark.parametrize(
    "slug",
    [
        *["a", "7", "2fast", "Shop_API", "shop.api", "a-_.b", "a--b", "class"],
        "a" * 40,
        # Nearly a device or a package.
        *["console", "com10", "com0", "api.con", "django-shop", "my.pyjwt", "rest"],
    ],
)
def test_a_folder_name_is_a_slug(slug: str) -> None:
    assert validated(project_slug=slug) == ""


@pytest.mark.parametrize(
    "prefix",
    [
        *["api", "api/v1", "v1.0", "a~b_c-d", "A/B/C", "api/admin", "administrators"],
        "a" * 40,
    ],
)
def test_a_path_is_a_prefix(prefix: str) -> None:
    assert validated(api_prefix=prefix) == ""


@pytest.mark.parametrize(
    ("access", "refresh"),
    [
        ("1s", "2s"),
        ("90s", "15m"),
        ("59m", "1h"),
        ("1h30m", "91m"),
        ("1d2h3m4s", "2d"),
        ("24h", "1d1s"),
        ("10m", "3650d"),
        ("10m", "87600h"),
    ],
)
def test_any_two_durations_of_which_the_refresh_token_has_the_longer(
    access: str, refresh: str
) -> None:
    assert validated(access_token_lifetime=access, refresh_token_lifetime=refresh) == ""


@pytest.mark.parametrize(
    "claims",
    [
        "",
        "   ",
        "groups",
        "email,staff=is_staff",
        "  email ,  staff = is_staff  ",
        "name=get_full_name, full_name=get_full_name",
        "_x=id, X1=id, x1=id",
        f"{'c' * 40}=email",
        "password_set=last_login, expires=date_joined",
        ",".join(f"c{number}=id" for number in range(20)),
        ",".join(SOURCES),
    ],
)
def test_names_and_what_a_user_has_are_claims(claims: str) -> None:
    assert validated(custom_claims=claims, login_field="username") == ""


@pytest.mark.parametrize("source", sorted(set(SOURCES) - {"username"}))
def test_who_logs_in_with_an_address_has_the_rest(source: str) -> None:
    assert validated(custom_claims=f"c={source}", login_field="email") == ""


def test_what_was_not_asked_is_not_judged() -> None:
    assert validated() == ""
    assert validated(_template="/x", __valid="\n", unknown=[1], _checkout=None) == ""


def test_questions_to_come_are_judged_by_their_kind() -> None:
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
    environment = create_env_with_context(
        {"cookiecutter": json.loads((TEMPLATE / "cookiecutter.json").read_bytes())}
    )
    assert environment.from_string("{{ template_root }}").render() == str(TEMPLATE)


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
    base = ast.parse(Path(project, "config/settings/base.py").read_text("utf-8"))
    settings = {
        node.targets[0].id: ast.literal_eval(node.value)
        for node in base.body
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Constant)
    }
    assert settings["PROJECT_NAME"] == answers["project_name"]
    assert settings["API_PREFIX"] == answers["api_prefix"]
    kept = json.loads(Path(project, ".cookiecutter.json").read_bytes())
    assert (
        kept["default_context"].items()
        >= {
            **answers,
            "rotate_refresh_tokens": False,
        }.items()
    )
