"""Mails that prove an address, before there is an account."""

from django.conf import settings
from django.core import signing

from users import mail
from users.models import User
from users.passwords.links import InvalidLink

SALT = "users.registration.links"


def send_registration_link(*, email: str) -> None:
    """Mail a link that makes an account for an address, in its one spelling.

    Who has an account already is told so instead, and nobody else.
    """
    user = User.objects.filter(email=email).first()
    if user:
        mail.send("registered_already", to=user.email, user=user)
    else:
        token = signing.dumps(email, salt=SALT)
        mail.send("registration", to=email, token=token)


def address_of_registration_link(token: str) -> str:
    """Return the address that a link proves, for as long as it has no account.

    Raises InvalidLink.
    """
    try:
        address = signing.loads(token, salt=SALT, max_age=settings.REGISTRATION_TIMEOUT)
    except signing.BadSignature as error:
        raise InvalidLink from error
    if User.objects.filter(email=address).exists():
        raise InvalidLink
    return str(address)
