"""A plain word for what stands in a token."""

from django.conf import settings

WORDS = {
    "alg": "how it is signed",
    "aud": "for whom it was made; others refuse it",
    "exp": "when it ends",
    # template: if cookiecutter.blacklisting == "sessions"
    "gen": "how many refreshes came before it in this session",
    # template: endif
    "iat": "when it was made",
    "iss": "who made it",
    "jti": "its own name; no two tokens share one",
    "kid": "the name of the key that signed it",
    "nbf": "before this, it is not valid",
    "sid": "the session: one log-in on one device",
    "sub": "whom it is about: the user's key",
    "token_type": "access or refresh; one is never taken for the other",
    "typ": "what kind of token it is",
}

# Of names that only this service and its clients know.
OTHER = "a claim of its maker's own"


def words() -> dict[str, str]:
    """Return a word for each name, this service's custom claims among them."""
    custom = {
        claim: f"what the database says of the user: {source}"
        for claim, source in settings.CUSTOM_CLAIMS.items()
    }
    return custom | WORDS
