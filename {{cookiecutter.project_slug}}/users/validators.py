"""Refuses passwords that are long and still easy to guess."""

import re

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from zxcvbn import zxcvbn

# The highest score of zxcvbn: ten thousand million guesses and more.
UNGUESSABLE = 4

# In characters. The rest makes no password weaker, but takes time to estimate.
EXAMINED = 32

# Signs that can stand for the same letters. zxcvbn checks all their combinations, which
# takes a second for a password with many of them.
SAME_LETTERS = str.maketrans("[{<|", "(((1")

WORDS = re.compile(r"\w{3,}")


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
            raise ValidationError(
                "This password is easy to guess. Take some more words that have nothing "
                "to do with each other.",
                code="password_too_common",
            )

    def get_help_text(self) -> str:
        return "Your password can't be made of one or two common words or patterns."


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
