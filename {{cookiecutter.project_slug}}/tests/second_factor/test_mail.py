"""The owner of an account is told by mail when a second factor changes."""

from typing import Any

from django.core.management import call_command
from django.urls import reverse
from django.utils import translation
from rest_framework.test import APIClient

from second_factor.factors import record_change
from tests.second_factor.conftest import FACTORS, add_app
from users.models import User


def test_each_change_is_mailed(
    client: APIClient, user: User, mailoutbox: list[Any], settings: Any
) -> None:
    app, codes = add_app(client)
    [factor] = client.get(FACTORS).json()
    place = reverse("factor", args=[factor["id"]])
    client.patch(place, {"name": "Phone"})
    client.post(reverse("recovery_codes"))
    client.delete(place)
    call_command("reset_second_factor", user.get_username())

    assert [mail.to for mail in mailoutbox] == [[user.email]] * 5
    bodies = [" ".join(mail.body.split()) for mail in mailoutbox]
    for body, change in zip(
        bodies,
        [
            "A second factor was added.",
            "A second factor was renamed.",
            "The recovery codes were replaced.",
            "A second factor was removed.",
            "All second factors were removed.",
        ],
        strict=True,
    ):
        assert change in body
        assert settings.PROJECT_NAME in body
    for secret in (app.code(), *codes):
        assert secret not in str(bodies)


def test_a_mail_is_in_the_language_of_the_request(
    client: APIClient, mailoutbox: list[Any]
) -> None:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "fr"
    add_app(client)

    [told] = mailoutbox
    assert told.subject.startswith("Votre second facteur chez ")
    assert "\nUn second facteur a été ajouté.\n" in told.body


def test_without_a_request_it_is_in_the_language_of_the_settings(
    user: User, mailoutbox: list[Any], settings: Any
) -> None:
    settings.LANGUAGE_CODE = "de"
    translation.deactivate()
    call_command("reset_second_factor", user.get_username())

    [told] = mailoutbox
    assert told.subject.startswith("Ihr zweiter Faktor bei ")
    assert "\nAlle zweiten Faktoren wurden entfernt.\n" in told.body


def test_a_user_without_an_address_gets_no_mail(
    user: User, mailoutbox: list[Any]
) -> None:
    user.email = ""
    record_change(user, "reset")

    assert not mailoutbox
