from tests.client import Tokens, me, refreshed


def test_a_refresh_returns_only_an_access_token_and_can_be_repeated(
    tokens: Tokens,
) -> None:
    for _ in range(2):
        found = refreshed(tokens["refresh"])
        assert list(found) == ["access"]
        assert found["access"] != tokens["access"]
        assert me(found["access"]).status_code == 200
