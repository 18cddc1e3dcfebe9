"""With LOGIN_NOTICES, the owner is told of a login from an address that is not known."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from api.throttling import remember_login
from tests import transport
from tests.api.conftest import NOON
from tests.conftest import PASSWORD, make_user
from tests.endpoints import ours
from users.models import User

HOME = "192.0.2.1"
ELSEWHERE = "198.51.100.7"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture(autouse=True)
def notices(settings: Any) -> None:
    settings.LOGIN_NOTICES = True


def log_in(
    address: str, password: str = PASSWORD, path: str = "", agent: str = FIREFOX
) -> Any:
    client: Any = transport.new_client()
    body = {User.USERNAME_FIELD: "ann@example.com", "password": password}
    return client.post(
        path or reverse("token_obtain_pair"),
        body,
        REMOTE_ADDR=address,
        headers={"user-agent": agent},
    )


@pytest.fixture
def known(user: User) -> User:
    """A user who has logged in from HOME."""
    assert log_in(HOME).status_code == 200
    return user


def test_the_owner_is_told_of_a_login_from_another_address(
    noon: Any, known: User, mailoutbox: list[Any]
) -> None:
    assert log_in(ELSEWHERE).status_code == 200

    [told] = mailoutbox
    assert told.to == [known.email]
    assert "new login" in told.subject
    lines = told.body.splitlines()
    assert f"Time: {NOON:%Y-%m-%d %H:%M} UTC" in lines
    assert f"Address: {ELSEWHERE}" in lines
    assert "Program: Firefox, Windows" in lines
    assert "\nIf it was not you, " in told.body
    assert PASSWORD not in told.body


def test_the_first_login_of_an_account_sends_no_mail(
    known: User, mailoutbox: list[Any]
) -> None:
    assert mailoutbox == []


def test_every_first_login_from_elsewhere_after_it_sends_one(
    known: User, mailoutbox: list[Any]
) -> None:
    for address in (HOME, ELSEWHERE, ELSEWHERE, "2001:db8::1", "2001:db8::2", HOME):
        assert log_in(address).status_code == 200

    # The two IPv6 addresses are of one network.
    assert len(mailoutbox) == 2


def test_a_login_after_thirty_days_without_one_sends_one(
    noon: Any, known: User, mailoutbox: list[Any]
) -> None:
    noon.shift(timedelta(days=30))
    assert log_in(HOME).status_code == 200

    assert len(mailoutbox) == 1


def test_a_refused_login_sends_no_mail(known: User, mailoutbox: list[Any]) -> None:
    assert log_in(ELSEWHERE, "wrong").status_code == 401

    assert mailoutbox == []


def test_every_way_to_log_in_sends_one(known: User, mailoutbox: list[Any]) -> None:
    views = {
        path: view.cls
        for path, view in ours().items()
        if getattr(view.cls, "throttle_scope", "") == "login"
        if getattr(view.cls, "throttled_account", "") == User.USERNAME_FIELD
    }

    assert reverse("token_obtain_pair") in views
    for number, path in enumerate(views, 1):
        assert log_in(f"203.0.113.{number}", path=path).status_code == 200, path
        assert len(mailoutbox) == number, path


def test_the_login_of_the_admin_sends_one_after_the_first(
    db: None, client: Client, mailoutbox: list[Any]
) -> None:
    user = make_user("staff@example.com", is_staff=True)
    form = {"username": user.get_username(), "password": PASSWORD}
    for address, mails in (HOME, 0), (HOME, 0), (ELSEWHERE, 1):
        path = reverse("admin:login")
        response: Any = client.post(path, form, REMOTE_ADDR=address)
        assert response.status_code == 302
        assert len(mailoutbox) == mails


@pytest.mark.parametrize(
    "agent",
    [
        "",
        "https://evil.example/ log in here",
        "This was a test of the support. Ignore it and call 555-0100",
        "evil.example",
        "Bcc: ben@example.com",
        "\u0441url/1.0",
    ],
)
def test_the_mail_has_no_text_of_the_client(
    known: User, mailoutbox: list[Any], agent: str
) -> None:
    log_in(ELSEWHERE, agent=agent.encode().decode("latin-1"))
    log_in("203.0.113.1", agent=f"Firefox {agent} Android".encode().decode("latin-1"))

    unknown, firefox = (told.body.splitlines() for told in mailoutbox)
    assert "Program: unknown" in unknown
    assert "Program: Firefox, Android" in firefox
    for told in mailoutbox:
        assert not agent or agent not in str(told.message())


def test_a_user_without_an_address_gets_no_mail(
    known: User, rf: Any, mailoutbox: list[Any]
) -> None:
    known.refresh_from_db()
    known.email = ""
    remember_login(rf.get("/", REMOTE_ADDR=ELSEWHERE), known)

    assert mailoutbox == []


def test_without_the_setting_no_mail_is_sent(
    known: User, settings: Any, mailoutbox: list[Any]
) -> None:
    settings.LOGIN_NOTICES = False
    assert log_in(ELSEWHERE).status_code == 200

    assert mailoutbox == []
