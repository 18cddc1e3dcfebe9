"""What signs the tokens: secrets that nobody but this service knows."""

from config.env import secret

# Newest first: the first signs, all of them verify. Keys of their own: whoever learns one
# can forge tokens, but not Django's own signatures.
JWT_SIGNING_KEYS = [key.strip() for key in secret("JWT_SIGNING_KEY").split(",")]

SIMPLE_JWT_KEYS = "tokens.keys.secrets.load"
SIGNING_KEY = JWT_SIGNING_KEYS[0]
