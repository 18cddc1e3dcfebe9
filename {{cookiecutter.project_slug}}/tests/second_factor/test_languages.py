"""The texts about second factors are in the language of Accept-Language."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from tests.api.conftest import assert_problem
from tests.api.test_languages import LANGUAGES, post
from tests.conftest import PASSWORD
from tests.second_factor.admin import first_step, second_step
from tests.second_factor.conftest import FACTORS, App, add_app, challenge_of
from users.models import User


@pytest.fixture(autouse=True)
def languages(settings: Any) -> None:
    settings.LANGUAGES = LANGUAGES


def test_a_login_is_refused_in_the_language(app: App, user: User) -> None:
    path = reverse("second_factor")
    body = {User.USERNAME_FIELD: user.get_username(), "password": PASSWORD}
    required = post(reverse("token_obtain_pair"), body)
    wrong = post(path, {"challenge": challenge_of(user), "code": "x"})
    none = post(path, {"challenge": challenge_of(user)})
    used = post(path, {"challenge": "x", "code": "x"})

    for response, status, code, text in (
        (required, 401, "second_factor_required", "Senden Sie die Challenge und "),
        (wrong, 401, "wrong_second_factor", "Der zweite Faktor ist falsch oder "),
        (used, 401, "invalid_challenge", "Melden Sie sich noch einmal an: "),
    ):
        assert_problem(response, status, code)
        assert response.json()["detail"].startswith(text)
    assert_problem(none, 400, "invalid")
    [error] = none.json()["errors"]["non_field_errors"]
    assert error["code"] == "one_proof"
    assert error["message"].startswith("Senden Sie eines von: code, ")


def test_an_app_without_a_name_gets_one_in_the_language(client: APIClient) -> None:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "fr"
    add_app(client)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"

    [factor] = client.get(FACTORS).json()
    assert factor["name"] == "Application d’authentification"


def test_the_second_step_in_the_admin_is_in_the_language(staff: User) -> None:
    browser = Client(headers={"accept-language": "es"})
    page = first_step(browser, staff)
    again = second_step(browser, page, code="x")

    assert "<title>Iniciar sesión | " in page.content.decode()
    text = again.content.decode()
    assert 'lang="es"' in text
    assert "Código de la aplicación de autenticación" in text
    assert "<summary>Usar en su lugar un código de recuperación</summary>" in text
    assert "El segundo factor es incorrecto o ya se usó." in text
