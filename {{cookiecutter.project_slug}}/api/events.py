"""What happens to accounts and tokens, one line an event, for whoever watches over it.

The names are OWASP's (Logging Vocabulary Cheat Sheet), so that alarms can be taken from
elsewhere. `config/settings/logs.py` says what a line looks like.
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
# A refresh token that had been used already: it was stolen, from us or from its owner.
REUSED = "authn_token_reuse"
# template: endif
# template: if cookiecutter.blacklisting == "token_blacklist"
# A refresh token was ended on its own.
REVOKED = "authn_token_revoked"
# template: endif
# A login was ended, in the admin as well; `reason` says why, for instance "logout".
ENDED = "session_expired"
# Somebody who is known asked for what they may not do; `path` says where.
FORBIDDEN = "authz_fail"
# Something was tried more often than its limit; `scope` says what, `by` whose limit.
THROTTLED = "excess_rate_limit_exceeded"

# An account was made, changed or deleted; `by` whom of the staff, if it was not its owner.
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
    """Write an event down: when, from where, about whom, in which session.

    `user` is somebody we know, or their key. The name that was typed at a failed login
    is never recorded: sooner or later somebody types the password there.

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
