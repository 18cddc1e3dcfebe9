"""The owner of an account is told by mail when a second factor changes."""

from typing import Any

from django.core.management import call_command
from django.urls import reverse
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
            "a second factor was added",
            "a second factor was renamed",
            "the recovery codes were replaced",
            "a second factor was removed",
            "all second factors were removed",
        ],
        strict=True,
    ):
        assert change in body
        assert settings.PROJECT_NAME in body
    for secret in (app.code(), *codes):
        assert secret not in str(bodies)


def test_a_user_without_an_address_gets_no_mail(
    user: User, mailoutbox: list[Any]
) -> None:
    user.email = ""
    record_change(user, "reset")

    assert not mailoutbox
