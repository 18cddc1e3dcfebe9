"""A link sets a password once, for an hour, as long as it is the last."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from tests.conftest import PASSWORD, make_user
from tests.races import at_once, with_row_locks
from tests.users.passwords.conftest import NEW_PASSWORD, Link, links_in
from users.models import User

Use = Callable[..., Any]


def assert_dead(response: Any) -> None:
    assert response.status_code == 400
    assert response.json()["code"] == "invalid_link"


def test_a_link_sets_a_new_password_and_logs_nobody_in(
    use: Use, link: Link, user: User
) -> None:
    response = use(link)

    assert (response.status_code, response.content) == (204, b"")
    assert not response.cookies
    user.refresh_from_db()
    assert user.check_password(NEW_PASSWORD)


def test_a_link_works_once(use: Use, link: Link) -> None:
    assert use(link).status_code == 204

    assert_dead(use(link, "another five words nobody knows"))


@with_row_locks
def test_of_ten_uses_at_once_one_sets_the_password(
    use: Use, link: Link, user: User
) -> None:
    passwords = [f"{NEW_PASSWORD} {n}" for n in range(10)]

    answers = at_once([partial(use, link, new) for new in passwords])

    assert sorted(answer.status_code for answer in answers) == [204] + [400] * 9
    user.refresh_from_db()
    [winner] = [a for a in zip(answers, passwords, strict=True) if a[0].content == b""]
    assert user.check_password(winner[1])


def test_the_newest_link_is_the_one_that_works(
    ask: Callable[[str], Any], use: Use, link: Link, user: User, mailoutbox: list[Any]
) -> None:
    ask(user.email)

    assert_dead(use(link))
    assert use(links_in(mailoutbox)[-1]).status_code == 204


def test_logging_in_ends_a_link(
    api: APIClient, use: Use, link: Link, credentials: dict[str, str]
) -> None:
    assert api.post(reverse("token_obtain_pair"), credentials).status_code == 200

    assert_dead(use(link))


def test_a_new_password_ends_a_link(use: Use, link: Link, user: User) -> None:
    user.set_password("changed in the admin meanwhile")
    user.save(update_fields=["password"])

    assert_dead(use(link))


@pytest.mark.parametrize(("minutes", "status"), [(59, 204), (61, 400)])
def test_a_link_lives_for_an_hour(
    use: Use, link: Link, minutes: int, status: int
) -> None:
    with time_machine.travel(timezone.now() + timedelta(minutes=minutes)):
        assert use(link).status_code == status


def test_a_refused_password_leaves_the_link_alive(use: Use, link: Link) -> None:
    refused = use(link, "short")

    assert refused.status_code == 400
    complaints = refused.json()["errors"]["new_password"]
    assert "password_too_short" in {complaint["code"] for complaint in complaints}
    assert use(link).status_code == 204


def test_what_is_wrong_with_a_link_is_not_told(
    use: Use, link: Link, user: User, mailoutbox: list[Any]
) -> None:
    other = make_user("ben@example.com")
    uids = (str(other.pk), str(uuid4()), "1", "\u0661")
    wrong = [use({**link, "uid": uid}) for uid in uids]
    wrong += [use({**link, "token": token}) for token in ("x", "x-y", "b2-" + "0" * 32)]
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        wrong.append(use(link))
    user.is_active = False
    user.save()
    wrong.append(use(link))

    for response in wrong:
        assert_dead(response)
    assert len({response.content for response in wrong}) == 1


def test_looking_at_a_link_uses_nothing_up(
    api: APIClient, use: Use, link: Link
) -> None:
    for _ in range(2):
        answer = api.get(reverse("password_reset_confirm"), link)
        assert answer.status_code == 405

    assert use(link).status_code == 204


def test_the_owner_is_told_without_a_secret(
    use: Use, link: Link, user: User, mailoutbox: list[Any]
) -> None:
    use(link)

    told = mailoutbox[-1]
    assert told.to == [user.email]
    assert "was changed" in told.subject
    for secret in (PASSWORD, NEW_PASSWORD, link["token"]):
        assert secret not in told.body


def test_the_database_holds_nothing_to_use(
    use: Use, link: Link, user: User, settings: Any
) -> None:
    user.refresh_from_db()
    settings.SECRET_KEY = "another-key"

    assert_dead(use(link))
    assert link["token"] not in str(User.objects.values().get())
