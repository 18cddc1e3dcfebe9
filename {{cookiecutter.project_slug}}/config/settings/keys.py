"""What signs the tokens: private keys in files. What verifies them is public."""

from config.env import BASE_DIR, env

# One file a key. The newest signs, all of them verify.
JWT_KEYS_DIR = env.path("JWT_KEYS_DIR", BASE_DIR / "keys")

SIMPLE_JWT_KEYS = "tokens.keys.files.load"
# SimpleJWT's own setting: by default it would be SECRET_KEY.
SIGNING_KEY = None
