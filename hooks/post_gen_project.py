"""Runs in the new project: keeps the files the answers ask for, then sets it up.

Cookiecutter runs a rendered copy of this file from a temporary folder, so the answers
come in as data and the rest as a package of the template.
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, r"""{{ template_root }}""")

from cookiecutter_drf_simplejwt.catalogs import compile_catalogs
from cookiecutter_drf_simplejwt.choose_files import choose_files
from cookiecutter_drf_simplejwt.setup import set_up

ANSWERS: dict[str, object] = json.loads(r"""{{ cookiecutter | tojson }}""")


def mail(*names: str) -> list[str]:
    """Return the paths of mails, in English and in the other languages."""
    folder = "users/templates/mail"
    languages = ("", "de/", "es/", "fr/")
    return [f"{folder}/{each}{name}.txt" for name in names for each in languages]


# Files for every algorithm that signs with one key and verifies with another.
KEY_PAIR: list[str] = [
    "config/settings/keys_for_tests.py",
    "docs/signing-keys.md",
    "docs/verifying-elsewhere.md",
    "tests/tokens/test_jwks.py",
    "tests/tokens/test_key_files.py",
    "tests/tokens/test_keys.py",
    "tokens/jwks.py",
    "tokens/key_files.py",
    "tokens/keys.py",
    "tokens/management/commands/new_signing_key.py",
]

# Files for a service that sends mail, with a link to reset a password or to register.
MAIL: list[str] = [
    "tests/config/mail.env",
    "tests/users/test_email_change.py",
    "tests/users/test_email_links.py",
    "tests/users/test_login_notices.py",
    "tests/users/test_mail.py",
    "users/checks.py",
    "users/email_change.py",
    "users/mail.py",
    "second_factor/mail.py",
    "tests/second_factor/test_mail.py",
    *mail("email_change", "email_changed", "email_taken", "second_factor_changed"),
    "users/programs.py",
]

# Expired sessions, or tokens, are deleted once a day.
PURGE = "kubernetes/base/purge.yaml"

# Files for an image.
IMAGE: list[str] = [".dockerignore", "Dockerfile", "compose.yaml"]

# Files of a service in which users can have a second factor.
SECOND_FACTOR: list[str] = [
    "docs/second-factor.md",
    "playground/static/playground/factors.css",
    "playground/static/playground/factors.js",
    "playground/templates/playground/log_in.html",
    "second_factor",
    "second_factor/mail.py",
    "second_factor/revocation.py",
    "tests/api_tokens/test_second_factor.py",
    "tests/by_hand/test_second_factor.py",
    "tests/second_factor",
    "tests/second_factor/test_mail.py",
    "tests/second_factor/test_revocation.py",
    *mail("second_factor_changed"),
]

# Tests of a service that revokes refresh tokens.
REVOCATION: list[str] = [
    "tests/tokens/test_cookie_logout.py",
    "tests/tokens/test_revocation.py",
    "second_factor/revocation.py",
    "tests/second_factor/test_revocation.py",
]

# Files and folders of the template that exist only with an answer. Where two are for one
# place, the answer is in their names: `models.email.py` becomes `models.py`. A path under
# answers to several questions needs all of them.
ONLY_WITH: dict[tuple[str, object], list[str]] = {
    ("login_field", "username"): [
        "users/migrations/0001_initial.username.py",
        "users/models.username.py",
    ],
    ("login_field", "email"): [
        "users/migrations/0001_initial.email.py",
        "users/models.email.py",
    ],
    ("rotate_refresh_tokens", True): [
        "tests/sessions/test_races.py",
        "tests/sessions/test_refresh.py",
        "tests/tokens/test_rotation.py",
        "tests/tokens/test_single_use.py",
    ],
    ("rotate_refresh_tokens", False): [
        "tests/sessions/test_no_rotation.py",
        "tests/tokens/test_no_rotation.py",
    ],
    ("__refreshing", "sessions_rotating"): ["tokens/refreshing.sessions_rotating.py"],
    ("__refreshing", "sessions_fixed"): ["tokens/refreshing.sessions_fixed.py"],
    ("__refreshing", "token_blacklist_rotating"): [
        "tokens/refreshing.token_blacklist_rotating.py"
    ],
    ("__refreshing", "token_blacklist_fixed"): [
        "tokens/refreshing.token_blacklist_fixed.py"
    ],
    ("__refreshing", "none_rotating"): ["tokens/refreshing.none_rotating.py"],
    ("__refreshing", "none_fixed"): ["tokens/refreshing.none_fixed.py"],
    ("blacklisting", "sessions"): [
        PURGE,
        "playground/static/playground/revoking.sessions.js",
        "playground/templates/playground/revoking.sessions.html",
        "tests/api_tokens/test_sessions.py",
        "tests/sessions",
        *REVOCATION,
        "tokens/admin.sessions.py",
        "tokens/logins.sessions.py",
        "tokens/logout.py",
        "tokens/management/commands/clear_expired_sessions.py",
        "tokens/management/commands/end_sessions.py",
        "tokens/statements.py",
        "tokens/migrations",
        "tokens/models.py",
        "tokens/revocation.py",
        "tokens/session_views.py",
    ],
    ("blacklisting", "token_blacklist"): [
        PURGE,
        "playground/static/playground/revoking.token_blacklist.js",
        "playground/templates/playground/revoking.token_blacklist.html",
        *REVOCATION,
        "tests/tokens/test_blacklist.py",
        "tests/tokens/test_single_use.py",
        "tokens/admin.token_blacklist.py",
        "tokens/logins.token_blacklist.py",
        "tokens/logout.py",
        "tokens/revocation.py",
    ],
    ("blacklisting", "none"): [
        "playground/static/playground/revoking.none.js",
        "playground/templates/playground/revoking.none.html",
        "tokens/logins.none.py",
    ],
    ("signing_algorithm", "HS256"): [
        "config/settings/keys_for_tests.HS256.py",
        "docs/signing-keys.HS256.md",
        "tests/tokens/test_keys.HS256.py",
        "tokens/keys.HS256.py",
        "tokens/management/commands/new_signing_key.HS256.py",
    ],
    ("signing_algorithm", "ES256"): [*KEY_PAIR, "tokens/algorithm.ES256.py"],
    ("signing_algorithm", "EdDSA"): [*KEY_PAIR, "tokens/algorithm.EdDSA.py"],
    ("signing_algorithm", "RS256"): [*KEY_PAIR, "tokens/algorithm.RS256.py"],
    ("token_transport", "header"): [
        "tests/tokens/test_header.py",
        "tests/transport.header.py",
        "tokens/transport.header.py",
        "playground/static/playground/transport.header.js",
        "playground/templates/playground/index.header.html",
    ],
    ("token_transport", "cookie"): [
        "tests/tokens/test_cookie.py",
        "tests/tokens/test_cookie_logout.py",
        "tests/tokens/test_cookie_origin.py",
        "tests/transport.cookie.py",
        "tokens/cookie_schema.py",
        "tokens/transport.cookie.py",
        "playground/static/playground/transport.cookie.js",
        "playground/templates/playground/index.cookie.html",
    ],
    ("second_factor", "none"): [
        "playground/static/playground/log_in.none.js",
        "playground/templates/playground/log_in.none.html",
    ],
    ("second_factor", "totp"): [
        *SECOND_FACTOR,
        "playground/static/playground/log_in.totp.js",
    ],
    ("second_factor", "passkeys"): [
        *SECOND_FACTOR,
        "playground/static/playground/log_in.passkeys.js",
        "second_factor/migrations/0002_passkey.py",
        "second_factor/passkey_views.py",
        "tests/config/passkeys.env",
        "second_factor/passkeys.py",
        "second_factor/passkey_form.py",
        "second_factor/static/second_factor/passkey.js",
        "second_factor/templates/second_factor/credential.html",
        "tests/second_factor/passkey.py",
        "tests/second_factor/test_passkey_in_the_admin.py",
        "tests/second_factor/test_passkey_races.py",
        "tests/second_factor/test_passkey_registration.py",
        "tests/second_factor/test_passkeys.py",
    ],
    ("drf_token_auth", True): [
        "tests/api_tokens",
        "tests/api_tokens/test_second_factor.py",
        "tests/api_tokens/test_sessions.py",
        "tokens/api_token_view.py",
        "tokens/api_tokens.py",
    ],
    ("drf_token_auth", False): ["tests/tokens/test_admin_sessions.py"],
    ("bookstore_example", True): ["bookstore", "tests/bookstore"],
    ("pyjwt_example", True): [
        "by_hand",
        "docs/by-hand.md",
        "tests/by_hand",
        "tests/by_hand/test_second_factor.py",
    ],
    ("playground", True): ["playground", "tests/playground"],
    ("deployment", "compose"): IMAGE,
    ("deployment", "kubernetes"): [*IMAGE, "kubernetes", PURGE],
    ("ci", "github"): [".github"],
    ("ci", "gitlab"): [".gitlab-ci.yml"],
    ("registration", "verified_email"): [
        "tests/users/test_registration.verified_email.py",
        "users/registration.verified_email.py",
        *mail("registered_already.registration", "registered_already.reset"),
        *mail("registration"),
    ],
    ("registration", "open"): [
        "tests/users/test_registration.open.py",
        "users/registration.open.py",
    ],
    ("registration", "closed"): ["tests/users/test_closed.py"],
    ("password_reset", True): [
        "tests/users/test_password_reset.py",
        "tests/users/test_password_reset_requests.py",
        "users/password_reset.py",
        *mail("password_reset"),
    ],
    ("__mail", "reset"): [
        *MAIL,
        *mail("logged_in.reset", "password_changed.reset", "registered_already.reset"),
    ],
    ("__mail", "registration"): [
        *MAIL,
        *mail("logged_in.registration", "password_changed.registration"),
        *mail("registered_already.registration"),
    ],
}

if __name__ == "__main__":
    choose_files(Path.cwd(), ONLY_WITH, ANSWERS)
    compile_catalogs(Path.cwd())
    sys.exit(set_up(Path.cwd(), ANSWERS))
