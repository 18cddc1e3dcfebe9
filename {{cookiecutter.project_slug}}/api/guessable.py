"""Tells a secret that a program made from one that somebody typed or copied."""

import re

FEWEST_CHARACTERS = 10

# What documentation and people write where a secret should be.
KNOWN = re.compile(
    r"insecure|change.?(me|this|it)|example|not.?a.?secret|password|placeholder|replace"
    r"|secret.?key|string.?secret|your.?(jwt|key|own|secret|super)|(128|256|512).bits?"
    r"|-----BEGIN|0123456|1234567|abcdef|qwerty",
    re.IGNORECASE,
)


def guessable(secret: str) -> bool:
    """Return whether it has few characters, repeats itself, or is known to everybody."""
    return (
        len(set(secret)) < FEWEST_CHARACTERS
        or secret in (secret + secret)[1:-1]
        or KNOWN.search(secret) is not None
    )
