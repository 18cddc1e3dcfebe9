"""What a text may be. Each rule yields what is wrong with an answer, and what is right.

Python 3.8 has to import this and all that `extension` imports, to be refused by name
then: no `match`, and no `X | Y` outside annotations.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Mapping  # noqa: UP035  (Python 3.8 cannot subscript the other)

Answers = Mapping[str, object]

# "# template:" begins a line of Jinja in this template (`_jinja2_env_vars`).
TEMPLATE_SYNTAX = ("{{", "}}", "{%", "%}", "{#", "#}", "# template:")
# They make one emoji out of several, and Persian readable.
JOINERS = "\u200c\u200d"

SLUG = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,38}[A-Za-z0-9])?")
# Windows takes these for devices, whatever the ending: nul.txt is nul.
DEVICES = re.compile(r"(con|nul|aux|prn|(com|lpt)[1-9])(\..*)?", re.IGNORECASE)
# uv and pip would take the project for the package. The service's dependencies, and
# theirs: `uv pip compile --group dev --universal` in a generated project.
INSTALLED_PACKAGES = frozenset(
    """
    argon2-cffi argon2-cffi-bindings asgiref ast-serialize async-timeout attrs
    backports-datetime-fromisoformat cbor2 cffi click colorama cryptography
    dj-database-url dj-email-url django django-cache-url django-cors-headers
    django-stubs django-stubs-ext djangorestframework djangorestframework-simplejwt
    djangorestframework-stubs drf-spectacular drf-spectacular-sidecar environs
    exceptiongroup execnet grimp gunicorn import-linter inflection iniconfig jsonschema
    jsonschema-specifications librt markdown-it-py marshmallow mdurl mypy
    mypy-extensions packaging pathspec pip pluggy psycopg psycopg-binary pyasn1
    pyasn1-modules pycparser pygments pyjwt pyopenssl pytest pytest-django pytest-xdist
    python-dotenv pyyaml redis referencing rich rpds-py ruff segno sqlparse structlog
    time-machine tomli types-pyyaml types-zxcvbn typing-extensions tzdata uritemplate
    webauthn whitenoise zxcvbn
    """.split()
)

LONGEST_PREFIX = 40
SEGMENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~-]*")
TAKEN_SEGMENTS = ("admin", "health", "static", ".well-known")

# At most as many digits as the longest duration has, which are few to compute with.
_NUMBER = "([1-9][0-9]{0,9})"
DURATION = re.compile(f"(?:{_NUMBER}d)?(?:{_NUMBER}h)?(?:{_NUMBER}m)?(?:{_NUMBER}s)?")
LONGEST_DURATION = 3650  # days

MOST_CLAIMS = 20
CLAIM = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,39}")
# Tokens use these themselves, or will, or did in SimpleJWT; or IANA's registry of claims
# has them for what is no attribute of a user.
RESERVED_CLAIMS = frozenset(
    """
    acr act alg amr at_hash aud auth_time azp client_id cnf crit exp gen generation
    hash_password iat iss jti kid max_exp may_act nbf nonce refresh_exp scope sid sub
    token_type typ user_id
    """.split()
)
# What the generated user model has; `username` only where users log in with it.
SOURCES = tuple(
    """
    id username email first_name last_name get_full_name get_short_name get_username
    is_active is_staff is_superuser date_joined last_login groups user_permissions
    get_all_permissions get_group_permissions get_user_permissions has_usable_password
    """.split()
)


def shown(answer: object) -> str:
    """Return it as Python writes it, which escapes control characters, but shortened."""
    text = repr(answer)
    return text if len(text) <= 60 else f"{text[:57]}..."


def has_template_syntax(text: str) -> bool:
    return any(mark in text for mark in TEMPLATE_SYNTAX)


def is_visible(text: str) -> bool:
    return all(c.isprintable() or c in JOINERS for c in text)


def project_name_faults(name: str, answers: Answers) -> Iterator[str]:
    yield from line_faults(name, answers, longest=60)
    if not any(map(str.isalnum, name)):
        yield "must hold at least one letter or digit"


def line_faults(text: str, answers: Answers, longest: int) -> Iterator[str]:
    """Validate text for people, which is put inside quotes in Python, TOML and JSON."""
    if not 1 <= len(text) <= longest:
        yield f"must have 1 to {longest} characters, this has {len(text)}"
    if text != text.strip():
        yield "must not begin or end with white space"
    if not is_visible(text):
        yield "must be one line, without control or other invisible characters"
    if '"' in text or "\\" in text:
        yield "must not hold a double quote or a backslash; use ' instead"


def slug_faults(slug: str, answers: Answers) -> Iterator[str]:
    if not SLUG.fullmatch(slug) or ".." in slug:
        yield (
            "must be 1 to 40 letters without accents, digits, - _ and single dots, "
            "with a letter or digit at both ends, such as shop-api"
        )
    elif DEVICES.fullmatch(slug):
        yield "is the name of a device on Windows, which cannot be a folder"
    elif canonical_name(slug) in INSTALLED_PACKAGES:
        yield (
            "is the name of a package that the service installs; "
            f"choose another, such as {slug}-service"
        )


def canonical_name(package: str) -> str:
    """Return the one spelling that stands for all (PEP 503)."""
    return re.sub(r"[-_.]+", "-", package).lower()


def prefix_faults(prefix: str, answers: Answers) -> Iterator[str]:
    segments = prefix.split("/")
    if segments[0] in TAKEN_SEGMENTS:
        yield f"/{segments[0]}/ is taken; choose another, such as api or api/v1"
    elif ".." in prefix or not all(map(SEGMENT.fullmatch, segments)):
        yield (
            "must be words of letters without accents, digits, - _ . ~ with single "
            "slashes between them and none at the ends, such as api or api/v1"
        )
    elif len(prefix) > LONGEST_PREFIX:
        yield f"must have at most {LONGEST_PREFIX} characters, this has {len(prefix)}"


def duration_faults(text: str, answers: Answers) -> Iterator[str]:
    duration = parse_duration(text)
    if re.fullmatch(_NUMBER, text):
        yield f"{text} of what? Write {text}s, {text}m, {text}h or {text}d"
    elif duration is None:
        yield (
            "must be days, hours, minutes and seconds in that order, in whole numbers "
            "from 1 and without spaces, such as 90s, 10m, 1h30m or 2d"
        )
    elif duration > LONGEST_DURATION * 24 * 60 * 60:
        yield f"must be at most {LONGEST_DURATION}d"


def refresh_faults(refresh: str, answers: Answers) -> Iterator[str]:
    yield from duration_faults(refresh, answers)
    access = str(answers.get("access_token_lifetime"))
    longer, shorter = parse_duration(refresh), parse_duration(access)
    if longer and shorter and longer <= shorter:
        yield f"must be longer than access_token_lifetime, which is {access}"


def parse_duration(text: str) -> int | None:
    """Return the seconds; None if it is not written as a duration."""
    match = DURATION.fullmatch(text)
    if not text or not match:
        return None
    days, hours, minutes, seconds = (int(number or 0) for number in match.groups())
    return ((days * 24 + hours) * 60 + minutes) * 60 + seconds


def claims_faults(claims: str, answers: Answers) -> Iterator[str]:
    """Validate `email, staff=is_staff`: names, and the attributes that they show."""
    items = [item.strip(" ") for item in claims.split(",")] if claims.strip() else []
    if "" in items:
        yield "has a comma too many"
    if len(items) > MOST_CLAIMS:
        yield f"must have at most {MOST_CLAIMS} claims, this has {len(items)}"
    names = set()
    for item in filter(None, items):
        name, equals, source = (part.strip(" ") for part in item.partition("="))
        faults = list(_claim_name_faults(name))
        yield from faults
        if name in names:
            yield f"{shown(name)} is there twice"
        names.add(name)
        if equals or not faults:
            yield from _source_faults(source if equals else name, answers)


def _claim_name_faults(name: str) -> Iterator[str]:
    if not CLAIM.fullmatch(name):
        yield (
            f"{shown(name)} is no name for a claim: "
            "1 to 40 letters without accents, digits and _, not beginning with a digit"
        )
    elif name in RESERVED_CLAIMS:
        yield (
            f"{shown(name)} is reserved for the token itself; "
            f"choose another name, such as my_{name}=SOURCE"
        )


def _source_faults(source: str, answers: Answers) -> Iterator[str]:
    missing = "username" if answers.get("login_field") == "email" else None
    sources = [name for name in SOURCES if name != missing]
    if source == "password":
        yield "the password is secret, and anyone can read a token; leave it out"
    elif source == missing:
        yield (
            "there is no username when login_field is email; "
            "use email or get_username instead"
        )
    elif source not in sources:
        yield (
            f"a user of a new project has no {shown(source)}; "
            f"there is {', '.join(sources)}; for another, first add it to the user "
            "model of the project: docs/tokens.md there says how"
        )


# A text question that is not here takes any text without Jinja. A rule is given all
# answers, for those that depend on another.
RULES: dict[str, Callable[[str, Answers], Iterable[str]]] = {
    "project_name": project_name_faults,
    "project_slug": slug_faults,
    "description": partial(line_faults, longest=200),
    "api_prefix": prefix_faults,
    "access_token_lifetime": duration_faults,
    "refresh_token_lifetime": refresh_faults,
    "custom_claims": claims_faults,
}
