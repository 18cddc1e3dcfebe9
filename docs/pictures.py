"""Makes the README's pictures anew, of the real thing: `python -m docs.pictures`.

Answers the questions in a terminal, runs the project that comes of it, and looks at its
playground in Chromium. Takes a minute, and needs a Unix and the network.
"""

import os
import pty
import re
import secrets
import subprocess
import sys
import tempfile
from io import StringIO
from pathlib import Path

from playwright.sync_api import Browser, Page, expect
from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

from tests.browser import chromium
from tests.server import serve

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
LARGEST = 200_000  # bytes

# What Cookiecutter asks ends like this, whatever its colours.
QUESTION = re.compile(rb"(\)|\]):? ?(\x1b\[[\d;]*m)*:? $")
TERMINAL = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; background: #12161c; }}
pre {{
  margin: 0; padding: 20px 24px; color: #d7dde5; width: max-content;
  font: 13px/1.42 ui-monospace, "DejaVu Sans Mono", monospace;
}}
{stylesheet}
</style><pre>{code}</pre>"""


def answer_with_enter(folder: Path) -> str:
    """Bake a project, pressing Enter all the way; return what the terminal showed."""
    ours, theirs = pty.openpty()
    baking = subprocess.Popen(
        [sys.executable, "-m", "cookiecutter", "-o", str(folder), str(ROOT)],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=folder,
        env={
            **os.environ,
            "HOME": str(folder),
            "COLUMNS": "110",
            "TERM": "xterm-256color",
        },
    )
    os.close(theirs)
    shown = b""
    while piece := _read(ours):
        shown += piece
        if QUESTION.search(shown):
            os.write(ours, b"\n")
    if baking.wait():
        raise SystemExit(shown.decode())
    text = shown.decode().replace("\r\n", "\n").replace(f"{folder}/", "../")
    # Of what was written over, only the last was to be seen in the end.
    return re.sub(r"^.*(\r|…\S*\n)", "", text, flags=re.MULTILINE)


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # Linux's way to say that the other side is closed
        return b""


def picture_of_terminal(browser: Browser, shown: str) -> None:
    console = Console(record=True, width=110, file=StringIO())
    console.print(Text.from_ansi(shown.strip("\n")), soft_wrap=True)
    page = browser.new_page(device_scale_factor=0.8)
    page.set_content(console.export_html(theme=MONOKAI, code_format=TERMINAL))
    page.locator("pre").screenshot(path=PICTURES / "questions.png")


def picture_of_playground(browser: Browser, address: str, scheme: str) -> None:
    page = browser.new_page(
        viewport={"width": 1280, "height": 1300},
        device_scale_factor=0.75,
        color_scheme=scheme,  # type: ignore[arg-type]
    )
    page.goto(address)
    page.get_by_label("User name").fill("ann")
    page.get_by_label("Password").fill(os.environ["DJANGO_SUPERUSER_PASSWORD"])
    for button, outcome in (
        ("Log in", "Logged in as ann."),
        ("GET /api/users/me/", "200."),
        ("Refresh", "Both tokens are new"),
    ):
        _press(page, button, outcome)
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_timeout(2_500)  # until the diagram has come to rest
    page.screenshot(path=PICTURES / f"playground-{scheme}.png")


def _press(page: Page, button: str, outcome: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.locator("#outcome")).to_contain_text(outcome)


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    os.environ["DJANGO_SUPERUSER_PASSWORD"] = secrets.token_urlsafe(16)
    with tempfile.TemporaryDirectory() as name, chromium() as browser:
        folder = Path(name)
        picture_of_terminal(browser, answer_with_enter(folder))
        project = folder / "acme-api"
        python = project / ".venv" / "bin" / "python"
        user = ["--noinput", "--username=ann", "--email=ann@example.com"]
        subprocess.run(
            [str(python), "manage.py", "createsuperuser", *user],
            cwd=project,
            check=True,
        )
        with serve(python, project) as client:
            for scheme in ("light", "dark"):
                picture_of_playground(browser, str(client.base_url), scheme)
    for picture in PICTURES.glob("*.png"):
        size = picture.stat().st_size
        print(f"{picture.relative_to(ROOT)}: {size:,} bytes")
        if size > LARGEST:
            raise SystemExit("That is too large for a README.")


if __name__ == "__main__":
    main()
