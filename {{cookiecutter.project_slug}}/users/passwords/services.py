"""What happens to passwords. Whoever has to hear of it is told by Django's validators."""

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import password_changed
from django.db import router, transaction
from django.utils import timezone
from rest_framework_simplejwt.exceptions import InvalidToken

from api.background import run_later
from users import mail
from users.models import User
from users.passwords.links import InvalidLink, reset_tokens


def change_password(*, user: User, password: str) -> None:
    """Set a password in place of the one that was just proven, and tell its owner.

    Of many changes at once, one finds that old one; the database decides which.

    Raises InvalidToken if it is another by now, or if there is no such user any more.
    """
    unchanged = User.objects.filter(pk=user.pk, password=user.password)
    user.password = make_password(password)
    with transaction.atomic(using=router.db_for_write(User)):
        if not unchanged.update(password=user.password):
            raise InvalidToken
        password_changed(password, user=user)
    tell_owner(user)


def send_reset_link(*, email: str) -> None:
    """Mail a link that resets the password to the owner of an address, if there is one.

    It goes to the address that is stored, never to the one that was typed. Whoever has
    no password by choice of the staff gets none this way.
    """
    user = User.objects.filter(email=email, is_active=True).first()
    if user is None or not user.has_usable_password():
        return
    user.reset_requested_at = timezone.now()
    User.objects.filter(pk=user.pk).update(reset_requested_at=user.reset_requested_at)
    mail.send(
        "password_reset",
        to=user.email,
        uid=str(user.pk),
        token=reset_tokens.make_token(user),
        user=user,
    )


def reset_password(*, user: User, password: str) -> None:
    """Set the password that a link was good for, once.

    Of many requests with one link, one finds it unused; the database decides which.

    Raises InvalidLink.
    """
    unused = User.objects.filter(pk=user.pk, reset_requested_at=user.reset_requested_at)
    with transaction.atomic(using=router.db_for_write(User)):
        if not unused.update(password=make_password(password), reset_requested_at=None):
            raise InvalidLink
        password_changed(password, user)
    tell_owner(user)


def drop_reset_link(user: User) -> None:
    """Let a link die that its owner no longer needs, having just logged in."""
    if user.reset_requested_at:
        # Not saved: the user may have been deleted in the meantime.
        User.objects.filter(pk=user.pk).update(reset_requested_at=None)


def tell_owner(user: User) -> None:
    if user.email:
        run_later(mail.send, template="password_changed", to=user.email, user=user)
