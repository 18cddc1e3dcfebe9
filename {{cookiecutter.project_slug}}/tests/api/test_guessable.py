"""Secrets that a program made, and secrets that were typed or copied."""

import random
import string
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable

import pytest

from api.checks import guessable

# From published code and documentation, or like it.
WRITTEN = [
    "",
    "a" * 64,
    "0123456789abcdef0123456789abcdef",
    "1101000110111011010001011" * 3 + "1",
    "qwertyuiopasdfghjklzxcvbnm123456",
    "kvqwzjmtbhrn" * 4 + "kvq",
    "django-insecure-" + "kvqwzjm3bhrnXYLE7PGSDukwoafc4tM2" * 2,
    "a-string-secret-at-least-256-bits-long",
    "[change this to a long random value please]",
    "CHANGE_ME_CHANGE_ME_CHANGE_ME_CHANGE_ME_9",
    "sup3rs3cr3t-passw0rd-for-my-jwt-s1gnature",
    "correct horse battery " * 3,
    "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZI",
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmN",
    "$2b$12$LQv3c1yqBWVHxkd0LHAkCOYz6TtxMQJqhN8/LewdBPj4J/HS.iK8i",
    "09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7",
    "n2r5u8x/A%D*G-KaPdSgVkYp3s6v9y$B&E(H+MbQeThWmZq4t7w!z%C*F-J@NcRf",
]


@pytest.mark.parametrize("secret", WRITTEN)
def test_a_written_or_published_secret_is_guessable(secret: str) -> None:
    assert guessable(secret)


# Those of Django's get_random_secret_key().
CHARACTERS = string.ascii_lowercase + string.digits + "!@#$%^&*(-_=+)"

GENERATORS: dict[str, Callable[[random.Random], str]] = {
    "secrets.token_urlsafe(50)": lambda draw: (
        urlsafe_b64encode(draw.randbytes(50)).decode().rstrip("=")
    ),
    "openssl rand -hex 16": lambda draw: draw.randbytes(16).hex(),
    "openssl rand -base64 48": lambda draw: b64encode(draw.randbytes(48)).decode(),
    "get_random_secret_key()": lambda draw: "".join(draw.choices(CHARACTERS, k=50)),
}


@pytest.mark.parametrize("command", GENERATORS)
def test_a_random_secret_is_not_guessable(command: str) -> None:
    # The same secrets each time.
    draw = random.Random(command)  # noqa: S311

    for _ in range(20):
        secret = GENERATORS[command](draw)
        assert not guessable(secret), secret


@pytest.mark.parametrize("part", ["7_bit", "0xBits", "keys", "you", "1234"])
def test_a_word_in_a_random_secret_does_not_matter(part: str) -> None:
    assert not guessable(f"kvqwzjmtbhrnXYLE{part}{'PGSDukwoaf'}c3RsT9mB")
