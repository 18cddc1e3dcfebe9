#!/usr/bin/env python
"""Runs Django's commands, with the settings of development by default.

Tests always use their own settings: DJANGO_SETTINGS_MODULE may name those of production.
"""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    if sys.argv[1:2] == ["test"]:
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
    execute_from_command_line(sys.argv)
