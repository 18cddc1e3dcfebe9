"""Requesting a link does not tell who has an account, and is limited."""

from typing import Any

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from tests.client import log_in
from tests.conftest import NEW_PASSWORD, PASSWORD, make_user
from tests.users.conftest import NO_MAILBOXES
from tests.users.test_password_reset import ask, links_in, use
from users import mail
from users.models import User


def test_the_response_is_the_same_for_every_address(
    user: User, mailoutbox: list[Any]
) -> None:
    make_user("inactive@example.com", is_active=False)
    machine = make_user("machine@example.com")
    machine.set_unusable_password()
    machine.save()
    unreachable = ["unknown@example.com", "inactive@example.com", machine.email]

    answers = [ask(address) for address in [user.email, *unreachable]]

    assert {(a.status_code, a.content) for a in answers} == {(202, b"")}
    assert [mail.to for mail in mailoutbox] == [[user.email]]


def test_nothing_is_looked_up_before_the_response(
    user: User,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries: Any,
    settings: Any,
) -> None:
    settings.BACKGROUND_THREADS = 2
    later: list[Any] = []
    monkeypatch.setattr(mail.executor, "submit", lambda *task: later.append(task))

    with django_assert_num_queries(0):
        assert ask(user.email).status_code == 202
        assert ask("unknown@example.com").status_code == 202

    assert len(later) == 2


@pytest.mark.parametrize("twin", ["ANN@Example.com", "ann@\uff25xample.com"])
def test_the_mail_goes_to_the_stored_address_and_leads_to_the_front_end(
    user: User, mailoutbox: list[Any], settings: Any, twin: str
) -> None:
    settings.FRONTEND_URL = "https://app.example.com"
    settings.ALLOWED_HOSTS = ["*"]

    ask(twin, headers={"host": "evil.example", "x-forwarded-host": "evil.example"})

    [sent] = mailoutbox
    assert sent.to == [user.email]
    assert "\nhttps://app.example.com/reset-password#uid=" in sent.body
    assert "evil" not in sent.body
    assert len(links_in(mailoutbox)) == 1


def test_a_body_without_an_address_is_refused(api: APIClient) -> None:
    bodies: list[Any] = [{}, {"email": "ann"}, {"email": ["ann@example.com"]}, []]
    bodies += [{"email": address} for address in [*NO_MAILBOXES, "a" * 255]]
    for body in bodies:
        assert api.post(reverse("password_reset"), body).status_code == 400, body


@pytest.fixture
def one_a_minute(settings: Any, noon: Any) -> None:
    settings.THROTTLE_RATES = dict.fromkeys(settings.THROTTLE_RATES, (1, 60))


@pytest.mark.usefixtures("one_a_minute")
def test_links_for_one_address_are_limited_for_all_clients_together(
    user: User, mailoutbox: list[Any]
) -> None:
    answers = [ask(user.email, host).status_code for host in (1, 2, 3)]
    assert answers == [202, 429, 429]
    assert ask("unknown@example.com", 4).status_code == 202
    assert ask("UNKNOWN@ex\u00adample.com", 5).status_code == 429
    assert len(mailoutbox) == 1


@pytest.mark.usefixtures("one_a_minute")
def test_a_known_place_of_a_login_does_not_lift_the_limit_of_an_address(
    user: User,
) -> None:
    """A user name can be another user's address."""
    assert log_in(user).status_code == 200

    assert ask(user.get_username(), 2).status_code == 202
    name = {"email": user.get_username()}
    assert APIClient().post(reverse("password_reset"), name).status_code == 429


@pytest.mark.usefixtures("one_a_minute")
def test_a_reset_lets_an_owner_log_in_whom_an_attacker_has_locked_out(
    api: APIClient, user: User, credentials: dict[str, str], mailoutbox: list[Any]
) -> None:
    def login(password: str, host: int) -> int:
        body, address = {**credentials, "password": password}, f"192.0.2.{host}"
        path = reverse("token_obtain_pair")
        return int(api.post(path, body, REMOTE_ADDR=address).status_code)

    assert [login("wrong", host) for host in (1, 2)] == [401, 429]
    assert login(PASSWORD, 3) == 429

    ask(user.email)
    assert use(links_in(mailoutbox)[0]).status_code == 204

    assert login(NEW_PASSWORD, 4) == 200
