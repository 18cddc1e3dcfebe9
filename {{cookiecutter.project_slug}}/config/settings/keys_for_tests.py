"""A signing key for each test run, in a temporary folder: tests add and remove keys."""

import atexit
import os
import tempfile
from pathlib import Path

from tokens.key_files import write_key

folder = tempfile.TemporaryDirectory(prefix="keys-")
atexit.register(folder.cleanup)
write_key(Path(folder.name))

os.environ["JWT_KEYS_DIR"] = folder.name
