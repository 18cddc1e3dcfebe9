"""What the access token says about its user: `email, staff=is_staff`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cookiecutter_drf_simplejwt.answers.complaint import shown

MOST_CLAIMS = 20
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,39}")
# Tokens use these themselves, or will, or did in SimpleJWT; or they are registered for
# something that no attribute of a user is (IANA's registry of JSON Web Token claims).
RESERVED_NAMES = (
    "acr",
    "act",
    "alg",
    "amr",
    "at_hash",
    "aud",
    "auth_time",
    "azp",
    "client_id",
    "cnf",
    "crit",
    "exp",
    "gen",
    "generation",
    "hash_password",
    "iat",
    "iss",
    "jti",
    "kid",
    "may_act",
    "nbf",
    "nonce",
    "refresh_exp",
    "scope",
    "sid",
    "sub",
    "token_type",
    "typ",
    "user_id",
)
# What the generated user model has. `username` is for those who log in with it.
SOURCES = (
    "id",
    "username",
    "email",
    "first_name",
    "last_name",
    "get_full_name",
    "get_short_name",
    "get_username",
    "is_active",
    "is_staff",
    "is_superuser",
    "date_joined",
    "last_login",
    "groups",
    "user_permissions",
    "get_all_permissions",
    "get_group_permissions",
    "get_user_permissions",
    "has_usable_password",
)


def claims_faults(claims: str, login_field: object) -> Iterator[str]:
    if not claims.strip():
        return
    items = [item.strip(" ") for item in claims.split(",")]
    if "" in items:
        yield "has a comma too many"
    if len(items) > MOST_CLAIMS:
        yield f"must have at most {MOST_CLAIMS} claims, this has {len(items)}"
    names = set()
    for item in filter(None, items):
        name, equals, source = (part.strip(" ") for part in item.partition("="))
        name_faults = list(_name_faults(name))
        yield from name_faults
        if name in names:
            yield f"{shown(name)} is there twice"
        names.add(name)
        if equals:
            yield from _source_faults(source, login_field)
        elif not name_faults:
            yield from _source_faults(name, login_field)


def _name_faults(name: str) -> Iterator[str]:
    if not NAME.fullmatch(name):
        yield (
            f"{shown(name)} is no name for a claim: "
            "1 to 40 letters without accents, digits and _, not beginning with a digit"
        )
    elif name in RESERVED_NAMES:
        yield (
            f"{shown(name)} is reserved for the token itself; "
            f"choose another name, such as my_{name}=SOURCE"
        )


def _source_faults(source: str, login_field: object) -> Iterator[str]:
    there_is = [
        name for name in SOURCES if name != "username" or login_field != "email"
    ]
    if source == "password":
        yield "the password is secret, and anyone can read a token; leave it out"
    elif source == "username" and source not in there_is:
        yield (
            "there is no username when login_field is email; "
            "use email or get_username instead"
        )
    elif source not in there_is:
        yield (
            f"a user of a new project has no {shown(source)}; "
            f"there is {', '.join(there_is)}; for another, first add it to the user "
            "model of the project: docs/tokens.md there says how"
        )
