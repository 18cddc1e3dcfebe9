from tests.client import Tokens, refreshed


def test_a_refresh_returns_only_an_access_token_and_can_be_repeated(
    tokens: Tokens,
) -> None:
    assert list(refreshed(tokens["refresh"])) == ["access"]
    assert list(refreshed(tokens["refresh"])) == ["access"]
