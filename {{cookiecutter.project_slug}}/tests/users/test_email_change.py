"""A mailed link gives an account another address: once, within an hour, for its user."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from rest_framework.test import APIClient

from tests.client import Tokens, after, log_in, me, new_tokens, refreshed, with_token
from tests.conftest import make_user
from tests.tokens.forgery import LIFETIMES
from tests.users.conftest import MAILBOXES, NO_MAILBOXES
from users import mail
from users.models import User

NEW = "ann.smith@example.com"


def links_in(mails: list[Any]) -> list[str]:
    """Return the tokens of the links that were mailed."""
    found = [re.search(r"/confirm-email#token=(\S+)", mail.body) for mail in mails]
    return [link[1] for link in found if link]


def ask(tokens: Tokens, email: Any = NEW, host: int = 1) -> Any:
    """Request a link to another address."""
    client, address = with_token(tokens["access"]), f"192.0.2.{host}"
    body = {"email": email}
    return client.post(reverse("email_change"), body, REMOTE_ADDR=address)


def confirm(link: str) -> Any:
    return APIClient().post(reverse("email_confirm"), {"token": link})


@pytest.fixture
def link(tokens: Tokens, mailoutbox: list[Any]) -> str:
    """A link that was mailed to the new address."""
    assert ask(tokens).status_code == 202
    return links_in(mailoutbox)[-1]


def assert_invalid(response: Any) -> None:
    assert response.status_code == 400
    assert response.json()["code"] == "invalid_link"


def address_of(user: User) -> str:
    user.refresh_from_db()
    return user.email


def test_a_link_gives_the_account_the_address_and_does_not_log_in(
    link: str, user: User, tokens: Tokens
) -> None:
    response = confirm(link)

    assert (response.status_code, response.content) == (204, b"")
    assert not response.cookies
    assert address_of(user) == NEW
    # Those who are logged in stay so.
    assert me(tokens["access"]).json()["email"] == NEW
    assert log_in(user).status_code == 200


def test_without_the_link_the_address_stays(
    tokens: Tokens, user: User, mailoutbox: list[Any], settings: Any
) -> None:
    settings.FRONTEND_URL = "https://app.example.com"
    old = user.email
    response = ask(tokens)

    assert (response.status_code, response.content) == (202, b"")
    assert address_of(user) == old
    [sent] = mailoutbox
    assert sent.to == [NEW]
    assert "\nhttps://app.example.com/confirm-email#token=" in sent.body
    # The mailbox can be that of another person.
    for private in (old, user.get_username(), "Ann"):
        assert private not in sent.subject + sent.body.replace(
            settings.PROJECT_NAME, ""
        )


def test_a_user_without_an_address_gets_one(
    tokens: Tokens, user: User, mailoutbox: list[Any]
) -> None:
    User.objects.update(email="")

    ask(tokens)
    assert confirm(links_in(mailoutbox)[0]).status_code == 204

    assert address_of(user) == NEW
    assert len(mailoutbox) == 1


def test_an_old_login_mails_no_link(
    tokens: Tokens, mailoutbox: list[Any], settings: Any
) -> None:
    limit = settings.STEP_UP_MAX_AGE.total_seconds()
    with after(limit + 2):
        if LIFETIMES["access"] <= limit:
            tokens = refreshed(tokens["refresh"])
        response = ask(tokens)

    assert response.status_code == 401
    assert response.json()["code"] == "insufficient_user_authentication"
    assert mailoutbox == []


def test_a_link_is_for_users_who_are_logged_in(api: APIClient, tokens: Tokens) -> None:
    assert api.post(reverse("email_change"), {"email": NEW}).status_code == 401
    assert ask({"access": tokens["refresh"]}).status_code == 401


def test_the_response_is_the_same_for_every_address(
    user: User, tokens: Tokens, mailoutbox: list[Any]
) -> None:
    taken = make_user("bob@example.com")

    answers = [ask(tokens, email) for email in (NEW, "BOB@Example.com", user.email)]

    assert {(a.status_code, a.content) for a in answers} == {(202, b"")}
    assert len({tuple(sorted(dict(a.items()))) for a in answers}) == 1
    # The owner of an account is told, and gets no link. One's own address gets no mail.
    assert [mail.to for mail in mailoutbox] == [[NEW], [taken.email]]
    assert len(links_in(mailoutbox)) == 1
    assert "You have an account" in mailoutbox[1].subject
    assert user.email not in mailoutbox[1].body


def test_the_address_is_not_looked_up_before_the_response(
    tokens: Tokens, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.BACKGROUND_THREADS = 2
    later: list[Any] = []
    monkeypatch.setattr(mail.executor, "submit", lambda *task: later.append(task))
    make_user("bob@example.com")

    with CaptureQueriesContext(connection) as queries:
        assert ask(tokens).status_code == 202
        assert ask(tokens, "bob@example.com").status_code == 202

    assert len(later) == 2
    # That of the access token.
    assert len(queries) == 2


def test_a_body_without_an_address_is_refused(tokens: Tokens) -> None:
    for address in (*NO_MAILBOXES, "", "ann", "a" * 255, ["a@example.com"], None):
        response = ask(tokens, address)
        assert response.status_code == 400, address
        assert list(response.json()["errors"]) == ["email"]


@pytest.mark.parametrize(("address", "twin"), MAILBOXES)
def test_another_spelling_of_a_taken_address_is_taken(
    tokens: Tokens, mailoutbox: list[Any], address: str, twin: str
) -> None:
    User.objects.update(email="ann@elsewhere.example")
    other = make_user("bob@example.com")
    User.objects.filter(pk=other.pk).update(email=address)

    assert ask(tokens, twin).status_code == 202

    assert links_in(mailoutbox) == []
    assert len(mailoutbox) == 1


@pytest.mark.usefixtures("noon")
def test_the_mails_of_a_user_and_to_an_address_are_limited(
    user: User, mailoutbox: list[Any], settings: Any
) -> None:
    settings.THROTTLE_RATES = {**settings.THROTTLE_RATES, "email": (2, 3600)}
    other, third = (new_tokens(make_user(f"{name}@example.com")) for name in "bc")
    own = new_tokens(user)

    codes = [ask(own, f"a{n}@example.com", n).status_code for n in (1, 2, 3)]
    assert codes == [202, 202, 429]
    codes = [ask(other, NEW, host).status_code for host in (4, 5)]
    assert codes == [202, 202]
    assert ask(third, "ANN.Smith@ex\u00adample.com", 6).status_code == 429
    assert len(mailoutbox) == 4


def test_the_attempts_to_use_a_link_are_limited(settings: Any, link: str) -> None:
    settings.THROTTLE_RATES = {**settings.THROTTLE_RATES, "verify": (1, 3600)}

    assert [confirm(text).status_code for text in ("x", link)] == [400, 429]
