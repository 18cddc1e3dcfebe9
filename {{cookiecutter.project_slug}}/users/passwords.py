"""Passwords: which are accepted, how they are hashed, and how a new one is stored."""

import re
from typing import Any

from django.conf import settings
from django.contrib.auth import hashers, password_validation
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError as DjangoValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.fields import get_error_detail
from rest_framework_simplejwt.exceptions import InvalidToken
from zxcvbn import zxcvbn

from api.fields import TextField
from users.models import User
from users.signals import password_changed

# In characters. A longer password takes no more time to hash, but no user types one.
MAX_PASSWORD = 1024

# The highest score of zxcvbn: ten thousand million guesses and more.
UNGUESSABLE = 4

# In characters. The rest makes no password weaker, but takes time to estimate.
EXAMINED = 32

# Signs that can stand for the same letters. zxcvbn checks all their combinations, which
# takes a second for a password with many of them.
SAME_LETTERS = str.maketrans("[{<|", "(((1")

WORDS = re.compile(r"\w{3,}")


class Argon2PasswordHasher(hashers.Argon2PasswordHasher):
    """Argon2id with 19 MiB, two passes and one lane: the minimum that OWASP names.

    Django's parameters take five times the memory and the time at every login, which an
    attacker could use to overload the service.
    """

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1


class GuessableValidator:
    """Estimates the number of guesses that a password takes.

    Django's list of common passwords has few of 15 characters. Long passwords are made of
    words, names, dates, keyboard rows and repetitions, which zxcvbn recognizes. The words of
    the service and of the user are removed first. They are not given to zxcvbn, which keeps
    them in a dictionary that all threads share.
    """

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        unknown = password.casefold()
        for word in known_words(user):
            unknown = unknown.replace(word, "")
        examined = unrepeated(unknown)[:EXAMINED].translate(SAME_LETTERS)
        if not examined or zxcvbn(examined)["score"] < UNGUESSABLE:
            raise DjangoValidationError(
                _(
                    "This password is easy to guess. Take some more words that have "
                    "nothing to do with each other."
                ),
                code="password_too_common",
            )

    def get_help_text(self) -> str:
        return _("Your password can't be made of one or two common words or patterns.")


def unrepeated(text: str) -> str:
    """Return the part that a text repeats, or the text if it repeats none.

    The last repetition may be cut off. The characters that are examined would
    not show that a long part is repeated.
    """
    lengths = range(1, len(text))
    return next((text[:n] for n in lengths if text.startswith(text[n:])), text)


def known_words(user: AbstractBaseUser | None) -> list[str]:
    """Return the words of the service's and the user's names, the longest first."""
    names = ("username", "email", "first_name", "last_name")
    texts = [
        settings.PROJECT_NAME,
        *settings.ALLOWED_HOSTS,
        *(getattr(user, name, None) or "" for name in names),
    ]
    words = {word for text in texts for word in WORDS.findall(text.casefold())}
    return sorted(words, key=len, reverse=True)


class PasswordField(TextField):
    """A password exactly as it was sent, with its spaces."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            **{
                "write_only": True,
                "trim_whitespace": False,
                "max_length": MAX_PASSWORD,
                "style": {"input_type": "password"},
                **kwargs,
            }
        )


def check_new_password(password: str, user: User, field: str = "new_password") -> None:
    """Raise ValidationError for `field` if AUTH_PASSWORD_VALIDATORS refuse a password."""
    try:
        password_validation.validate_password(password, user)
    except DjangoValidationError as error:
        raise ValidationError({field: get_error_detail(error)}) from error


def change_password(*, user: User, password: str) -> None:
    """Replace the password that the user has just entered.

    Raises InvalidToken if it was changed in the meantime, or the user was deleted.
    """
    if not store_password(user, password, condition=Q(password=user.password)):
        raise InvalidToken


def store_password(user: User, password: str, *, condition: Q, **fields: Any) -> bool:
    """Store a password and other fields, and return whether `condition` still held.

    Of concurrent requests with the same condition, one UPDATE finds the row. Django's
    password validators are called in the same transaction, because they may revoke tokens.
    """
    user.password = hashers.make_password(password)
    unchanged = User.objects.filter(condition, pk=user.pk)
    with transaction.atomic():
        if not unchanged.update(password=user.password, **fields):
            return False
        password_validation.password_changed(password, user)
    password_changed.send(sender=User, user=user)
    return True
