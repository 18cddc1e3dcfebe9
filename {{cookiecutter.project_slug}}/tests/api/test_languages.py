"""Responses are in the language of Accept-Language, or else in LANGUAGE_CODE."""

from typing import Any

import pytest
from django.core.checks import run_checks
from django.test import Client
from django.urls import reverse
from django.utils.translation import get_language

from tests import transport
from tests.api.conftest import LOGIN, assert_problem
from tests.conftest import NEW_PASSWORD, make_user
from tests.endpoints import PREFIX
from users.models import User

LANGUAGES = [
    ("en", "English"),
    ("de", "Deutsch"),
    ("es", "Español"),
    ("fr", "Français"),
]
INVALID = {
    "en": "The request is not valid.",
    "de": "Die Anfrage ist ungültig.",
    "es": "La petición no es válida.",
    "fr": "La requête n’est pas valide.",
}


@pytest.fixture(autouse=True)
def languages(settings: Any) -> None:
    settings.LANGUAGES = LANGUAGES


def post(path: str, body: Any = None, accepts: str = "de", **more: Any) -> Any:
    """Send JSON as a client that accepts a language."""
    client: Any = transport.new_client()
    headers = {"accept-language": accepts}
    return client.post(path, body or {}, headers=headers, **more)


@pytest.mark.parametrize(
    ("accepts", "language"),
    [
        ("en", "en"),
        ("de", "de"),
        ("es", "es"),
        ("fr", "fr"),
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("fr;q=0.5, es;q=0.7", "es"),
        ("ja, fr;q=0.1", "fr"),
        # Unknown, any, and invalid ones.
        ("ja", "en"),
        ("*", "en"),
        ("", "en"),
        ("de;q=x", "en"),
        ("../../de", "en"),
        ("de\x00", "en"),
        ("d" * 10_000, "en"),
    ],
)
def test_an_error_is_in_the_language_that_the_client_accepts(
    db: None, accepts: str, language: str
) -> None:
    response = post(LOGIN, accepts=accepts)

    assert_problem(response, 400, "invalid")
    assert response.json()["detail"] == INVALID[language]
    assert response["Content-Language"] == language
    assert "Accept-Language" in response["Vary"]


def test_without_the_header_it_is_in_the_language_of_the_settings(
    db: None, settings: Any
) -> None:
    settings.LANGUAGE_CODE = "fr"
    response = transport.new_client().post(LOGIN, {})
    unknown = post(LOGIN, accepts="ja")

    assert response["Content-Language"] == unknown["Content-Language"] == "fr"
    assert unknown.json()["detail"] == INVALID["fr"]


def test_a_language_that_is_not_there_is_refused(settings: Any) -> None:
    settings.LANGUAGE_CODE = "ja"

    assert "translation.E004" in {message.id for message in run_checks()}


def test_a_request_leaves_its_language_to_no_other(db: None) -> None:
    assert post(LOGIN).json()["detail"] == INVALID["de"]

    assert get_language() == "en"
    assert transport.new_client().post(LOGIN, {})["Content-Language"] == "en"


def test_the_codes_and_the_titles_are_the_same_in_each_language(user: User) -> None:
    problems = []
    for language, _ in LANGUAGES:
        problem = post(LOGIN, accepts=language).json()
        problems.append(
            (
                problem["title"],
                problem["code"],
                {
                    field: [error["code"] for error in errors]
                    for field, errors in problem["errors"].items()
                },
            )
        )

    assert problems == [problems[0]] * 4
    assert problems[0][:2] == ("Bad Request", "invalid")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Dieses Feld ist zwingend erforderlich."),
        ("es", "Este campo es requerido."),
        ("fr", "Ce champ est obligatoire."),
    ],
)
def test_the_messages_of_drf_are_translated(db: None, language: str, text: str) -> None:
    errors = post(LOGIN, accepts=language).json()["errors"]

    assert errors["password"] == [{"message": text, "code": "required"}]


def test_the_messages_of_simplejwt_are_translated(user: User) -> None:
    body = {User.USERNAME_FIELD: user.get_username(), "password": NEW_PASSWORD}
    response = post(LOGIN, body)

    assert_problem(response, 401, "no_active_account")
    text = "Kein aktiver Account mit diesen Zugangsdaten gefunden"
    assert response.json()["detail"] == text


def test_a_token_that_is_refused_is_told_in_the_language(db: None) -> None:
    headers = {"accept-language": "de", "authorization": "Bearer x"}
    response = Client().get(reverse("me"), headers=headers)

    assert_problem(response, 401, "token_not_valid")
    assert response.json()["detail"] == "Ungültiger oder abgelaufener Token"


def test_refusals_of_middleware_are_translated(db: None, settings: Any) -> None:
    chunked = post(LOGIN, HTTP_TRANSFER_ENCODING="chunked")
    assert_problem(chunked, 411, "length_required")
    assert chunked.json()["detail"].startswith("Senden Sie Content-Length.")

    settings.SECURE_SSL_REDIRECT, settings.SECURE_REDIRECT_EXEMPT = True, [""]
    plain = post(LOGIN)
    assert_problem(plain, 403, "https_required")
    assert plain.json()["detail"].startswith("Dieser Dienst ")
    assert plain["Content-Language"] == "de"


def test_an_unknown_path_is_told_in_the_language(db: None) -> None:
    client = Client(headers={"accept-language": "es"})
    text = client.get(f"{PREFIX}nope/").json()["detail"]
    slash = client.get(LOGIN.rstrip("/")).json()["detail"]

    assert text == "No encontrado."
    assert slash == "No encontrado. La ruta debe terminar con una barra."


def test_the_messages_of_the_password_validators_are_translated(
    api: Any, tokens: dict[str, str], credentials: dict[str, str]
) -> None:
    headers = {
        "authorization": f"Bearer {tokens['access']}",
        "accept-language": "fr",
    }
    current = credentials["password"]
    body = {"current_password": current, "new_password": "passwordpassword"}
    response = api.post(reverse("password_change"), body, headers=headers)

    messages = [error["message"] for error in response.json()["errors"]["new_password"]]
    assert any(text.startswith("Ce mot de passe est facile") for text in messages)


@pytest.mark.parametrize(
    ("language", "button"),
    [("de", "Anmelden"), ("es", "Iniciar sesión"), ("fr", "Connexion")],
)
def test_the_admin_is_translated(db: None, language: str, button: str) -> None:
    client = Client(headers={"accept-language": language})
    page = client.get(reverse("admin:login"))

    assert f'lang="{language}"' in page.content.decode()
    assert f'value="{button}"' in page.content.decode()


def test_staff_see_the_names_of_the_models_in_their_language(
    db: None, client: Client
) -> None:
    staff = make_user("staff@example.com", is_staff=True, is_superuser=True)
    client.force_login(staff)
    headers = {"accept-language": "de"}
    page = client.get(reverse("admin:index"), headers=headers).content.decode()

    assert ">Benutzer<" in page


def test_a_file_has_no_language(files: None, db: None) -> None:
    response = Client(headers={"accept-language": "de"}).get(
        "/static/admin/css/base.css"
    )

    assert response.status_code == 200
    assert "Content-Language" not in response
    assert "Accept-Language" not in response.get("Vary", "")
    response.close()
