"""A secret from a program is told from one that somebody wrote."""

import secrets

import pytest

from api.guessable import guessable


@pytest.mark.parametrize(
    "secret",
    [
        "",
        "a" * 64,
        "0123456789" * 6,
        "django-insecure-" + "kvqwzjmtbhrn" * 4,
        "a-string-secret-at-least-256-bits-long",
        "your-512-bit-secret-for-tokens-of-the-service",
        "CHANGE_ME_CHANGE_ME_CHANGE_ME_CHANGE_ME_9",
    ],
)
def test_what_everybody_knows_is_guessable(secret: str) -> None:
    assert guessable(secret)


@pytest.mark.parametrize("part", ["7_bit", "0xBits", "keys", "you", "1234"])
def test_what_is_in_it_by_chance_does_not_matter(part: str) -> None:
    """A short part is in one of a few thousand secrets."""
    assert not guessable(f"kvqwzjmtbhrnXYLE{part}{'PGSDukwoaf' * 2}c")
    assert not guessable(secrets.token_urlsafe(50))
