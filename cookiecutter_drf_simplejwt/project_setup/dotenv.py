"""Writes `.env`, the only file with secrets in it; git ignores it."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

SECRET_KEY = """\
# Signs what Django signs, such as the sessions of the admin. Changing it ends them.
SECRET_KEY={secret}
"""
JWT_SIGNING_KEY = """\
# Signs access and refresh tokens. docs/signing-keys.md says how to change it.
JWT_SIGNING_KEY={secret}
"""
POSTGRES_PASSWORD = """\
# Opens the database in compose.yaml. It counts when that database is first started.
POSTGRES_PASSWORD={secret}
"""


def write_dotenv(path: Path, answers: Mapping[str, object]) -> bool:
    """Write fresh secrets that only the owner can read, unless there is a file already.

    Key pairs are files of their own: `plan` makes the first. Return whether it was
    written.
    """
    contents = [SECRET_KEY]
    if answers["signing_algorithm"] == "HS256":
        contents.append(JWT_SIGNING_KEY)
    if answers["deployment"] != "none":
        contents.append(POSTGRES_PASSWORD)
    try:
        # O_EXCL and the mode at once: never overwritten, never readable for a moment.
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(file, "w", encoding="utf-8", newline="\n") as dotenv:
        for content in contents:
            dotenv.write(content.format(secret=secrets.token_urlsafe(50)))
    return True
