"""Runs in the new project: keeps the files the answers ask for, then sets it up.

Cookiecutter runs a rendered copy of this file from a temporary folder, so the answers
come in as data and the rest as a package of the template.
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, r"""{{ template_root }}""")

from cookiecutter_drf_simplejwt.project_setup.choose_files import choose_files
from cookiecutter_drf_simplejwt.project_setup.run import set_up

ANSWERS: dict[str, object] = json.loads(r"""{{ cookiecutter | tojson }}""")

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
        "tests/tokens/test_rotation.py",
        "tests/tokens/test_single_use.py",
        "tokens/blacklist/rotation.py",
    ],
    ("rotate_refresh_tokens", False): [
        "tests/tokens/test_no_rotation.py",
    ],
    ("blacklisting", "token_blacklist"): [
        "tests/tokens/test_blacklist.py",
        "tests/tokens/test_single_use.py",
        "tokens/blacklist",
    ],
}

if __name__ == "__main__":
    choose_files(Path.cwd(), ONLY_WITH, ANSWERS)
    sys.exit(set_up(Path.cwd(), ANSWERS))
