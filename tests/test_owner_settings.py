"""What an owner writes in Python is used, or a system check refuses it by name.

The service's own tests have more of what is refused.
"""

import secrets
from collections.abc import Callable

import pytest

from cookiecutter_drf_simplejwt.rules import SOURCES
from tests.conftest import Service
from tests.owner.project import OwnersProject
from tests.production import ANN, PROXIED, prepare, production
from tests.server import serve, two_workers
from tests.tokens import bearer

pytestmark = pytest.mark.slow

PRODUCTION = "config/settings/production.py"
BASE = "config/settings/base.py"
TOKENS = "config/settings/tokens.py"


@pytest.fixture
def project(owners: Callable[..., OwnersProject]) -> OwnersProject:
    return owners()


# The end of production.py, without variables for the same.
SAFE = """
DATABASES = {{
    name: {{
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "{database}",
        "HOST": "127.0.0.1",
        "USER": "postgres",
    }}
    for name in ("default", "replica")
}}
CACHES = {{"default": {{"BACKEND": "own.Cache", "LOCATION": "redis://127.0.0.1:6379/0"}}}}
STORAGES = {{
    "default": {{
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {{"location": "/srv/media"}},
    }},
    "staticfiles": {{
        "BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage",
    }},
}}
LOGGING = {{
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {{"own": {{"class": "logging.StreamHandler"}}}},
    "root": {{"handlers": ["own"], "level": "WARNING"}},
}}
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "users.passwords.Argon2PasswordHasher",
]
import django

if django.VERSION >= (6, 1):
    MAILERS = {{"default": {{"BACKEND": "own.Mail"}}}}
else:
    EMAIL_BACKEND = "own.Mail"
"""
OWN = """
from django.core.cache.backends.redis import RedisCache
from django.core.mail.backends.smtp import EmailBackend


class Cache(RedisCache):
    pass


class Mail(EmailBackend):
    pass
"""


def test_a_server_starts_with_settings_written_by_hand(
    project: OwnersProject, service: Service, database: str, redis: str
) -> None:
    project.write("own.py", OWN)
    name = database.rpartition("/")[2]
    project.append(PRODUCTION, SAFE.format(database=name))
    environment = production(EMAIL_URL="console:")
    prepare(service, project, environment)
    project.manage("collectstatic", "--no-input", **environment)
    project.manage("check", "--deploy", "--fail-level=WARNING", **environment)

    with serve(project.python, project.path, environment, two_workers) as client:
        client.headers.update(PROXIED)
        tokens = client.post("/api/token/", json=ANN).json()
        header = bearer(tokens["access"])
        assert client.get("/api/users/me/", headers=header).status_code == 200
        page = client.get("/admin/login/").text
        style = page.partition('rel="stylesheet" href="')[2].partition('"')[0]
        assert client.get(style).status_code == 200


def test_another_language_and_time_zone(project: OwnersProject) -> None:
    for old, new in {
        'LANGUAGE_CODE: str = env.str("LANGUAGE_CODE", "en")': 'LANGUAGE_CODE = "de"',
        'TIME_ZONE = "UTC"': 'TIME_ZONE = "Europe/Berlin"',
    }.items():
        project.replace(BASE, old, new)

    tests = ["tests/api/test_errors.py", "tests/tokens/test_login.py", "tests/users"]
    result = project.run("-m", "pytest", "-q", "-p", "no:cacheprovider", *tests)
    assert result.returncode == 0, result.stdout

    project.manage("migrate")
    with serve(project.python, project.path) as client:
        wrong = {"username": "ann", "password": secrets.token_urlsafe()}
        refused = client.post("/api/token/", json=wrong)
        assert refused.status_code == 401
        assert refused.json()["code"] == "no_active_account"
        empty = client.post("/api/token/", json={})
        assert empty.status_code == 400
        assert empty.json()["errors"]["username"][0]["message"].startswith(
            "Dieses Feld"
        )


CLAIMS = ["profile.plan", "password", "boss.password", "get_session_auth_hash"]
FIELDS = """
    boss = models.ForeignKey("self", models.SET_NULL, null=True)
"""
SIMPLEJWT = "rest_framework_simplejwt"
# As in SimpleJWT's documentation.
MINE = f"""
from rest_framework.views import APIView
from {SIMPLEJWT}.authentication import JWTAuthentication


class RootView(APIView):
    authentication_classes = [JWTAuthentication]


def rule(user):
    return user.is_active
"""
TOKEN_SETTINGS = """
SIMPLE_JWT["TOKEN_OBTAIN_SERIALIZER"] = "mine.MyTokenObtainPairSerializer"
SIMPLE_JWT["USER_AUTHENTICATION_RULE"] = "mine.rule"
"""
REMEDIES = [
    "SIMPLE_JWT's TOKEN_OBTAIN_SERIALIZER must be",
    'docs/tokens.md says what to use instead under "Coming from',
    f"mine.RootView has {SIMPLEJWT}.authentication.JWTAuthentication",
    f"has {SIMPLEJWT}.views.TokenObtainPairView, which ",
    f"REST_FRAMEWORK has {SIMPLEJWT}.authentication.JWTStatelessUserAuthentication",
    "USER_AUTHENTICATION_RULE must return False for None",
    "Begin the returned expression with: user is not None and",
]


@pytest.mark.parametrize("answers", [{}, {"token_transport": "cookie"}], ids=repr)
def test_code_of_simplejwts_documentation_is_refused_with_the_remedy(
    owners: Callable[..., OwnersProject], answers: dict[str, str]
) -> None:
    project = owners(**answers)
    project.append("users/models.py", FIELDS)
    odd = {f"odd_{number}": source for number, source in enumerate(CLAIMS)}
    project.append(TOKENS, f"\nCUSTOM_CLAIMS.update({odd!r})\n{TOKEN_SETTINGS}")
    project.write("mine.py", MINE)
    imports = f"from {SIMPLEJWT}.views import TokenObtainPairView\nimport mine\n"
    project.replace("config/urls.py", "api = [", f"{imports}\napi = [")
    project.add_url('path("hi/", mine.RootView.as_view())')
    project.add_url('path("jwt/", TokenObtainPairView.as_view())')
    stateless = f"{SIMPLEJWT}.authentication.JWTStatelessUserAuthentication"
    project.append(
        "config/settings/api.py",
        f'\nREST_FRAMEWORK["DEFAULT_AUTHENTICATION_CLASSES"] = ["{stateless}"]\n',
    )

    refused = project.run("manage.py", "check")

    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr
    for claim, source in odd.items():
        words = f"CUSTOM_CLAIMS takes {claim!r} from {source!r}, which is secret"
        assert words in refused.stderr
    assert refused.stderr.count("docs/tokens.md has examples") == len(odd)
    for remedy in REMEDIES:
        assert remedy in refused.stderr


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
