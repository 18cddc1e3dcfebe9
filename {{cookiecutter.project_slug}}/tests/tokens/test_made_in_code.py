"""Tokens for a user who has not just sent a password, and SimpleJWT's ways to them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import RequestFactory
from rest_framework_simplejwt import tokens as simplejwt
from rest_framework_simplejwt.exceptions import InvalidToken

from tokens import logins
from tokens.serializers import TokenObtainPairSerializer
from tokens.tokens import RefreshToken
from users.models import User


@pytest.mark.parametrize("request_", [None, RequestFactory().post("/social/")])
def test_a_pair_made_in_code_is_like_one_of_a_login(
    user: User,
    me: Callable[[str], Any],
    refresh: Callable[[str], Any],
    claims: Callable[[str], dict[str, Any]],
    settings: Any,
    lines: Callable[[], list[dict[str, Any]]],
    request_: Any,
) -> None:
    settings.CUSTOM_CLAIMS = {"staff": "is_staff"}

    pair = logins.start(user, request_)

    assert claims(pair["access"])["staff"] is False
    assert me(pair["access"]).json()["id"] == str(user.pk)
    assert refresh(pair["refresh"]).status_code == 200
    [login] = [line for line in lines() if line["event"] == "authn_login_success"]
    assert login["user_id"] == str(user.pk)


def test_there_is_none_for_a_user_who_may_not_log_in(user: User) -> None:
    user.is_active = False
    user.save()

    with pytest.raises(InvalidToken):
        logins.start(user)


TEXT: Any = "a.b.c"


@pytest.mark.parametrize(
    "make",
    [
        lambda user: str(simplejwt.RefreshToken.for_user(user)),
        lambda user: str(simplejwt.AccessToken.for_user(user)),
        lambda user: simplejwt.RefreshToken(TEXT),
        lambda user: simplejwt.UntypedToken(TEXT),
        lambda user: RefreshToken.for_user(user).access_token,
    ],
)
def test_simplejwts_ways_name_the_right_one(
    user: User, make: Callable[[User], Any]
) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"tokens\.logins\.start\(user\)"):
        make(user)


def test_a_refresh_token_made_alone_works_or_names_the_right_way(
    user: User, refresh: Callable[[str], Any]
) -> None:
    try:
        token = str(RefreshToken.for_user(user))
    except ImproperlyConfigured as error:
        assert "tokens.logins.start(user)" in str(error)
    else:
        assert refresh(token).status_code == 200


def test_a_get_token_without_effect_is_refused() -> None:
    class Adds:
        @classmethod
        def get_token(cls, user: Any) -> Any:
            return None

    with pytest.raises(TypeError, match="put what it adds into CUSTOM_CLAIMS"):
        type("LoginSerializer", (Adds, TokenObtainPairSerializer), {})
