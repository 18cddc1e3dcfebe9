"""Runs in the new project: keeps the files the answers ask for, then sets it up.

Cookiecutter runs a rendered copy of this file from a temporary folder, so the answers
come in as data and the rest as a package of the template.
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, r"""{{ template_root }}""")

from cookiecutter_drf_simplejwt.choose_files import choose_files
from cookiecutter_drf_simplejwt.setup import set_up

ANSWERS: dict[str, object] = json.loads(r"""{{ cookiecutter | tojson }}""")

# Files for every algorithm that signs with one key and verifies with another.
KEY_PAIR: list[str] = [
    "config/settings/keys.py",
    "config/settings/keys_for_tests.py",
    "docs/signing-keys.md",
    "docs/verifying-elsewhere.md",
    "tests/tokens/keys/conftest.py",
    "tests/tokens/keys/test_checks.py",
    "tests/tokens/keys/test_files.py",
    "tests/tokens/keys/test_forgeries.py",
    "tests/tokens/keys/test_new_signing_key.py",
    "tests/tokens/keys/test_rotation.py",
    "tests/tokens/test_jwks.py",
    "tokens/jwks",
    "tokens/keys/checks.py",
    "tokens/keys/files.py",
    "tokens/keys/pem.py",
    "tokens/management/commands/new_signing_key.py",
]

# Files of the template that exist only with an answer. Where two are for one place, the
# answer is in their names: `models.email.py` becomes `models.py`. A file under answers
# to several questions needs all of them.
ONLY_WITH: dict[tuple[str, object], list[str]] = {
    ("login_field", "username"): [
        "users/admin.username.py",
        "users/migrations/0001_initial.username.py",
        "users/models.username.py",
    ],
    ("login_field", "email"): [
        "users/admin.email.py",
        "users/migrations/0001_initial.email.py",
        "users/models.email.py",
    ],
    ("rotate_refresh_tokens", True): [
        "login_sessions/rotation",
        "tests/login_sessions/test_clocks.py",
        "tests/login_sessions/test_grace.py",
        "tests/login_sessions/test_races.py",
        "tests/login_sessions/test_reuse.py",
        "tests/tokens/test_rotation.py",
        "tests/tokens/test_single_use.py",
        "tokens/blacklist/rotation.py",
    ],
    ("rotate_refresh_tokens", False): [
        "login_sessions/no_rotation.py",
        "tests/login_sessions/test_no_rotation.py",
        "tests/tokens/test_no_rotation.py",
    ],
    ("blacklisting", "sessions"): [
        "login_sessions",
        "tests/drf_token_auth/test_sessions.py",
        "tests/login_sessions",
        "tests/tokens/cookie/test_logging_out.py",
        "tests/tokens/test_decode_dead_token.py",
        "tokens/log_out.py",
        "playground/static/playground/revoking.sessions.js",
        "playground/static/playground/sessions.js",
        "playground/templates/playground/revoking.sessions.html",
    ],
    ("blacklisting", "token_blacklist"): [
        "tests/tokens/test_blacklist.py",
        "tests/tokens/test_late_tokens.py",
        "tests/tokens/cookie/test_logging_out.py",
        "tests/tokens/test_decode_dead_token.py",
        "tests/tokens/test_single_use.py",
        "tokens/blacklist",
        "tokens/log_out.py",
        "playground/static/playground/revoking.token_blacklist.js",
        "playground/templates/playground/revoking.token_blacklist.html",
    ],
    ("blacklisting", "none"): [
        "playground/static/playground/revoking.none.js",
        "playground/templates/playground/revoking.none.html",
    ],
    ("signing_algorithm", "HS256"): [
        "config/settings/keys.HS256.py",
        "config/settings/keys_for_tests.HS256.py",
        "docs/signing-keys.HS256.md",
        "tests/tokens/keys/conftest.HS256.py",
        "tests/tokens/keys/test_checks.HS256.py",
        "tests/tokens/keys/test_new_signing_key.HS256.py",
        "tests/tokens/keys/test_rotation.HS256.py",
        "tokens/keys/checks.HS256.py",
        "tokens/keys/secrets.py",
        "tokens/management/commands/new_signing_key.HS256.py",
    ],
    ("signing_algorithm", "ES256"): [
        *KEY_PAIR,
        "tokens/keys/algorithm.ES256.py",
    ],
    ("signing_algorithm", "EdDSA"): [
        *KEY_PAIR,
        "tokens/keys/algorithm.EdDSA.py",
    ],
    ("signing_algorithm", "RS256"): [
        *KEY_PAIR,
        "tokens/keys/algorithm.RS256.py",
    ],
    ("token_transport", "header"): [
        "tests/tokens/test_header.py",
        "tests/transport.header.py",
        "tokens/schema.header.py",
        "tokens/transport/header.py",
        "playground/static/playground/transport.header.js",
        "playground/templates/playground/lead.header.html",
        "playground/templates/playground/nobody.header.html",
        "playground/templates/playground/refresh_token.header.html",
        "playground/templates/playground/replay.header.html",
    ],
    ("token_transport", "cookie"): [
        "tests/tokens/cookie",
        "tests/tokens/cookie/test_logging_out.py",
        "tests/transport.cookie.py",
        "tokens/schema.cookie.py",
        "tokens/transport/cookie",
        "playground/static/playground/transport.cookie.js",
        "playground/templates/playground/lead.cookie.html",
        "playground/templates/playground/nobody.cookie.html",
        "playground/templates/playground/refresh_token.cookie.html",
        "playground/templates/playground/replay.cookie.html",
    ],
    ("drf_token_auth", True): [
        "api_token",
        "tests/drf_token_auth",
        "tests/drf_token_auth/test_sessions.py",
    ],
    ("drf_token_auth", False): ["tests/tokens/test_admin_sessions.py"],
    ("bookstore_example", True): [
        "bookstore",
        "tests/bookstore",
    ],
    ("pyjwt_example", True): [
        "by_hand",
        "docs/by-hand.md",
        "tests/by_hand",
    ],
    ("playground", True): [
        "playground",
        "tests/playground",
    ],
    ("deployment", "compose"): [
        ".dockerignore",
        "Dockerfile",
        "compose.yaml",
        "config/settings/build.py",
    ],
    ("ci", "github"): [".github"],
    ("ci", "gitlab"): [".gitlab-ci.yml"],
    ("registration", "verified_email"): [
        "tests/users/registration",
        "tests/users/registration/conftest.py",
        "tests/users/registration/test_asking.py",
        "tests/users/registration/test_costs.py",
        "tests/users/registration/test_links.py",
        "tests/users/registration/test_services.py",
        "tests/users/registration/test_registration.verified_email.py",
        "users/registration/__init__.verified_email.py",
        "users/registration/links.py",
        "users/registration/serializers.verified_email.py",
        "users/registration/services.py",
        "users/registration/urls.verified_email.py",
        "users/registration/views.verified_email.py",
        "users/templates/mail/registered_already.txt",
        "users/templates/mail/registration.txt",
    ],
    ("registration", "open"): [
        "tests/users/registration",
        "tests/users/registration/test_registration.open.py",
        "tests/users/registration/test_services.py",
        "users/registration/__init__.open.py",
        "users/registration/serializers.open.py",
        "users/registration/services.py",
        "users/registration/urls.open.py",
        "users/registration/views.open.py",
    ],
    ("registration", "closed"): ["tests/users/test_closed.py"],
}

if __name__ == "__main__":
    choose_files(Path.cwd(), ONLY_WITH, ANSWERS)
    sys.exit(set_up(Path.cwd(), ANSWERS))
