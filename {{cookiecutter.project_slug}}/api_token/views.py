"""Getting the token.

Whatever is wrong with the name or the password is 401, as it is where one logs in; DRF's
own view answers 400.
"""

from api import throttling
from api_token.serializers import ApiTokenSerializer
from tokens.authentication import REALM
from tokens.views import TokenView
from users.models import User


class ApiTokenView(TokenView):
    """Exchange a name and a password for the token of the account."""

    serializer_class = ApiTokenSerializer
    throttle_classes = (throttling.ByAddress, throttling.ByAccount)
    throttle_scope = "login"
    throttled_account = User.USERNAME_FIELD
    challenge = REALM
