"""What the endpoints do with tokens."""

from django.core.exceptions import ValidationError
from rest_framework_simplejwt.exceptions import AuthenticationFailed
from rest_framework_simplejwt.settings import api_settings
from rest_framework_simplejwt.tokens import AccessToken, Token

from tokens.claims import custom_claims
from users.models import User


def access_token_for(user: User) -> AccessToken:
    """Make an access token that says of its user what the database says now.

    SimpleJWT copies the claims of the refresh token instead, so that whoever lost a
    right would keep it until the next login.
    """
    token = AccessToken.for_user(user)
    token.payload.update(custom_claims(user))
    return token


def owner(token: Token) -> User:
    """Return the active user a token was made for.

    Raises AuthenticationFailed, in the same words whether the user was deactivated,
    deleted or never existed.
    """
    try:
        user = User.objects.filter(pk=token.get(api_settings.USER_ID_CLAIM)).first()
    except ValidationError:
        user = None
    if user is None or not user.is_active:
        raise AuthenticationFailed(
            "No active account found for the given token.", "no_active_account"
        )
    return user
