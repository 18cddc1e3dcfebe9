"""Detects secrets that were typed or copied, and not made by a program."""

import re
from base64 import b64decode
from collections.abc import Callable

from zxcvbn import zxcvbn

# In characters: zxcvbn refuses more, and a secret that is random so far needs no more.
EXAMINED = 72

# In powers of ten, for each letter or digit. Random digits need 1, and of random texts
# hexadecimal ones need least, 0.83. Texts of words need 0.78 at most.
FEWEST_GUESSES = 0.8

# Parts of published secrets that look random, and of texts that are no secrets: public keys,
# tokens, hashes of passwords. The short ones are in all that a popular web page makes.
PUBLISHED = re.compile(
    r"django-insecure-|-----BEGIN|eyJhbGciOi|\$2[aby]\$\d\d\$"
    r"|09d25e094faa6ca2|C\*F-J|C&F\)J|r5u8x/A|7w!z%C"
)

# 122 random bits, and not made to be secret (RFC 9562, 8).
UUID = re.compile(r"\W*\w{8}(-\w{4}){3}-\w{12}\W*")


def guessable(secret: str) -> bool:
    """Return whether it is published, a UUID, encoded text, or mostly words and patterns."""
    # zxcvbn counts what stands between words as random.
    text = re.sub(r"[\W_]", "", secret)[:EXAMINED]
    return (
        PUBLISHED.search(secret) is not None
        or UUID.fullmatch(secret) is not None
        or _is_encoded_text(secret)
        or not text
        or zxcvbn(text)["guesses_log10"] < FEWEST_GUESSES * len(text)
    )


def _is_encoded_text(secret: str) -> bool:
    """Return whether it is the hexadecimal or Base64 form of a text."""
    base64 = secret.rstrip("=").replace("-", "+").replace("_", "/")
    base64 += "=" * (-len(base64) % 4)
    decoders: list[Callable[[], bytes]] = [
        lambda: bytes.fromhex(secret),
        lambda: b64decode(base64, validate=True),
    ]
    for decode in decoders:
        try:
            text = decode().decode("ascii")
        except ValueError:
            continue
        if text.strip().isprintable():
            return True
    return False
