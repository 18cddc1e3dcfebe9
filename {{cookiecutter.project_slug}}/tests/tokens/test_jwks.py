"""What is published lets everyone verify, and nobody sign."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import jwt
import pytest
from django.conf import settings as django_settings
from rest_framework.test import APIClient

from tests.api.conftest import assert_problem
from tokens.key_files import thumbprint, write_key

URL = "/.well-known/jwks.json"
PUBLIC = {
    "EC": {"crv", "x", "y"},
    "OKP": {"crv", "x"},
    "RSA": {"n", "e"},
}


def published(api: APIClient) -> list[dict[str, str]]:
    keys: list[dict[str, str]] = api.get(URL).json()["keys"]
    return keys


def test_anyone_can_get_it_and_keep_it_for_a_while(api: APIClient) -> None:
    response = api.get(URL)

    assert response.status_code == 200
    assert response["Content-Type"] == "application/jwk-set+json"
    assert response["Cache-Control"] == "public, max-age=300"
    assert not response.cookies


def test_a_token_that_is_wrong_does_not_matter(api: APIClient) -> None:
    response = api.get(URL, headers={"authorization": "Bearer expired"})

    assert response.status_code == 200


def test_it_holds_public_members_only(api: APIClient) -> None:
    for key in published(api):
        numbers = PUBLIC[key["kty"]]
        assert set(key) == {"kty", "kid", "use", "alg"} | numbers
        assert key["use"] == "sig"
        assert key["alg"] == django_settings.SIMPLE_JWT["ALGORITHM"]
        assert key["kid"] == thumbprint({n: key[n] for n in numbers | {"kty"}})
        assert re.fullmatch(r"[\w-]{43}", key["kid"])


def test_it_holds_every_key_of_the_ring(
    api: APIClient, settings: Any, tmp_path: Path
) -> None:
    settings.JWT_KEYS_DIR = tmp_path
    waits = timedelta(minutes=10)
    kids = [write_key(tmp_path, wait)[0].kid for wait in (timedelta(0), waits)]

    assert [key["kid"] for key in published(api)] == kids[::-1]


def test_tokens_can_be_verified_with_it(
    api: APIClient, tokens: dict[str, str], claims: Callable[[str], dict[str, Any]]
) -> None:
    access = tokens["access"]
    keys = jwt.PyJWKSet(published(api))
    config = django_settings.SIMPLE_JWT

    verified = jwt.decode(
        access,
        keys[jwt.get_unverified_header(access)["kid"]],
        algorithms=[config["ALGORITHM"]],
        issuer=config["ISSUER"],
        audience=config["AUDIENCE"],
    )

    assert verified == claims(access)


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_it_can_only_be_read(api: APIClient, method: str) -> None:
    assert getattr(api, method)(URL).status_code == 405


def test_nothing_can_be_posted(client: Any) -> None:
    client.handler.enforce_csrf_checks = True

    assert_problem(client.post(URL, {}), 405, "method_not_allowed")
