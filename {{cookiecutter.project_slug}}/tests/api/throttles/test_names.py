"""People log in with several names, and the limits count the account."""

from typing import Any

import pytest
from django.contrib.auth.backends import ModelBackend
from django.db.models import Q

from api import throttles
from tests.api.throttles.conftest import ELSEWHERE, HOME, addresses, log_in
from tests.api.throttles.test_everywhere import admin_log_in
from tests.conftest import PASSWORD
from users.models import User

DJANGOS = "django.contrib.auth.backends.ModelBackend"

# Where the address is what one logs in with, there is no other name.
NAMES = {User.USERNAME_FIELD: "ann", "email": "ann@example.org"}


class EitherBackend(ModelBackend):
    """Finds users in its own way, and does not tell how."""

    def authenticate(self, request: Any, **credentials: Any) -> User | None:  # type: ignore[override]
        name = credentials.get(User.USERNAME_FIELD, credentials.get("username"))
        named = Q(**{User.USERNAME_FIELD: name}) | Q(email=name)
        user = User.objects.filter(named).first()
        known = user and user.check_password(credentials["password"])
        return user if known else None


def find(manager: Any, name: str) -> User:
    """What a manager of the owner's may do: by the name of the family, too."""
    found: User = manager.get(Q(**{User.USERNAME_FIELD: name}) | Q(last_name=name))
    return found


@pytest.fixture(params=["backend", "manager"])
def names(
    request: pytest.FixtureRequest,
    db: None,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> list[str]:
    """What a user can log in with."""
    User.objects.create_user(
        password=PASSWORD, last_name="Smith", is_staff=True, **NAMES
    )
    settings.AUTHENTICATION_BACKENDS = [DJANGOS]
    if request.param == "manager":
        manager = type(User._default_manager)
        monkeypatch.setattr(manager, "get_by_natural_key", find, raising=False)
        return [NAMES[User.USERNAME_FIELD], "Smith"]
    settings.AUTHENTICATION_BACKENDS = [f"{__name__}.EitherBackend"]
    return list(NAMES.values())


def test_each_name_logs_in(names: list[str]) -> None:
    assert {log_in(name, PASSWORD).status_code for name in names} == {200}


def test_all_names_share_the_limit_with_the_admin(
    names: list[str], client: Any
) -> None:
    places = addresses()
    for _ in range(2):
        for name in (names[0], names[-1]):
            assert log_in(name, address=next(places)).status_code == 401
    assert admin_log_in(client, names[-1], "x", next(places)).status_code == 200

    for name in names:
        assert log_in(name, PASSWORD, next(places)).status_code == 429
        assert admin_log_in(client, name, PASSWORD, next(places)).status_code == 429


def test_who_is_known_by_one_name_is_known_by_all(names: list[str]) -> None:
    assert log_in(names[0], PASSWORD, HOME).status_code == 200
    for address in list(addresses())[:6]:
        last = log_in(names[0], address=address)
    assert last.status_code == 429

    assert log_in(names[-1], PASSWORD, ELSEWHERE).status_code == 429
    assert log_in(names[-1], PASSWORD, HOME).status_code == 200


def test_a_name_of_nobody_is_limited_as_a_text(names: list[str]) -> None:
    key = str(User.objects.get().pk)
    texts = ["nobody", f"{key}\n", "a\x00b", "a" * 8_000]
    for number, text in enumerate(texts):
        answers = [
            log_in(text, address=address).status_code
            for address in list(addresses(f"203.0.{number}"))[:6]
        ]
        assert set(answers[:5]) <= {400, 401}
        assert answers[5] == 429

    assert log_in(names[0], PASSWORD, ELSEWHERE).status_code == 200


def test_a_name_that_two_have_counts_for_both(
    names: list[str], user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An attacker who takes another's name is known there for their own account only."""
    owner = User.objects.get(email=NAMES["email"])
    places = list(addresses())[:6]
    for place in places:
        assert log_in(user.get_username(), PASSWORD, place).status_code == 200

    monkeypatch.setattr(throttles, "_users_named", lambda name: [user, owner])
    answers = [log_in("both", address=place).status_code for place in places]

    assert answers == [401] * 5 + [429]


def test_where_there_is_one_name_no_query_is_added(
    user: User, settings: Any, django_assert_num_queries: Any
) -> None:
    settings.AUTHENTICATION_BACKENDS = [DJANGOS]

    assert not throttles.has_several_names()
    with django_assert_num_queries(0):
        throttles.accounts_named(user.get_username())
