"""The login by hand does not log in an account with a second factor."""

from tests import transport
from tests.api.conftest import assert_problem
from tests.by_hand.conftest import LOGIN
from tests.second_factor.conftest import App, access, app, client, enrolled, noon

__all__ = ["access", "app", "client", "enrolled", "noon"]


def test_the_password_alone_gets_no_token(
    app: App, credentials: dict[str, str]
) -> None:
    response = transport.new_client().post(LOGIN, credentials)

    assert_problem(response, 401, "second_factor_required")
