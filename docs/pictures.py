"""Writes the README's pictures: `python -m docs.pictures`.

Answers the questions in a terminal, runs the generated project, and takes screenshots of
its playground in Chromium. Takes a minute, and needs a Unix and the network.
"""

import os
import pty
import re
import secrets
import struct
import subprocess
import sys
import tempfile
import zlib
from base64 import b64decode, b64encode
from collections import Counter
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
LARGEST = 250_000  # bytes
# Pixels of the picture for each pixel of the page, for screens with a high resolution.
SHARPNESS = 1.5

# The end of a prompt of Cookiecutter.
QUESTION = re.compile(rb"(\)|\]):? ?(\x1b\[[\d;]*m)*:? $")
PIXELS = """async (png) => {
  const file = await (await fetch(`data:image/png;base64,${png}`)).blob();
  const image = await createImageBitmap(file);
  const { width, height } = image;
  const context = new OffscreenCanvas(width, height).getContext("2d");
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  const reader = new FileReader();
  reader.readAsDataURL(new Blob([data]));
  await new Promise((done) => (reader.onload = done));
  return [width, height, reader.result.split(",")[1]];
}"""
TERMINAL = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; background: #12161c; }}
pre {{
  margin: 0; padding: 20px 24px; color: #d7dde5; width: max-content;
  font: 13px/1.42 ui-monospace, "DejaVu Sans Mono", monospace;
}}
{stylesheet}
</style><pre>{code}</pre>"""


def answer_with_enter(folder: Path) -> str:
    """Generate a project with the default answers; return the output of the terminal."""
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
    # Lines that the terminal has overwritten are left out.
    return re.sub(r"^.*(\r|…\S*\n)", "", text, flags=re.MULTILINE)


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # On Linux, the other side is closed.
        return b""


def picture_of_terminal(browser: Browser, shown: str) -> None:
    console = Console(record=True, width=110, file=StringIO())
    console.print(Text.from_ansi(shown.strip("\n")), soft_wrap=True)
    page = browser.new_page(device_scale_factor=SHARPNESS)
    page.set_content(console.export_html(theme=MONOKAI, code_format=TERMINAL))
    save(browser, "questions", page.locator("pre").screenshot())


def picture_of_playground(browser: Browser, address: str, scheme: str) -> None:
    page = browser.new_page(
        viewport={"width": 1080, "height": 1000},
        device_scale_factor=SHARPNESS,
        color_scheme=scheme,  # type: ignore[arg-type]
    )
    page.goto(address)
    page.get_by_label("User name").fill("ann")
    page.get_by_label("Password").fill(os.environ["DJANGO_SUPERUSER_PASSWORD"])
    _press(page, "Log in", "Logged in as ann.")
    _press(page, "GET /api/users/me/", "200.")
    page.wait_for_timeout(3_000)  # More claims than the ID differ.
    _press(page, "Refresh", "Both tokens are new")
    page.mouse.move(0, 0)
    # Down to the last changed claim.
    last = page.locator("#access .claim", has_text="jti").bounding_box()
    assert last
    page.set_viewport_size({"width": 1080, "height": int(last["y"] + last["height"])})
    page.wait_for_timeout(1_000)  # The animation ends.
    save(browser, f"playground-{scheme}", page.screenshot())


def _press(page: Page, button: str, outcome: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.locator("#outcome")).to_contain_text(outcome)


def save(browser: Browser, name: str, png: bytes) -> None:
    """Write a picture with its 256 most frequent colors, in a third of the bytes."""
    page = browser.new_page()
    width, height, pixels = page.evaluate(PIXELS, b64encode(png).decode())
    page.close()
    rows = memoryview(b64decode(pixels)).cast("I")
    counted = [color for color, _ in Counter(rows).most_common()]
    kept = [_channels(color) for color in counted[:256]]
    place = {color: _nearest(kept, _channels(color)) for color in counted}
    lines = (
        bytes([0, *(place[pixel] for pixel in rows[start : start + width])])
        for start in range(0, width * height, width)
    )
    chunks = {
        b"IHDR": struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0),
        b"PLTE": b"".join(bytes(color) for color in kept),
        b"IDAT": zlib.compress(b"".join(lines), 9),
        b"IEND": b"",
    }
    parts = [
        struct.pack(">I", len(data))
        + tag
        + data
        + struct.pack(">I", zlib.crc32(tag + data))
        for tag, data in chunks.items()
    ]
    (PICTURES / f"{name}.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(parts))


Colour = tuple[int, int, int]


def _channels(pixel: int) -> Colour:
    red, green, blue, _ = pixel.to_bytes(4, sys.byteorder)
    return red, green, blue


def _nearest(kept: list[Colour], color: Colour) -> int:
    def distance(place: int) -> int:
        return sum((a - b) ** 2 for a, b in zip(kept[place], color, strict=True))

    return min(range(len(kept)), key=distance)


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
