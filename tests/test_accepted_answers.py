"""Good answers are let through, odd ones too, and arrive as they were given."""

import ast
import json
from pathlib import Path

import pytest
from cookiecutter.main import cookiecutter  # type: ignore[import-untyped]

from cookiecutter_drf_simplejwt.rules import SOURCES
from tests.cli import TEMPLATE, validated

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
# An access token's lifetime, and a refresh token's.
LIFETIMES = [
    *[("1s", "2s"), ("90s", "15m"), ("59m", "1h"), ("1h30m", "91m")],
    *[("1d2h3m4s", "2d"), ("24h", "1d1s"), ("10m", "3650d"), ("10m", "87600h")],
]


@pytest.mark.parametrize("question", ACCEPTED)
def test_a_good_answer_is_accepted(question: str) -> None:
    for answer in ACCEPTED[question]:
        assert validated({question: answer}) == ""


def test_answers_that_fit_each_other_are_accepted() -> None:
    for access, refresh in LIFETIMES:
        answers = {"access_token_lifetime": access, "refresh_token_lifetime": refresh}
        assert validated(answers) == ""
    claims = ", ".join(set(SOURCES) - {"username"})
    assert validated({"custom_claims": claims, "login_field": "email"}) == ""


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
