"""Logs security events of accounts and tokens, one line an event.

The names are OWASP's (Logging Vocabulary Cheat Sheet), so that existing alarms can be
used. `config/settings/logs.py` has the format of a line.
"""

import logging
import re
from typing import Any
from uuid import UUID

import structlog
from django.db.models import Model
from django.http import HttpRequest

from api.addresses import client_address

LOGIN_SUCCEEDED = "authn_login_success"
LOGIN_FAILED = "authn_login_fail"
REFRESHED = "session_renewed"
# template: if cookiecutter.rotate_refresh_tokens and cookiecutter.blacklisting != "none"
# A refresh token that had already been used: it was stolen.
REUSED = "authn_token_reuse"
# template: endif
# template: if cookiecutter.blacklisting == "token_blacklist"
# One refresh token was revoked.
REVOKED = "authn_token_revoked"
# template: endif
# A session ended, in the admin as well; `reason` is for instance "logout".
ENDED = "session_expired"
# A user does not have the permission; `path` is the request's.
FORBIDDEN = "authz_fail"
# A limit was exceeded, named by `scope`; `by` is "address", "account" or "user".
THROTTLED = "excess_rate_limit_exceeded"

# An account was created, changed or deleted; `by` is the staff user, if not its owner.
USER_CREATED = "user_created"
USER_UPDATED = "user_updated"
USER_DELETED = "user_deleted"
PASSWORD_CHANGED = "authn_password_change"
PASSWORD_CHANGE_FAILED = "authn_password_change_fail"

WARNINGS = {
    FORBIDDEN,
    LOGIN_FAILED,
    PASSWORD_CHANGE_FAILED,
    # template: if cookiecutter.rotate_refresh_tokens and cookiecutter.blacklisting != "none"
    REUSED,
    # template: endif
    THROTTLED,
}

# Logs are read by more people than the database is, and are kept longer.
REFUSED = re.compile(
    r"pass(word|phrase|wd)|token|secret|cookie|credential|authorization|user_?name|mail"
    r"|^(access|refresh|key|login|name)$",
    re.IGNORECASE,
)

logger = structlog.stdlib.get_logger("security")


def record(
    event: str,
    *,
    request: HttpRequest | None = None,
    user: Model | UUID | str | None = None,
    session: UUID | str | None = None,
    **fields: Any,
) -> None:
    """Log an event with its time, client address, user and session.

    `user` is a user or a user's key. The name that was typed at a failed login is not
    logged: users type their password there by mistake.

    Raises ValueError for a field that is named like a secret.
    """
    for name in fields:
        if REFUSED.search(name):
            raise ValueError(f"{name} does not belong into a log")
    about = {
        "ip": client_address(request) if request else None,
        "user_id": getattr(user, "pk", user),
        "session_id": session,
    }
    logger.log(
        logging.WARNING if event in WARNINGS else logging.INFO,
        event,
        **{name: str(value) for name, value in about.items() if value},
        **fields,
    )
