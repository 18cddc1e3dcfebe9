"""Tells a secret that a program made from one that was typed or copied."""

import math
import re
from base64 import b64decode
from collections.abc import Callable, Iterator

from zxcvbn.matching import RANKED_DICTIONARIES, sequence_match, spatial_match

# In characters: a secret that is random so far needs no more.
EXAMINED = 128

# Of the characters that are predictable.
REFUSED_SHARE = 0.5

# A short word is common only if it is among so many: random texts contain the others, too.
HIGHEST_RANK = {3: 1_000, 4: 10_000}
LONGEST_WORD = 20
# What stands for a letter where a word is disguised.
LETTERS = str.maketrans("4@301!5$7", "aaeoiisst")

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
    text = secret[:EXAMINED]
    return (
        PUBLISHED.search(text) is not None
        or UUID.fullmatch(text) is not None
        or _is_encoded_text(secret)
        or len(set(_predictable(text))) >= REFUSED_SHARE * len(text)
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


def _predictable(text: str) -> Iterator[int]:
    """Yield the positions in words, repetitions, sequences and keyboard rows."""
    lower = "".join(letter.lower()[:1] for letter in text)
    letters = lower.translate(LETTERS)
    for start in range(len(text)):
        for end in range(start + 3, min(start + LONGEST_WORD, len(text)) + 1):
            if _is_word(lower[start:end]) or (
                end - start > 5 and _is_word(letters[start:end])
            ):
                yield from range(start, end)
        part = lower[start : start + 4]
        if len(part) == 4 and lower.find(part) != lower.rfind(part):
            yield from range(start, start + 4)
    for match in (*sequence_match(lower), *spatial_match(lower)):
        if len(match["token"]) > 4:
            yield from range(match["i"], match["j"] + 1)


def _is_word(text: str) -> bool:
    """Return whether it is a common word, name or password, and not only digits."""
    highest = HIGHEST_RANK.get(len(text), math.inf)
    return not text.isdigit() and any(
        text in words and words[text] <= highest
        for words in RANKED_DICTIONARIES.values()
    )
