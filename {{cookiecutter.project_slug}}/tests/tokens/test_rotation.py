"""A refresh returns an access token and the next refresh token."""

from tests.client import Tokens, after, me, refresh, refreshed
from tests.tokens.forgery import LIFETIMES


def test_every_refresh_returns_a_new_pair(tokens: Tokens) -> None:
    first = refreshed(tokens["refresh"])
    second = refreshed(first["refresh"])

    assert sorted(first) == ["access", "refresh"]
    for kind in first:
        assert len({tokens[kind], first[kind], second[kind]}) == 3
    assert me(second["access"]).status_code == 200


def test_the_lifetime_of_a_new_refresh_token_starts_at_the_refresh(
    tokens: Tokens,
) -> None:
    with after(LIFETIMES["refresh"] / 2):
        successor = refreshed(tokens["refresh"])
    with after(LIFETIMES["refresh"] + 1):
        assert refresh(successor["refresh"]).status_code == 200
