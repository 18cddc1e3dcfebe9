"""Tokens that are issued in code, and the methods of SimpleJWT that do not issue any."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import RequestFactory
from rest_framework_simplejwt import tokens as simplejwt
from rest_framework_simplejwt.authentication import JWTAuthentication

from tests.api.conftest import Lines
from tests.client import claims, me, refresh
from tokens import logins
from tokens.serializers import TokenObtainPairSerializer
from tokens.tokens import RefreshToken
from users.models import User

TEXT: Any = "a.b.c"


@pytest.mark.parametrize("request_", [None, RequestFactory().post("/social/")])
def test_a_pair_issued_in_code_is_like_that_of_a_login(
    user: User, settings: Any, lines: Lines, request_: Any
) -> None:
    settings.CUSTOM_CLAIMS = {"staff": "is_staff"}

    pair = logins.start(user, request_)

    assert claims(pair["access"])["staff"] is False
    assert me(pair["access"]).json()["id"] == str(user.pk)
    assert refresh(pair["refresh"]).status_code == 200
    [login] = [line for line in lines() if line["event"] == "authn_login_success"]
    assert login["user_id"] == str(user.pk)


@pytest.mark.parametrize(
    "make",
    [
        lambda user: str(simplejwt.RefreshToken.for_user(user)),
        lambda user: str(simplejwt.AccessToken.for_user(user)),
        lambda user: simplejwt.RefreshToken(TEXT),
        lambda user: simplejwt.UntypedToken(TEXT),
        lambda user: JWTAuthentication().get_validated_token(TEXT),
        lambda user: RefreshToken.for_user(user).access_token,
    ],
)
def test_the_token_classes_of_simplejwt_name_the_function_to_call(
    user: User, make: Callable[[User], Any]
) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"tokens\.logins\.start\(user\)"):
        make(user)


def test_a_refresh_token_issued_alone_is_valid_or_the_error_names_the_function(
    user: User,
) -> None:
    try:
        token = str(RefreshToken.for_user(user))
    except ImproperlyConfigured as error:
        assert "tokens.logins.start(user)" in str(error)
    else:
        assert refresh(token).status_code == 200


def test_a_serializer_with_a_get_token_that_is_not_called_is_refused() -> None:
    class Adds:
        @classmethod
        def get_token(cls, user: Any) -> Any:
            return None

    with pytest.raises(TypeError, match="put what it adds into CUSTOM_CLAIMS"):
        type("LoginSerializer", (Adds, TokenObtainPairSerializer), {})
