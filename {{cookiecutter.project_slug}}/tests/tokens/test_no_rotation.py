from collections.abc import Callable
from typing import Any


def test_refreshing_gives_only_an_access_token(
    refresh: Callable[[str], Any],
    tokens: dict[str, str],
    tokens_in: Callable[[Any], dict[str, str]],
) -> None:
    assert list(tokens_in(refresh(tokens["refresh"]))) == ["access"]


def test_a_refresh_token_can_be_used_again(
    refresh: Callable[[str], Any], tokens: dict[str, str]
) -> None:
    assert refresh(tokens["refresh"]).status_code == 200
    assert refresh(tokens["refresh"]).status_code == 200
