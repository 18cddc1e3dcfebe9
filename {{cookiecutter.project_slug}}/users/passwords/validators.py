"""Refuses passwords that are long and still easy to guess."""

import re

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from zxcvbn import zxcvbn

# zxcvbn's highest score: ten thousand million guesses and more.
UNGUESSABLE = 4

# In characters. What comes behind does not make a password weaker, and costs time.
LOOKED_AT = 32

# Signs that stand for the same letters. zxcvbn tries each in every combination with all
# others, which takes a second where they come together.
SAME_LETTERS = str.maketrans("[{<|", "(((1")

WORDS = re.compile(r"\w{3,}")


class GuessableValidator:
    """Estimates how many guesses a password takes, as crackers make them.

    Django's list of common passwords holds next to none of 15 characters. Long ones are made of
    words, names, dates, keyboard rows and repetitions, which is what zxcvbn looks for.
    The words of this service and of its user add nothing.
    """

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        unknown = password.casefold()
        for word in known_words(user):
            unknown = unknown.replace(word, "")
        looked_at = unrepeated(unknown)[:LOOKED_AT].translate(SAME_LETTERS)
        if not looked_at or zxcvbn(looked_at)["score"] < UNGUESSABLE:
            raise ValidationError(
                "This password is easy to guess. Take some more words that have nothing "
                "to do with each other.",
                code="password_too_common",
            )

    def get_help_text(self) -> str:
        return "Your password can't be made of one or two common words or patterns."


def unrepeated(text: str) -> str:
    """Return what a text repeats, the last time perhaps in part, or else all of it.

    A repetition could not be seen any more in what is looked at.
    """
    lengths = range(1, len(text))
    return next((text[:n] for n in lengths if text.startswith(text[n:])), text)


def known_words(user: AbstractBaseUser | None) -> list[str]:
    """Return what everybody knows of the service and its user, the longest first."""
    names = ("username", "email", "first_name", "last_name")
    texts = [
        settings.PROJECT_NAME,
        *settings.ALLOWED_HOSTS,
        *(getattr(user, name, None) or "" for name in names),
    ]
    words = {word for text in texts for word in WORDS.findall(text.casefold())}
    return sorted(words, key=len, reverse=True)
