"""System checks refuse code from SimpleJWT's documentation, and name the remedy."""

from collections.abc import Callable

import pytest

from cookiecutter_drf_simplejwt.rules import SOURCES
from tests.owner.project import OwnersProject
from tests.test_owner import BAKES

pytestmark = pytest.mark.slow

SUBCLASS = """from {module} import {name}


class MyTokenObtainPairSerializer({name}):
    @classmethod
    def get_token(cls, user):
        token = super().get_token(user)
        token["name"] = user.get_full_name()
        return token
"""
SIMPLEJWT = "rest_framework_simplejwt"
GO_TO = 'docs/tokens.md, "Coming from SimpleJWT"'


@pytest.fixture(params=["default", "cookie"])
def project(
    request: pytest.FixtureRequest, owners: Callable[..., OwnersProject]
) -> OwnersProject:
    return owners(**BAKES[request.param])


def refusal(project: OwnersProject) -> str:
    result = project.run("manage.py", "check")
    assert result.returncode == 1, result.stdout + result.stderr
    return result.stderr


def set_simple_jwt(project: OwnersProject, name: str, value: str) -> None:
    """Set one of SimpleJWT's settings."""
    project.append("config/settings/tokens.py", f'\nSIMPLE_JWT["{name}"] = "{value}"\n')


SOURCES_TO_REFUSE = [
    "profile.plan",
    "password",
    "boss.password",
    "get_session_auth_hash",
]


def test_claims_from_secret_or_unknown_sources_are_refused(
    project: OwnersProject,
) -> None:
    project.append(
        "users/models.py",
        '\n    boss = models.ForeignKey("self", models.SET_NULL, null=True)\n',
    )
    odd = {f"odd_{number}": source for number, source in enumerate(SOURCES_TO_REFUSE)}
    project.append("config/settings/tokens.py", f"\nCUSTOM_CLAIMS.update({odd!r})\n")

    output = refusal(project)

    for claim, source in odd.items():
        assert f"CUSTOM_CLAIMS takes {claim!r} from {source!r}, which is" in output
    assert output.count("docs/tokens.md has examples") == len(odd)


def test_a_get_token_is_refused(project: OwnersProject) -> None:
    name = "TokenObtainPairSerializer"
    project.write("mine.py", SUBCLASS.format(module="tokens.serializers", name=name))
    project.replace("config/urls.py", "api = [", "import mine\n\napi = [")

    output = refusal(project)

    assert "MyTokenObtainPairSerializer.get_token would not be called" in output
    assert f"put what it adds into CUSTOM_CLAIMS, see {GO_TO}" in output


def test_a_serializer_in_the_settings_is_refused(project: OwnersProject) -> None:
    path = "mine.MyTokenObtainPairSerializer"
    set_simple_jwt(project, "TOKEN_OBTAIN_SERIALIZER", path)

    output = refusal(project)

    assert "SIMPLE_JWT's TOKEN_OBTAIN_SERIALIZER must be" in output
    assert 'docs/tokens.md says what to use instead under "Coming from' in output


def test_a_rule_that_fails_at_a_wrong_password_is_refused(
    project: OwnersProject,
) -> None:
    project.write("mine.py", "def rule(user):\n    return user.is_active\n")
    set_simple_jwt(project, "USER_AUTHENTICATION_RULE", "mine.rule")

    output = refusal(project)

    assert "USER_AUTHENTICATION_RULE must return False for None" in output
    assert "Begin the returned expression with: user is not None and" in output


def test_simplejwts_tokens_name_the_function_that_makes_them(
    project: OwnersProject,
) -> None:
    project.manage("migrate")
    for code in (
        "print(RefreshToken.for_user(User(email='ann@example.com')))",
        "UntypedToken('a.b.c')",
    ):
        result = project.run(
            "manage.py",
            "shell",
            "-c",
            f"from {SIMPLEJWT}.tokens import RefreshToken, UntypedToken; "
            f"from users.models import User; {code}",
        )

        assert result.returncode == 1
        assert "Make tokens with tokens.logins.start(user)" in result.stderr


@pytest.mark.parametrize("login_field", ["username", "email"])
def test_the_question_takes_what_the_generated_user_model_has(
    owners: Callable[..., OwnersProject], login_field: str
) -> None:
    sources = [name for name in SOURCES if name != "username" or login_field != "email"]
    project = owners(login_field=login_field, custom_claims=", ".join(sources))
    project.manage("migrate")

    fields, names = project.manage(
        "shell",
        "-c",
        "from users.models import User; from tokens.claims import custom_claims;"
        "fields = [*User._meta.fields, *User._meta.many_to_many];"
        "print(*sorted(field.name for field in fields));"
        "names = {'email': 'ann@example.com', User.USERNAME_FIELD: 'ann@example.com'};"
        "print(*custom_claims(User.objects.create_user(password='x', **names)))",
    ).splitlines()[-2:]

    # A password and the time of a reset do not describe a user.
    assert {*fields.split()} - {"password", "reset_requested_at"} <= {*sources}
    assert names.split() == sources
