"""What the tests of the set-up run on: a tiny project, package index and template."""

import json
import os
import re
import shutil
import ssl
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib import metadata
from pathlib import Path

from cookiecutter_drf_simplejwt.answers import load_questions

ROOT = Path(__file__).resolve().parent.parent
HOOK = ROOT / "hooks" / "post_gen_project.py"
ANSWERS: dict[str, object] = {
    **{
        name: default[0] if isinstance(default, list) else default
        for name, default in load_questions().items()
    },
    "project_slug": "tiny-api",
    "blacklisting": "token_blacklist",
    "registration": "closed",
    "playground": False,
    "deployment": "none",
    "ci": "none",
}

PYPROJECT = """\
[project]
name = "tiny-api"
version = "0.1.0"
requires-python = ">=3.10"

[dependency-groups]
runtime = ["tiny"]
dev = [{ include-group = "runtime" }, "tiny-tool"]

[tool.uv]
package = false
"""

# Leaves behind what it was called with and what it saw.
MANAGE = """\
import json, os, sys
import config
name = {"migrate": "migrated"}.get(sys.argv[1], sys.argv[1])
with open(f"{name}.json", "w", encoding="utf-8") as file:
    json.dump({"argv": sys.argv[1:], "environ": dict(os.environ)}, file)
"""


def make_project(folder: Path) -> Path:
    """Write the smallest project that can be set up."""
    (folder / "config").mkdir(parents=True)
    (folder / "config" / "__init__.py").touch()
    (folder / "pyproject.toml").write_text(PYPROJECT, encoding="utf-8")
    (folder / "manage.py").write_text(MANAGE, encoding="utf-8")
    (folder / ".env.example").write_text(
        "# Where the data is\nDATABASE_URL=sqlite:///db.sqlite3\n# EMAIL_URL=\n",
        encoding="utf-8",
    )
    return folder


def make_template(folder: Path) -> Path:
    """Write a template with the real hook, and the tiny project to set up."""
    make_project(folder / "{{cookiecutter.project_slug}}")
    (folder / "hooks").mkdir()
    shutil.copy(HOOK, folder / "hooks")
    (folder / "tiny_extension.py").write_text(
        "from jinja2.ext import Extension\n"
        "class Tiny(Extension):\n"
        "    def __init__(self, environment):\n"
        "        super().__init__(environment)\n"
        f"        environment.globals['template_root'] = {str(ROOT)!r}\n",
        encoding="utf-8",
    )
    context = ANSWERS | {"_extensions": ["tiny_extension.Tiny"]}
    (folder / "cookiecutter.json").write_text(json.dumps(context), encoding="utf-8")
    return folder


def run_hook(
    project: Path,
    python: Path | str = sys.executable,
    answers: Mapping[str, object] | None = None,
    environ: Mapping[str, str] | None = None,
    stdout: int = subprocess.PIPE,
) -> "subprocess.CompletedProcess[str]":
    """Render the hook and run it in the project, as Cookiecutter does."""
    text = HOOK.read_text(encoding="utf-8")
    text = text.replace("{{ template_root }}", str(ROOT))
    text = text.replace(
        "{{ cookiecutter | tojson }}", json.dumps({**ANSWERS, **(answers or {})})
    )
    hook = project.parent / "rendered_hook.py"
    hook.write_text(text, encoding="utf-8")
    return subprocess.run(
        [python, hook],
        cwd=project,
        env={**plain_environment(), "PWD": str(project.parent), **(environ or {})},
        stdout=stdout,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=300,
    )


def plain_environment() -> dict[str, str]:
    """Return this environment without what would decide how the hook behaves."""
    return {
        name: value
        for name, value in os.environ.items()
        if not re.match(
            r"COOKIECUTTER_DRF_|UV(_|$)|VIRTUAL_ENV$|PYTHON|SSL_|PIP_CERT$|.*_CA_BUNDLE$",
            name,
        )
    } | {"PYTHONIOENCODING": "utf-8"}


def only_index(url: str) -> dict[str, str]:
    """Return the variables that make a package index the only one."""
    return {
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_FIND_LINKS": "",
        "PIP_INDEX_URL": url,
        "UV_DEFAULT_INDEX": url,
        "UV_NO_CACHE": "1",
        "UV_NO_CONFIG": "1",
    }


@contextmanager
def package_index(
    folder: Path, port: int = 0, certificate: Path | None = None
) -> Iterator[str]:
    """Serve pip, and two packages that hold nothing."""
    write_wheel(folder, "tiny", "99.0", {})
    write_wheel(folder, "tiny-tool", "99.0", {})
    pip = metadata.distribution("pip")
    files = {str(file): file for file in pip.files or () if file.suffix != ".pyc"}
    write_wheel(
        folder,
        "pip",
        pip.version,
        {
            name: files[name].read_binary()
            for name in files
            if name.startswith("pip/") or name.endswith("entry_points.txt")
        },
    )
    handler = partial(QuietHandler, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    scheme = "http"
    if certificate:
        tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        tls.load_cert_chain(certificate)
        server.socket = tls.wrap_socket(server.socket, server_side=True)
        scheme = "https"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"{scheme}://127.0.0.1:{server.server_port}/simple"
    finally:
        server.shutdown()
        server.server_close()


def make_certificates(folder: Path) -> tuple[Path, Path]:
    """Return a company's own authority, and a certificate of it with its key."""
    authority, certificate = folder / "authority.pem", folder / "server.pem"
    for path, options in [
        (authority, ["-subj", "/CN=Company"]),
        (
            certificate,
            [
                *["-subj", "/CN=127.0.0.1", "-CA", str(authority), "-CAkey"],
                *[str(authority), "-addext", "subjectAltName=IP:127.0.0.1"],
                *["-addext", "basicConstraints=critical,CA:FALSE"],
            ],
        ),
    ]:
        key = path.with_suffix(".key")
        subprocess.run(
            [
                *["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt"],
                *["ec_paramgen_curve:P-256", "-nodes", "-days", "2", *options],
                *["-keyout", str(key), "-out", str(path)],
            ],
            check=True,
            capture_output=True,
        )
        path.write_bytes(key.read_bytes() + path.read_bytes())
    return authority, certificate


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


def write_wheel(
    folder: Path, name: str, version: str, files: Mapping[str, bytes]
) -> None:
    place = folder / "simple" / name
    place.mkdir(parents=True, exist_ok=True)
    stem = f"{name.replace('-', '_')}-{version}"
    info = f"{stem}.dist-info"
    files = {
        f"{info}/METADATA": b"Metadata-Version: 2.1\nName: %b\nVersion: %b\n"
        % (name.encode(), version.encode()),
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nGenerator: tests\n"
        b"Root-Is-Purelib: true\nTag: py3-none-any\n",
        **files,
    }
    record = "".join(f"{path},,\n" for path in [*files, f"{info}/RECORD"]).encode()
    wheel = place / f"{stem}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for path, content in {**files, f"{info}/RECORD": record}.items():
            archive.writestr(path, content)
    page = f'<a href="{wheel.name}">{wheel.name}</a>'
    (place / "index.html").write_text(page, encoding="utf-8")


def installed(project: Path) -> set[str]:
    """Return the names of the packages in the project's environment."""
    return {
        path.name.split("-")[0] for path in (project / ".venv").rglob("*.dist-info")
    }
