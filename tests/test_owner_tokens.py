"""What an owner tries after SimpleJWT's documentation, and is told to write in another way."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cookiecutter_drf_simplejwt.rules import SOURCES
from tests.conftest import Project, Service
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
VIEW = """from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework_simplejwt.authentication import JWTAuthentication


class RootView(APIView):
    authentication_classes = [JWTAuthentication]

    def get(self, request):
        return Response({"message": "Hello"})
"""
SIMPLEJWT = "rest_framework_simplejwt"
GO_TO = 'docs/tokens.md, "Coming from SimpleJWT"'


@pytest.fixture(params=["default", "cookie"])
def project(
    request: pytest.FixtureRequest,
    bake: Callable[..., Project],
    service: Service,
    tmp_path: Path,
) -> OwnersProject:
    answers = BAKES[request.param]
    path = tmp_path / "project"
    shutil.copytree(bake(answers).path, path)
    project = OwnersProject(path, service.python, answers)
    if answers.get("signing_algorithm"):
        # Without set-up there is none yet.
        project.run("manage.py", "new_signing_key")
    return project


def refusal(project: OwnersProject) -> str:
    result = project.run("manage.py", "check")
    assert result.returncode == 1, result.stdout + result.stderr
    return result.stderr


def set_simple_jwt(project: OwnersProject, name: str, value: str) -> None:
    """Set one of SimpleJWT's settings in the file that has them all."""
    project.append("config/settings/tokens.py", f'\nSIMPLE_JWT["{name}"] = "{value}"\n')


CLAIMS = {
    "profile.plan": "a User has no 'profile'",
    "avatar": "'avatar' is a file; write a method that returns what to tell",
    "backup": "'backup' is a file",
    "password": "'password' is secret, or not a value",
    "boss.password": "'password' is secret, or not a value",
    "boss.email_user": "'email_user' needs arguments",
    "groups.name": "a Manager has no 'name'",
    "forget": "'forget' changes data",
    "aget_all_permissions": "'aget_all_permissions' is asynchronous",
}


def test_claims_that_cannot_or_must_not_be_told_are_refused(
    project: OwnersProject,
) -> None:
    project.append(
        "users/models.py",
        '\n    avatar = models.FileField(upload_to="avatars", blank=True)'
        "\n    backup = models.BinaryField(null=True)"
        '\n    boss = models.ForeignKey("self", models.SET_NULL, null=True)'
        "\n\n    def forget(self) -> None:\n        self.delete()"
        "\n\n    forget.alters_data = True\n",
    )
    odd = {f"odd_{number}": source for number, source in enumerate(CLAIMS)}
    project.append("config/settings/tokens.py", f"\nCUSTOM_CLAIMS.update({odd!r})\n")

    said = refusal(project)

    for claim, source in odd.items():
        words = f"CUSTOM_CLAIMS takes {claim!r} from {source!r}: {CLAIMS[source]}"
        assert words in said
    assert said.count("docs/tokens.md has examples") == len(odd)


def test_a_get_token_is_refused(project: OwnersProject) -> None:
    [line] = [
        line
        for line in project.read("config/settings/tokens.py").splitlines()
        if '"TOKEN_OBTAIN_SERIALIZER"' in line
    ]
    module, _, name = line.split('"')[3].rpartition(".")
    project.write("mine.py", SUBCLASS.format(module=module, name=name))
    path = "mine.MyTokenObtainPairSerializer"
    set_simple_jwt(project, "TOKEN_OBTAIN_SERIALIZER", path)

    said = refusal(project)

    assert "MyTokenObtainPairSerializer.get_token would not be called" in said
    assert f"put what it adds into CUSTOM_CLAIMS, see {GO_TO}" in said


def test_a_serializer_on_top_of_simplejwts_is_refused(project: OwnersProject) -> None:
    name = "TokenObtainPairSerializer"
    module = f"{SIMPLEJWT}.serializers"
    project.write("mine.py", SUBCLASS.format(module=module, name=name))
    path = "mine.MyTokenObtainPairSerializer"
    set_simple_jwt(project, "TOKEN_OBTAIN_SERIALIZER", path)

    said = refusal(project)

    assert f"SIMPLE_JWT's TOKEN_OBTAIN_SERIALIZER is {path}, which would undo" in said
    assert f"see {GO_TO}" in said


def test_simplejwts_views_and_authentication_are_refused(
    project: OwnersProject,
) -> None:
    project.write("mine.py", VIEW)
    project.replace(
        "config/urls.py",
        "api = [",
        f"from {SIMPLEJWT}.views import TokenObtainPairView\n"
        "from mine import RootView\n\napi = [",
    )
    project.add_url('path("hi/", RootView.as_view())')
    project.add_url('path("jwt/", TokenObtainPairView.as_view())')
    stateless = f"{SIMPLEJWT}.authentication.JWTStatelessUserAuthentication"
    project.append(
        "config/settings/api.py",
        f'\nREST_FRAMEWORK["DEFAULT_AUTHENTICATION_CLASSES"] = ["{stateless}"]\n',
    )

    said = refusal(project)

    assert f"mine.RootView has {SIMPLEJWT}.authentication.JWTAuthentication" in said
    assert f"has {SIMPLEJWT}.views.TokenObtainPairView, which knows" in said
    assert f"REST_FRAMEWORK has {stateless}" in said
    assert 'under "Coming from SimpleJWT"' in said


def test_a_rule_that_fails_at_a_wrong_password_is_refused(
    project: OwnersProject,
) -> None:
    project.write("mine.py", "def rule(user):\n    return user.is_active\n")
    set_simple_jwt(project, "USER_AUTHENTICATION_RULE", "mine.rule")

    said = refusal(project)

    assert "USER_AUTHENTICATION_RULE must return False for None" in said
    assert "Begin what it returns with: user is not None and" in said


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
        assert "Make tokens with tokens.services.token_pair_for(user)" in result.stderr


@pytest.mark.parametrize("login_field", ["username", "email"])
def test_the_question_takes_what_the_generated_user_model_has(
    bake: Callable[..., Project], service: Service, tmp_path: Path, login_field: str
) -> None:
    sources = [name for name in SOURCES if name != "username" or login_field != "email"]
    answers: dict[str, Any] = {
        "login_field": login_field,
        "custom_claims": ", ".join(sources),
    }
    path = tmp_path / "project"
    shutil.copytree(bake(answers).path, path)
    project = OwnersProject(path, service.python, answers)
    project.manage("migrate")

    fields, told = project.manage(
        "shell",
        "-c",
        "from users.models import User; from tokens.claims import custom_claims;"
        "fields = [*User._meta.fields, *User._meta.many_to_many];"
        "print(*sorted(field.name for field in fields));"
        "names = {'email': 'ann@example.com', User.USERNAME_FIELD: 'ann@example.com'};"
        "print(*custom_claims(User.objects.create_user(password='x', **names)))",
    ).splitlines()[-2:]

    # What a link was asked for is no description of a user.
    assert {*fields.split()} - {"password", "reset_requested_at"} <= {*sources}
    assert told.split() == sources
