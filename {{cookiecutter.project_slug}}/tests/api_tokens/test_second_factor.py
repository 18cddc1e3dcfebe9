"""An account with a second factor gets no token of DRF's by the password alone."""

from rest_framework.authtoken.models import Token

from tests.api.conftest import assert_problem
from tests.api_tokens.conftest import obtain
from tests.second_factor.conftest import App, access, app, client, enrolled, noon
from users.models import User

__all__ = ["access", "app", "client", "enrolled", "noon"]


def test_the_password_alone_gets_no_token(app: App, user: User) -> None:
    response = obtain(user)

    assert_problem(response, 401, "second_factor_required")
    assert not Token.objects.exists()
