"""Users log in with several names, and the limits count the account."""

from typing import Any

import pytest
from django.contrib.auth.backends import ModelBackend
from django.db.models import Q

from api import throttling
from tests.api.throttles.conftest import (
    ELSEWHERE,
    HOME,
    addresses,
    admin_log_in,
    log_in,
    statuses,
)
from tests.conftest import PASSWORD
from users.models import User

DJANGOS = "django.contrib.auth.backends.ModelBackend"

# Where users log in with the address, there is no other name.
NAMES = {User.USERNAME_FIELD: "ann", "email": "ann@example.org"}


class EitherBackend(ModelBackend):
    """An owner's backend, which finds users by the user name or the e-mail address."""

    def authenticate(self, request: Any, **credentials: Any) -> User | None:  # type: ignore[override]
        name = credentials.get(User.USERNAME_FIELD, credentials.get("username"))
        named = Q(**{User.USERNAME_FIELD: name}) | Q(email=name)
        user = User.objects.filter(named).first()
        is_known = user and user.check_password(credentials["password"])
        return user if is_known else None


def find(manager: Any, name: str) -> User:
    """The method of an owner's manager, which finds users by the last name, too."""
    found: User = manager.get(Q(**{User.USERNAME_FIELD: name}) | Q(last_name=name))
    return found


@pytest.fixture(params=["backend", "manager"])
def names(
    request: pytest.FixtureRequest,
    db: None,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> list[str]:
    """The names that a user can log in with."""
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


def test_all_names_share_the_limit_and_the_known_address_with_the_admin(
    names: list[str], client: Any
) -> None:
    assert {log_in(name, PASSWORD, HOME).status_code for name in names} == {200}
    places = addresses()
    for _ in range(2):
        for name in (names[0], names[-1]):
            assert log_in(name, address=next(places)).status_code == 401
    assert admin_log_in(client, names[-1], "x", next(places)).status_code == 200

    for name in names:
        assert log_in(name, PASSWORD, next(places)).status_code == 429
        assert admin_log_in(client, name, PASSWORD, next(places)).status_code == 429
        assert log_in(name, PASSWORD, HOME).status_code == 200


def test_a_text_that_names_no_user_is_counted_as_it_is(names: list[str]) -> None:
    key = str(User.objects.get().pk)
    texts = ["nobody", f"{key}\n", "a\x00b"]
    for number, text in enumerate(texts):
        answers = statuses([text] * 6, f"203.0.{number}")
        assert set(answers[:5]) <= {400, 401}
        assert answers[5] == 429

    assert log_in(names[0], PASSWORD, ELSEWHERE).status_code == 200


def test_a_name_of_two_users_counts_for_both(
    names: list[str], user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An attacker who takes another's name is known for the own account only."""
    owner = User.objects.get(email=NAMES["email"])
    places = list(addresses())[:6]
    for place in places:
        assert log_in(user.get_username(), PASSWORD, place).status_code == 200

    monkeypatch.setattr(throttling, "_users_named", lambda name: [user, owner])
    answers = [log_in("both", address=place).status_code for place in places]

    assert answers == [401] * 5 + [429]


def test_with_one_name_there_is_no_query(
    user: User, settings: Any, django_assert_num_queries: Any
) -> None:
    settings.AUTHENTICATION_BACKENDS = [DJANGOS]

    assert not throttling.has_several_names()
    with django_assert_num_queries(0):
        throttling.accounts_named(user.get_username())
