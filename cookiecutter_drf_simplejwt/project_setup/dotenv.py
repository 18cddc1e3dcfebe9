"""Writes `.env`, the only file with secrets in it; git ignores it."""

import os
import secrets
from pathlib import Path

CONTENT = """\
# Signs sessions and password reset links. Changing it ends them.
SECRET_KEY={secret_key}
# Signs access and refresh tokens. Changing it logs everyone out.
JWT_SIGNING_KEY={jwt_signing_key}
"""


def write_dotenv(path: Path) -> bool:
    """Write fresh secrets that only the owner can read, unless there is a file already.

    Return whether it was written.
    """
    try:
        # O_EXCL and the mode at once: never overwritten, never readable for a moment.
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(file, "w", encoding="utf-8", newline="\n") as dotenv:
        dotenv.write(
            CONTENT.format(
                secret_key=secrets.token_urlsafe(50),
                jwt_signing_key=secrets.token_urlsafe(50),
            )
        )
    return True
