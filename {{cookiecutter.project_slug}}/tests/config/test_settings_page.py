"""docs/settings.md lists every setting of SimpleJWT as it is."""

import re
from datetime import timedelta
from typing import Any

from django.conf import settings
from environs.fields import TimeDelta
from rest_framework_simplejwt.settings import DEFAULTS

from config.env import env
from tokens.checks import FIXED

PAGE = settings.BASE_DIR / "docs" / "settings.md"
ROW = re.compile(r"^\| `(\w+)`( ‡)? \| `(.+?)` \| `(.+?)` \|", re.MULTILINE)

ROWS = ROW.findall(PAGE.read_text(encoding="utf-8"))

# What a variable can set, in the environment or in .env.
VARIABLES = {
    "ACCESS_TOKEN_LIFETIME": "ACCESS_TOKEN_LIFETIME",
    "REFRESH_TOKEN_LIFETIME": "REFRESH_TOKEN_LIFETIME",
    "AUDIENCE": "JWT_AUDIENCE",
    "ISSUER": "JWT_ISSUER",
}


def says(text: str, value: Any) -> bool:
    if isinstance(value, timedelta):
        return TimeDelta().deserialize(text) == value
    if isinstance(value, str):
        return text == (value or '""')
    return text.replace('"', "'") == repr(value)


def test_every_setting_is_listed() -> None:
    assert sorted(name for name, *_ in ROWS) == sorted(DEFAULTS)


def test_every_value_is_what_it_says() -> None:
    for name, _, here, default in ROWS:
        value = settings.SIMPLE_JWT.get(name, DEFAULTS[name])
        assert says(default, DEFAULTS[name]) or name == "SIGNING_KEY", name
        variable = VARIABLES.get(name)
        is_set = variable is not None and env.str(variable, "")
        assert is_set or says(here, value), (
            f"SIMPLE_JWT now has another {name}: write it into docs/settings.md, too."
        )


def test_what_is_fixed_is_marked() -> None:
    marks = {name: mark for name, mark, *_ in ROWS}

    assert {name for name in marks if marks[name]} == FIXED.keys()
